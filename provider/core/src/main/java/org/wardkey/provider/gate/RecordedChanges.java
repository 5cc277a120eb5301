package org.wardkey.provider.gate;

import java.nio.ByteBuffer;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.audit.AuditUnavailableException;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.UsageCount;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.Decision;
import org.wardkey.provider.policy.KeyAttributes;
import org.wardkey.provider.policy.PolicyEngine;
import org.wardkey.provider.policy.TrustedTime;
import org.wardkey.provider.secret.SecretBytes;

/**
 * What every change of a managed key has in common: it is admitted by the policy, and its record is on
 * the audit log's disk before it is made. Thread-safe.
 */
final class RecordedChanges {
    private final OperationGate gate;
    private final SecureRandom random;

    RecordedChanges(OperationGate gate, SecureRandom random) {
        this.gate = gate;
        this.random = random;
    }

    /**
     * Names a new key, if the policy admits it.
     *
     * @throws PolicyDeniedException if it does not, or the clock is behind
     */
    KeyFacts admitted(
            Home home,
            Home.Place place,
            KeyType type,
            int sizeBits,
            KeyAuthorizations authorizations,
            boolean imported) {
        return admitted(home, place, type, sizeBits, created -> authorizations, imported);
    }

    /**
     * Names a new key whose authorizations depend on when it is made, if the policy admits it.
     *
     * @throws PolicyDeniedException if it does not, or the clock is behind
     */
    KeyFacts admitted(
            Home home,
            Home.Place place,
            KeyType type,
            int sizeBits,
            Function<Instant, KeyAuthorizations> authorizations,
            boolean imported) {
        byte[] name = new byte[16];
        random.nextBytes(name);
        TrustedTime.Reading time = home.time().now();
        KeyFacts facts = new KeyFacts(
                new KeyId(version4(name)),
                place.token().name(),
                place.alias(),
                type,
                sizeBits,
                KeyState.ACTIVE,
                authorizations.apply(time.now()),
                imported,
                time.now());
        admit(home, facts);
        return facts;
    }

    /**
     * Asks the policy whether there may be such a key.
     *
     * @throws PolicyDeniedException if there may not, or the clock is behind
     */
    void admit(Home home, KeyFacts facts) {
        requirePurposes(facts.type(), facts.authorizations());
        TrustedTime.Reading time = home.time().now();
        if (home.policy().engine().admit(facts, KeyAttributes.NONE, time.now()) instanceof Decision.Deny deny) {
            throw new PolicyDeniedException(deny.refusal());
        }
        if (time.state() == TrustedTime.State.BEHIND
                && !facts.authorizations().labels().contains(KeyAuthorizations.TIME_BOOTSTRAP_LABEL)) {
            throw new PolicyDeniedException(
                    new Refusal(RefusalCode.TIME_BEHIND, "A key is to be made; the clock shows " + time.now() + "."));
        }
    }

    /** Source: RFC 9562 §5.4. */
    private static UUID version4(byte[] random) {
        ByteBuffer buffer = ByteBuffer.wrap(random);
        long high = (buffer.getLong() & ~0xf000L) | 0x4000L;
        long low = (buffer.getLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low);
    }

    private static void requirePurposes(KeyType type, KeyAuthorizations authorizations) {
        authorizations.purposes().stream()
                .filter(p -> !PolicyEngine.fits(type, p))
                .findFirst()
                .ifPresent(p -> {
                    throw new PolicyDeniedException(new Refusal(
                            RefusalCode.KEY_PURPOSE, "No " + type + " key can " + p + ", yet it is authorized to."));
                });
    }

    void create(
            Home home,
            Token token,
            KeyFacts facts,
            String algorithm,
            byte[] publicKey,
            SecretBytes material,
            List<byte[]> chain,
            Kind kind) {
        create(home, new KeyRecord(facts, algorithm, publicKey, token.seal(facts, material), chain, ""), kind);
    }

    void create(Home home, KeyRecord record, Kind kind) {
        create(home, record, new UsageCount(0, 0), kind);
    }

    void create(Home home, KeyRecord record, UsageCount used, Kind kind) {
        recorded(home, AuditEvent.keyManagement(gate.now(home), kind, record.facts(), ""), () -> {
            home.ledger().catalog().create(record, used);
            return record;
        });
    }

    /** Records a change before it is made, and that it failed if it did. */
    static <T> T recorded(Home home, AuditEvent event, Supplier<T> change) {
        // Before the change has the database: somebody may have to be asked for the token's password.
        event.key().map(facts -> home.tokens().get(facts.token())).ifPresent(Token::unlock);
        record(home, event);
        try {
            return change.get();
        } catch (ProviderException e) {
            record(home, event.withOutcome(AuditEvent.Outcome.FAILED));
            throw e;
        }
    }

    static void record(Home home, AuditEvent event) {
        try {
            home.audit().appendDurably(event);
        } catch (AuditUnavailableException e) {
            throw Passage.auditUnavailable(e);
        }
    }
}
