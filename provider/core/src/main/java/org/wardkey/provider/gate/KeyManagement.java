package org.wardkey.provider.gate;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.UsageCount;
import org.wardkey.provider.operation.Enforcement;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.operation.WardkeyPrivateKey;
import org.wardkey.provider.operation.WardkeySecretKey;
import org.wardkey.provider.policy.EffectiveAuthorizations;

/**
 * Makes, imports, changes and destroys managed keys; makes plain ones. Every change is on the audit
 * log's disk before it is made. Thread-safe.
 */
public final class KeyManagement {
    private final OperationGate gate;
    private final KeyGeneration generation;
    private final KeyStorage storage;
    private final KeySuccession succession;
    private final PolicyChanges policies;
    private final TimeChanges time;
    private final WindowChanges windows;
    private final TimeAnswers timeAnswers;

    /**
     * Sets key management up.
     *
     * @param gate gives engines, home and time
     * @param random gives secret keys and names
     * @param clock the operating system's time
     */
    public KeyManagement(OperationGate gate, SecureRandom random, Clock clock) {
        this.gate = gate;
        RecordedChanges changes = new RecordedChanges(gate, random);
        this.generation = new KeyGeneration(gate, random, changes);
        this.storage = new KeyStorage(gate, generation, changes);
        this.succession = new KeySuccession(gate, generation, changes);
        this.policies = new PolicyChanges(gate);
        this.time = new TimeChanges(gate, clock);
        this.windows = new WindowChanges(gate);
        this.timeAnswers = new TimeAnswers(gate, random);
    }

    /** @return makes keys */
    public KeyGeneration generation() {
        return generation;
    }

    /** @return puts keys and certificates into tokens */
    public KeyStorage storage() {
        return storage;
    }

    /** @return replaces keys by new generations */
    public KeySuccession succession() {
        return succession;
    }

    /** @return applies policies to the home */
    public PolicyChanges policies() {
        return policies;
    }

    /** @return changes the windows of a TPM's keys */
    public WindowChanges windows() {
        return windows;
    }

    /** @return states the home's time */
    public TimeChanges time() {
        return time;
    }

    /** @return asks authorities for the time */
    public TimeAnswers timeAnswers() {
        return timeAnswers;
    }

    /**
     * The handle of a stored private or secret key.
     *
     * @param record the key's record
     * @return the handle
     * @throws ProviderException if the stored public key does not decode
     */
    public Key handle(KeyRecord record) {
        Home home = gate.home();
        KeyFacts facts = record.facts();
        if (!facts.type().asymmetric()) {
            return new WardkeySecretKey(
                    facts.id(), home.path(), facts.token(), record.algorithm(), facts.type(), facts.sizeBits());
        }
        try {
            return handle(home, facts, PlainKeys.publicKey(facts.type(), record.publicKey()));
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The stored public key of " + facts.alias() + " does not decode.", e);
        }
    }

    /**
     * A password that was stored, as programs read it.
     *
     * @param record of a key of type {@link KeyType#PASSWORD}
     * @return a key whose encoding is the password, which is read, recorded or refused each time that it is asked for
     */
    public SecretKey password(KeyRecord record) {
        return new StoredPassword(gate.export(), (WardkeySecretKey) handle(record));
    }

    static WardkeyPrivateKey handle(Home home, KeyFacts facts, PublicKey publicKey) {
        return WardkeyPrivateKey.of(facts.id(), home.path(), facts.token(), facts.type(), publicKey);
    }

    /**
     * What a managed key is, how much of it is used up, and who enforces each of its rules.
     *
     * @param key the key
     * @return the read-back
     * @throws ProviderException if the key cannot be looked at
     */
    public KeyInfo info(WardkeyKey key) {
        return info(gate.home(), gate.snapshot(key));
    }

    /**
     * The same of a stored key, also of one whose public key does not decode: it must not hide the others.
     *
     * @param record the key's record
     * @return the read-back
     * @throws ProviderException if the key cannot be looked at
     */
    public KeyInfo info(KeyRecord record) {
        Home home = gate.home();
        return info(home, home.keys().snapshot(record, home.ledger().epoch()));
    }

    private KeyInfo info(Home home, ActiveKey.Snapshot read) {
        EffectiveAuthorizations effective =
                home.policy().engine().forKey(read.facts(), read.attributes()).effectiveAuthorizations(gate.now(home));
        KeyFacts facts = read.facts().withAuthorizations(effective.authorizations());
        boolean limited = facts.authorizations().maximumOperations().isPresent()
                || facts.authorizations().maximumBytes().isPresent();
        UsageCount used = limited && read.epoch() >= 0 ? home.ledger().usage().used(facts) : new UsageCount(0, 0);
        Map<String, Enforcement> enforcement = new LinkedHashMap<>();
        for (String rule : List.of(
                "state",
                "purposes",
                "digests",
                "paddings",
                "origination",
                "consumption",
                "maximum-operations",
                "maximum-bytes",
                "exportable",
                "audit",
                "continuity",
                "constant-time-required")) {
            enforcement.put(rule, Enforcement.PROVIDER);
        }
        Map<String, String> bounds = bounds(home, facts);
        bounds.keySet().forEach(rule -> enforcement.put(rule, Enforcement.HARDWARE));
        if (home.token(facts.token())
                .chip()
                .filter(chip -> chip.keeps(facts.type()))
                .isPresent()) {
            // It is in the chip without a way out of it; what else is written here, this process sees to.
            enforcement.put("exportable", Enforcement.HARDWARE);
        }
        Map<String, String> setBy = new LinkedHashMap<>();
        effective.setBy().forEach((name, rule) -> setBy.put(name, rule.toString()));
        return new KeyInfo(facts, used.operations(), used.bytes(), enforcement, bounds, setBy, effective.ends());
    }

    private static Map<String, String> bounds(Home home, KeyFacts facts) {
        Token token = home.token(facts.token());
        return token.chip().isEmpty()
                ? Map.of()
                : home.ledger().catalog().find(facts.id()).map(token::bounds).orElse(Map.of());
    }

    /**
     * Changes the state of a key; effective in every process of the home at its next operation.
     *
     * @param id the key
     * @param to the new state
     * @param reason why; for the record
     * @return the new record
     * @throws PolicyDeniedException if the state may not follow the present one
     */
    public KeyRecord changeState(KeyId id, KeyState to, String reason) {
        String why = AuditEvent.reason(reason);
        Home home = gate.home();
        KeyRecord before = home.ledger()
                .catalog()
                .find(id)
                .orElseThrow(() ->
                        new PolicyDeniedException(new Refusal(RefusalCode.KEY_UNKNOWN, "Asked for key " + id + ".")));
        AuditEvent event = AuditEvent.keyManagement(
                gate.now(home), Kind.KEY_STATE, before.facts(), to + (why.isEmpty() ? "" : ": " + why));
        KeyRecord changed = to == KeyState.DESTROYED
                ? KeyDestruction.run(home, event, before, why)
                : RecordedChanges.recorded(
                        home, event, () -> home.ledger().catalog().changeState(id, to, why));
        home.keys().closeGone();
        return changed;
    }

    /** @return the open home */
    public Home home() {
        return gate.home();
    }
}
