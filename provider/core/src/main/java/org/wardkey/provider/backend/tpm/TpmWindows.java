package org.wardkey.provider.backend.tpm;

import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.KeyWindows;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.policy.LifetimePolicy;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;

/**
 * The windows of a token's keys, which the TPM itself holds: each key is used while one is open that the authority signed, and whose epoch is the one of
 * the TPM's counter. What is kept here is public, and a TPM believes none of it without its signature. Thread-safe.
 */
public final class TpmWindows implements KeyWindows {

    private static final String OPEN = "open";

    private final TpmDevice device;
    private final TpmLifetime settings;
    private final EpochIndex epoch;
    private final EpochIndex overrides;
    private final TpmClock clock;
    private final InstalledWindow window;
    private final InstalledWindow override;
    private final PolicyUse authorityUse;
    private final @Nullable PolicyUse overrideUse;

    /**
     * Describes them; nothing is read or sent yet.
     *
     * @param device the TPM
     * @param settings who signs, and where what they signed is
     * @param window keeps the window
     * @param override keeps that of an override
     */
    public TpmWindows(TpmDevice device, TpmLifetime settings, WindowStore window, WindowStore override) {
        this.device = device;
        this.settings = settings;
        this.epoch = new EpochIndex(settings.index());
        this.overrides = new EpochIndex(settings.overrideIndex());
        this.clock = new TpmClock(new EpochIndex(settings.clockIndex()));
        this.window = new InstalledWindow(window);
        this.override = new InstalledWindow(override);
        this.authorityUse = new PolicyUse(settings.authority(), epoch.entity());
        this.overrideUse = settings.override()
                .map(key -> new PolicyUse(key, overrides.entity()))
                .orElse(null);
    }

    private WindowRequest.Subject subject(Name root, boolean forOverride) {
        return new WindowRequest.Subject(
                settings.token(), root, (forOverride ? overrides : epoch).handle(), forOverride);
    }

    /** The keys of this token in this TPM: a window of another token or TPM does not fit. */
    private byte[] group(TpmDevice.Connection open) {
        return subject(open.root().name(), false).policyRef();
    }

    private LifetimePolicy policy(Name root) {
        return new LifetimePolicy(
                TpmLifetime.verification(settings.authority()).name(),
                settings.override().map(key -> TpmLifetime.verification(key).name()),
                subject(root, false).policyRef());
    }

    /** Puts the policy into the template of a key, and takes away what would go around it. */
    Public bound(Public template) {
        byte[] policy = device.use(open -> policy(open.root().name()).digest());
        Attributes attributes = template.attributes();
        return template.withPolicy(policy)
                .withAttributes(new Attributes(
                        (attributes.bits() & ~Attributes.USER_WITH_AUTH) | Attributes.ADMIN_WITH_POLICY));
    }

    /**
     * Asks the TPM whether a key could be used now, before one is made that could not.
     *
     * @throws BackendException if it could not
     */
    void requireOpen() {
        device.use(open -> {
            String state = state(window.read(), value(open, epoch), clock(open));
            boolean emergency = overrideUse != null
                    && state(override.read(), value(open, overrides), clock(open))
                            .equals(OPEN);
            if (!state.equals(OPEN) && !emergency) {
                throw closed("has no open window: it is " + state);
            }
            return open;
        });
    }

    /**
     * Uses a key whose use the windows hold: five commands, of which the last is the key's.
     *
     * @throws BackendException if the TPM says that none is open
     */
    <T> T use(TpmBlob blob, LoadedObject key, TpmDevice.Command<T> command) {
        return device.use(open -> {
            LifetimePolicy policy = policy(open.root().name());
            requireOurs(blob, policy);
            Optional<SignedWindow> emergency = overrideUse == null ? Optional.empty() : override.read();
            String why;
            try {
                return authorityUse.run(open, policy, installed(), blob.authValue(), key, command);
            } catch (WindowClosedException e) {
                why = String.valueOf(e.getMessage());
                if (emergency.isEmpty()) {
                    throw closed(why, e);
                }
            } catch (BackendException e) {
                // A damaged window must not stand in the way of an emergency.
                if (e.code() != RefusalCode.WINDOW_UNUSABLE || emergency.isEmpty()) {
                    throw e;
                }
                why = "has a window that is not usable";
            }
            try {
                return overrideUse().run(open, policy, emergency.get(), blob.authValue(), key, command);
            } catch (WindowClosedException e) {
                throw closed(why + "; its override: it " + e.getMessage(), e);
            }
        });
    }

    private SignedWindow installed() throws WindowClosedException {
        return window.read().orElseThrow(() -> new WindowClosedException("has no window yet"));
    }

    private PolicyUse overrideUse() {
        PolicyUse use = overrideUse;
        if (use == null) {
            throw unusable("Token " + settings.token() + " has no override: wardkey.conf names no key for it.");
        }
        return use;
    }

    private void requireOurs(TpmBlob blob, LifetimePolicy policy) {
        if (!Arrays.equals(blob.area().authPolicy(), policy.digest())) {
            throw unusable("The key was made under another authority, override or token than wardkey.conf now names for"
                    + " token " + settings.token() + "; its TPM asks for theirs.");
        }
    }

    private BackendException closed(String why, WindowClosedException e) {
        BackendException closed = closed(why);
        closed.addSuppressed(e);
        return closed;
    }

    private BackendException closed(String why) {
        return new BackendException(
                new Refusal(RefusalCode.WINDOW_CLOSED, "Token " + settings.token() + " " + why + "."));
    }

    private static BackendException unusable(String why) {
        return new BackendException(new Refusal(RefusalCode.WINDOW_UNUSABLE, why));
    }

    @Override
    public Map<String, String> bounds(SecretBytes material) {
        try (TpmBlob blob = TpmBlob.read(material)) {
            if (!hold(blob.area())) {
                return Map.of();
            }
            return Arrays.equals(blob.area().authPolicy(), policy(blob.parent()).digest())
                    ? Map.of("window", bound(blob.parent()), "revocation", revocation())
                    : Map.of("window", "not at all: the key is of another authority than wardkey.conf names");
        }
    }

    private String bound(Name root) {
        StringBuilder bound = new StringBuilder(end(window, settings.authority(), subject(root, false))
                .orElse("not at all: there is no window of the authority"));
        settings.override()
                .flatMap(key -> end(override, key, subject(root, true)))
                .ifPresent(end -> bound.append("; by an override ").append(end).append(", whatever is revoked"));
        return bound.append("; who held a satisfied session then, not Wardkey, has one use more")
                .toString();
    }

    private static Optional<String> end(InstalledWindow kept, ECPublicKey signer, WindowRequest.Subject subject) {
        return kept.usable()
                .filter(signed -> Arrays.equals(signed.policyRef(), subject.policyRef()) && signed.isSignedBy(signer))
                .map(signed ->
                        "while the TPM's clock is below " + signed.window().endMillis() + " ms");
    }

    private String revocation() {
        return window.usable()
                .map(signed -> "while counter " + settings.index() + " of the TPM is "
                        + signed.window().epoch() + " (wardkey tpm revoke)")
                .orElse("a step of counter " + settings.index() + " of the TPM (wardkey tpm revoke)");
    }

    /** Says whether a key is held by these windows, by its public area alone. */
    static boolean hold(Public area) {
        return area.authPolicy().length > 0;
    }

    @Override
    public void provision(byte[] ownerAuth) {
        asOwner(ownerAuth, (open, owner) -> {
            epoch.define(open.tpm(), owner);
            if (overrideUse != null) {
                overrides.define(open.tpm(), owner);
            }
            return open;
        });
    }

    @Override
    public void revoke(byte[] ownerAuth) {
        asOwner(ownerAuth, (open, owner) -> {
            epoch.step(open.tpm(), owner);
            return open;
        });
    }

    private interface Owned<T> {
        T run(TpmDevice.Connection open, Authorization owner);
    }

    private <T> T asOwner(byte[] ownerAuth, Owned<T> action) {
        return device.use(open -> {
            try (Authorization owner = open.session().authorize(ownerAuth)) {
                return action.run(open, owner);
            }
        });
    }

    private static long value(TpmDevice.Connection open, EpochIndex index) {
        return index.value(open.tpm(), open.session().authorize(new byte[0]));
    }

    private static long clock(TpmDevice.Connection open) {
        return TpmClock.millis(open.tpm());
    }

    @Override
    public String request() {
        return device.use(open -> request(open, false));
    }

    @Override
    public String requestOverride() {
        overrideUse();
        return device.use(open -> request(open, true));
    }

    private String request(TpmDevice.Connection open, boolean forOverride) {
        // Says what to do where there is no counter.
        value(open, forOverride ? overrides : epoch);
        return WindowEvidence.request(open, subject(open.root().name(), forOverride))
                .text();
    }

    @Override
    public String describe(String text) {
        SignedWindow signed = InstalledWindow.parsed(text);
        return "epoch " + signed.window().epoch() + ", until " + signed.window().endMillis() + " ms of the TPM's clock";
    }

    @Override
    public void install(String text) {
        SignedWindow signed = InstalledWindow.parsed(text);
        device.use(open -> {
            requireFor(open, signed, settings.authority(), epoch);
            requireOpen(signed, value(open, epoch), clock(open));
            return signed;
        });
        window.write(signed);
    }

    @Override
    public void override(String text, byte[] ownerAuth) {
        SignedWindow signed = InstalledWindow.parsed(text);
        ECPublicKey key = settings.override()
                .orElseThrow(() -> unusable("Token " + settings.token() + " has no override in wardkey.conf."));
        asOwner(ownerAuth, (open, owner) -> {
            requireFor(open, signed, key, overrides);
            requireOpen(signed, value(open, overrides) + 1, clock(open));
            // Before the step: after a crash between the two the next request names the same value, and the file opens
            // nothing.
            override.write(signed);
            overrides.step(open.tpm(), owner);
            return signed;
        });
    }

    private void requireFor(TpmDevice.Connection open, SignedWindow signed, ECPublicKey signer, EpochIndex index) {
        if (!signed.isSignedBy(signer)) {
            throw unusable(
                    "The window is not signed by the key that wardkey.conf names for token " + settings.token() + ".");
        }
        if (!Arrays.equals(signed.policyRef(), group(open))
                || !signed.window().epochIndex().equals(index.entity().name())) {
            throw unusable("The window is for the keys of another token, TPM or counter.");
        }
    }

    private void requireOpen(SignedWindow signed, long wantedEpoch, long now) {
        if (signed.window().epoch() != wantedEpoch) {
            throw unusable("The window is for epoch " + signed.window().epoch() + ", the TPM wants " + wantedEpoch
                    + ": ask for one now.");
        }
        if (signed.window().endMillis() <= now) {
            throw unusable("The window ended at " + signed.window().endMillis() + " of the TPM's clock; it is " + now
                    + " now.");
        }
    }

    @Override
    public Map<String, String> status() {
        return device.use(open -> {
            long clock = clock(open);
            long counter = value(open, epoch);
            Map<String, String> words = new LinkedHashMap<>();
            words.put("epoch-index", settings.index().toString());
            words.put("epoch", Long.toUnsignedString(counter));
            words.put("clock", clock + " ms");
            Optional<SignedWindow> signed = window.read();
            words.put("state", state(signed, counter, clock));
            signed.ifPresent(one -> {
                words.put("window-epoch", Long.toUnsignedString(one.window().epoch()));
                words.put("window-end", one.window().endMillis() + " ms");
                if (one.window().endMillis() > clock) {
                    words.put(
                            "window-left",
                            Duration.ofMillis(one.window().endMillis() - clock).toString());
                }
            });
            if (overrideUse != null) {
                words.put("overrides-begun", Long.toUnsignedString(value(open, overrides) - 1));
            }
            return words;
        });
    }

    private static String state(Optional<SignedWindow> signed, long counter, long clock) {
        if (signed.isEmpty()) {
            return "missing";
        }
        if (signed.get().window().epoch() != counter) {
            return "revoked";
        }
        return signed.get().window().endMillis() > clock ? OPEN : "over";
    }

    @Override
    public void setClock(Instant now, byte[] ownerAuth) {
        asOwner(ownerAuth, (open, owner) -> {
            clock.set(open.tpm(), owner, now);
            return open;
        });
    }
}
