package org.wardkey.provider.gate;

import java.security.InvalidKeyException;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.audit.AggregateEvent;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Outcome;
import org.wardkey.provider.audit.AuditUnavailableException;
import org.wardkey.provider.backend.BackendRouter;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.ledger.ObservedLimits;
import org.wardkey.provider.ledger.UsageCount;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.policy.Decision;
import org.wardkey.provider.policy.EffectiveAuthorizations;
import org.wardkey.provider.policy.KeyPolicy;
import org.wardkey.provider.policy.Observation;
import org.wardkey.provider.policy.ObservedLimit;
import org.wardkey.provider.policy.TrustedTime;

/**
 * How an operation gets through the gate: route, decision, ledger, record. Every step fails closed.
 * Thread-safe.
 */
final class Passage {
    private final BackendRouter router;
    private final Home.Opener homes;
    private final Clock clock;

    Passage(BackendRouter router, Home.Opener homes, Clock clock) {
        this.router = router;
        this.homes = homes;
        this.clock = clock;
    }

    /** The open home. Whoever does something with a managed key asks for it, so here it must be the one of the path. */
    Home home() {
        Home home = homes.open();
        home.ledger().requireInPlace();
        return home;
    }

    KeyBackend engine(Family family) {
        return engine(family, null, false);
    }

    /** Whether there is an engine for it, healthy or not. */
    boolean offers(Family family, ContextParameters parameters) {
        return !router.candidates(family, parameters).isEmpty();
    }

    /** Finds engine and key. Does I/O for managed keys, none for plain ones. */
    Route route(Key key, Family family) throws InvalidKeyException {
        return route(key, family, null);
    }

    /** The same for signatures; parameters, where there are some, can want another engine. */
    Route route(Key key, Family family, @Nullable ContextParameters parameters) throws InvalidKeyException {
        if (key instanceof WardkeyKey handle) {
            return managedRoute(handle, family, parameters);
        }
        KeyBackend engine = engine(family, parameters, false);
        return new Route(engine, engine.plain(key), null);
    }

    private KeyBackend engine(Family family, @Nullable ContextParameters parameters, boolean constantTime) {
        Optional<KeyBackend> chosen = parameters == null
                ? router.choose(family, constantTime)
                : router.choose(family, parameters, constantTime);
        if (chosen.isEmpty() && constantTime) {
            // Where there is one without the claim, the claim is what is missing; otherwise this says why there is
            // none.
            engine(family, parameters, false);
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.NO_ENGINE,
                    "Asked for " + family.standardName() + (parameters == null ? "" : " with parameters")
                            + " in constant time, as the key's policy wants it."));
        }
        return chosen.orElseThrow(() -> new PolicyDeniedException(router.refusal(family)));
    }

    private Route managedRoute(WardkeyKey key, Family family, @Nullable ContextParameters parameters)
            throws InvalidKeyException {
        ActiveKey active = active(key);
        ActiveKey.Snapshot read = active.snapshot();
        boolean constantTime = home().policy()
                .engine()
                .forKey(read.facts(), read.attributes())
                .effectiveAuthorizations(clock.instant())
                .authorizations()
                .constantTimeRequired();
        KeyBackend engine = chip(read.facts(), family).orElseGet(() -> engine(family, parameters, constantTime));
        if (!active.facts().state().permits(Purpose.VERIFY)) {
            // Neither window of such a key is open: its material is not even decrypted. Passing says why.
            return new Route(engine, () -> {}, active);
        }
        try {
            return new Route(engine, active.in(engine), active);
        } catch (InvalidKeyException e) {
            if (!active.facts().state().permits(Purpose.VERIFY)) {
                // It was stopped a moment ago; as above.
                return new Route(engine, () -> {}, active);
            }
            throw e;
        }
    }

    /** What alone has the key, if that is a chip. */
    private Optional<KeyBackend> chip(KeyFacts facts, Family family) {
        Optional<KeyBackend> chip = home().token(facts.token()).chip();
        chip.filter(engine -> !engine.offers(family)).ifPresent(engine -> {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.NO_ENGINE,
                    "Asked for " + family.standardName() + " with a key in " + engine.description() + "."));
        });
        return chip;
    }

    /**
     * Refuses a message whose beginning was not processed, because the key was not usable then, while it is now. If it is
     * not, {@link #pass} says why.
     */
    void requireBegun(Key key, Route route, OperationRequest request, boolean begun) {
        if (begun || !(key instanceof WardkeyKey handle) || route.managed() == null) {
            return;
        }
        ActiveKey active = active(handle);
        if (active.snapshot().facts().state().permits(Purpose.VERIFY)) {
            throw deny(home(), active.facts(), request, usableMeanwhile(route));
        }
    }

    /** Why a message is refused whose beginning was not processed, because the key was not usable then. */
    static Refusal usableMeanwhile(Route route) {
        ActiveKey active = route.managed();
        return new Refusal(
                RefusalCode.KEY_USABLE_MEANWHILE,
                active == null
                        ? ""
                        : "Key " + active.facts().token() + ":" + active.facts().alias() + ".");
    }

    ActiveKey active(WardkeyKey key) {
        key.refusal().ifPresent(refusal -> {
            throw new PolicyDeniedException(refusal);
        });
        if (key.handleDestroyed()) {
            throw new PolicyDeniedException(new Refusal(RefusalCode.KEY_HANDLE_DESTROYED, "Key " + key.id() + "."));
        }
        return home().keys().require(key);
    }

    /**
     * Lets one operation, or a further part of one, through; or throws.
     *
     * @param key the key that the caller gave
     * @param route what {@link #route} found for it
     * @param request what is asked for
     * @param first whether this begins an operation; otherwise only bytes are taken
     */
    void pass(Key key, Route route, OperationRequest request, boolean first) {
        if (!(key instanceof WardkeyKey handle) || route.managed() == null) {
            return;
        }
        ActiveKey active = active(handle);
        Home home = home();
        ActiveKey.Snapshot read = active.snapshot();
        TrustedTime.Reading time = home.time().now();
        KeyPolicy policy = home.policy().engine().forKey(read.facts(), read.attributes());
        Decision decision = policy.decide(request, time.now());
        Optional<Refusal> refusal =
                decision instanceof Decision.Deny deny ? Optional.of(deny.refusal()) : originating(request, read, time);
        EffectiveAuthorizations left = policy.effectiveAuthorizations(time.now());
        KeyAuthorizations effective = left.authorizations();
        if (refusal.isEmpty() && effective.constantTimeRequired()) {
            refusal = constantTime(route, request);
        }
        if (refusal.isEmpty()) {
            if (read.epoch() >= 0) {
                refusal = home.ledger()
                        .usage()
                        .reserve(read.facts(), effective, counted(left), first ? 1 : 0, request.bytes());
            } else {
                Optional<Optional<Refusal>> counted =
                        active.reserveUnlessStored(effective, first ? 1 : 0, request.bytes());
                if (counted.isEmpty()) {
                    // Stored since it was read, perhaps with limits: all is asked again.
                    pass(key, route, request, first);
                    return;
                }
                refusal = counted.get();
            }
        }
        if (refusal.isPresent()) {
            throw deny(home, read.facts(), request, refusal.get());
        }
        if (decision instanceof Decision.Allow allow && !allow.observations().isEmpty()) {
            observe(home, active, request, allow.observations(), time.now());
        }
        if (!left.observed().isEmpty()) {
            observe(home, active, request, passed(home, active, left), time.now());
        }
        if (!first && request.bytes() == 0) {
            // The end of what is recorded already.
            return;
        }
        record(home, active, effective, route, request, first, time.now());
    }

    private static ObservedLimits counted(EffectiveAuthorizations left) {
        return left.observed().isEmpty()
                ? ObservedLimits.NONE
                : new ObservedLimits(left.observedOperations(), left.observedBytes());
    }

    /** What limits that only observe would have refused, now that the operation is counted. */
    private static List<Observation> passed(Home home, ActiveKey active, EffectiveAuthorizations left) {
        UsageCount used = active.isStored() ? home.ledger().usage().counted(active.facts()) : active.used();
        List<Observation> found = new ArrayList<>();
        for (ObservedLimit limit : left.observed()) {
            found.addAll(limit.observations(active.facts(), used.operations(), used.bytes()));
        }
        return found;
    }

    /** An operation that was opened before the rule came has an engine that the rule does not allow. */
    private static Optional<Refusal> constantTime(Route route, OperationRequest request) {
        return route.engine().constantTime(request.mechanism().family())
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                RefusalCode.NO_ENGINE,
                                "The policy wants an engine in constant time since this operation was opened; begin it again."));
    }

    /** What ends origination beside state, windows and rules: a successor, and a clock that is behind. */
    static Optional<Refusal> originating(OperationRequest request, ActiveKey.Snapshot key, TrustedTime.Reading time) {
        if (!request.purpose().originating()) {
            return Optional.empty();
        }
        if (key.overlapEnd().isPresent()
                && !time.now().isBefore(key.overlapEnd().get())) {
            return Optional.of(new Refusal(
                    RefusalCode.ORIGINATION_ENDED,
                    name(key) + " was replaced and could " + request.purpose() + " until "
                            + key.overlapEnd().get() + ", it is " + time.now() + "."));
        }
        boolean bootstrap = key.facts().authorizations().labels().contains(KeyAuthorizations.TIME_BOOTSTRAP_LABEL);
        if (time.state() == TrustedTime.State.BEHIND && !bootstrap) {
            return Optional.of(new Refusal(
                    RefusalCode.TIME_BEHIND,
                    name(key) + " is asked to " + request.purpose() + "; the clock shows " + time.now() + "."));
        }
        return Optional.empty();
    }

    private static String name(ActiveKey.Snapshot key) {
        return "Key " + key.facts().token() + ":" + key.facts().alias();
    }

    /**
     * Each rule is noted once a day for a key and process: a rehearsal must not fill the log. What cannot be noted
     * is noted the next time; nothing is refused for a rule that refuses nothing.
     */
    private static void observe(
            Home home, ActiveKey active, OperationRequest request, List<Observation> observations, Instant now) {
        for (Observation observation : observations) {
            if (!active.observeAgain(observation.refusal(), now)) {
                continue;
            }
            AuditEvent event = AuditEvent.operation(
                            now, Outcome.ALLOWED, active.facts(), request.purpose(), request.mechanism(), "", 0)
                    .observed(
                            observation.refusal().code(), observation.refusal().message());
            try {
                home.audit().append(event, care(active.facts(), now));
            } catch (AuditUnavailableException e) {
                active.observeLater(observation.refusal());
            }
        }
    }

    private PolicyDeniedException deny(Home home, KeyFacts facts, OperationRequest request, Refusal refusal) {
        AuditEvent event = AuditEvent.operation(
                        clock.instant(),
                        Outcome.DENIED,
                        facts,
                        request.purpose(),
                        request.mechanism(),
                        "",
                        request.bytes())
                .denied(refusal.code());
        PolicyDeniedException denied = new PolicyDeniedException(refusal);
        try {
            home.audit().deny(event);
        } catch (AuditUnavailableException e) {
            // Denied it is in any case; that nobody could write it down is part of the message.
            denied.addSuppressed(e);
        }
        return denied;
    }

    private void record(
            Home home,
            ActiveKey active,
            KeyAuthorizations effective,
            Route route,
            OperationRequest request,
            boolean first,
            Instant now) {
        KeyFacts facts = active.facts();
        boolean care = care(facts, now);
        try {
            if (effective.audit() == AuditGranularity.AGGREGATE) {
                AggregateEvent aggregate =
                        active.aggregate(home.audit(), request.purpose(), request.mechanism(), route.engine());
                aggregate.add(first ? 1 : 0, request.bytes(), care);
                return;
            }
            home.audit().append(event(Outcome.ALLOWED, facts, route, request).withOperations(first ? 1 : 0), care);
        } catch (AuditUnavailableException e) {
            throw auditUnavailable(e);
        }
    }

    /** Whether the key goes on while the log is full; what is decided before this is decided for such a key too. */
    private static boolean care(KeyFacts facts, Instant now) {
        return facts.authorizations()
                .continuity()
                .filter(continuity -> now.isBefore(continuity.until()))
                .isPresent();
    }

    static PolicyDeniedException auditUnavailable(AuditUnavailableException cause) {
        PolicyDeniedException denied = new PolicyDeniedException(
                new Refusal(RefusalCode.AUDIT_UNAVAILABLE, String.valueOf(cause.getMessage())));
        denied.initCause(cause);
        return denied;
    }

    private AuditEvent event(Outcome outcome, KeyFacts facts, Route route, OperationRequest request) {
        return AuditEvent.operation(
                        clock.instant(),
                        outcome,
                        facts,
                        request.purpose(),
                        request.mechanism(),
                        route.engine().name(),
                        request.bytes())
                .withApproved(route.engine().approved());
    }

    /**
     * Records the refusal of an operation of a managed key that never had a route, since no engine serves it; others are
     * recorded where they are decided, or have nothing to record.
     */
    void unserved(Key key, OperationRequest request, Exception refusal) {
        boolean unserved = refusal instanceof PolicyDeniedException denied
                && (denied.code() == RefusalCode.NO_ENGINE || denied.code() == RefusalCode.SELFTEST_FAILED);
        if (unserved && key instanceof WardkeyKey handle) {
            PolicyDeniedException denied = (PolicyDeniedException) refusal;
            KeyFacts facts = active(handle).facts();
            deny(home(), facts, request, new Refusal(denied.code(), denied.detail()));
        }
    }

    /** Records that an operation that was let through failed in the engine. */
    void failed(Route route, OperationRequest request) {
        ActiveKey active = route.managed();
        if (active == null) {
            return;
        }
        try {
            home().audit()
                    .append(
                            event(Outcome.FAILED, active.facts(), route, request)
                                    .withApproved(false),
                            care(active.facts(), clock.instant()));
        } catch (AuditUnavailableException e) {
            throw auditUnavailable(e);
        }
    }

    /** The facts of a managed key at the present epoch. */
    KeyFacts facts(WardkeyKey key) {
        return active(key).facts();
    }
}
