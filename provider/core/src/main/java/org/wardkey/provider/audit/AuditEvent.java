package org.wardkey.provider.audit;

import java.time.Instant;
import java.util.Optional;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.RefusalCode;

/**
 * One thing that happened. Its fields are names, numbers and times: there is no field that a secret
 * would fit in, and no free text that a caller chooses but aliases, reasons and versions.
 *
 * @param time when
 * @param kind what
 * @param outcome how it ended
 * @param key which key, where one took part
 * @param purpose what the key was to do, where it was an operation
 * @param mechanism how, where it was an operation
 * @param engine which engine ran it; empty if none did
 * @param approved whether that was an approved service of a validated module. Source: ISO/IEC 19790 §7.2.4.2
 * @param code why it was refused, where it was
 * @param operations how many operations the event stands for
 * @param bytes how many bytes they processed
 * @param detail a short text, such as a reason or a version; control characters are escaped
 */
public record AuditEvent(
        Instant time,
        Kind kind,
        Outcome outcome,
        Optional<KeyFacts> key,
        Optional<Purpose> purpose,
        Optional<Mechanism> mechanism,
        String engine,
        boolean approved,
        Optional<RefusalCode> code,
        long operations,
        long bytes,
        String detail) {
    /** The longest reason, in characters. */
    public static final int LONGEST_REASON = 1000;

    /** So that a record stays a line that readers take, whatever its characters: each is at most 6 bytes there. */
    private static final int LONGEST_DETAIL = 8000;

    /** Cuts a detail that is too long. */
    public AuditEvent {
        if (detail.length() > LONGEST_DETAIL) {
            detail = detail.substring(0, LONGEST_DETAIL - 1) + "\u2026";
        }
    }

    /**
     * Checks a reason that somebody gives for the record.
     *
     * @param reason the reason
     * @return the reason
     * @throws IllegalArgumentException if it is too long
     */
    public static String reason(String reason) {
        if (reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("Expected a reason of at most " + LONGEST_REASON + " characters, got "
                    + reason.length() + ". Shorten it.");
        }
        return reason;
    }

    /**
     * An event of no validated module.
     *
     * @param time when
     * @param kind what
     * @param outcome how it ended
     * @param key which key, where one took part
     * @param purpose what the key was to do, where it was an operation
     * @param mechanism how, where it was an operation
     * @param engine which engine ran it; empty if none did
     * @param code why it was refused, where it was
     * @param operations how many operations the event stands for
     * @param bytes how many bytes they processed
     * @param detail a short text
     */
    public AuditEvent(
            Instant time,
            Kind kind,
            Outcome outcome,
            Optional<KeyFacts> key,
            Optional<Purpose> purpose,
            Optional<Mechanism> mechanism,
            String engine,
            Optional<RefusalCode> code,
            long operations,
            long bytes,
            String detail) {
        this(time, kind, outcome, key, purpose, mechanism, engine, false, code, operations, bytes, detail);
    }

    /** What happened. */
    public enum Kind {
        /** A key was used, or was to be. */
        OPERATION,
        /** A key was made in a token. */
        KEY_GENERATED,
        /** A key made elsewhere was put into a token. */
        KEY_IMPORTED,
        /** A key was wrapped by another one and left the token. */
        KEY_EXPORTED,
        /** A key changed its state. */
        KEY_STATE,
        /** A key got another certificate chain. */
        KEY_CHAIN,
        /** A certificate without a key was stored. */
        CERTIFICATE_STORED,
        /** A certificate without a key was deleted. */
        CERTIFICATE_DELETED,
        /** The provider changed its state. */
        PROVIDER_STATE,
        /** A process began to write this log. */
        LOG_OPENED,
        /** A process ended writing this log. */
        LOG_CLOSED,
        /** A segment begins; the detail is the root of the tree over all records before it, in base64. */
        SEGMENT_BEGUN,
        /** A record that a crash had left unfinished was set aside. */
        TAIL_RECOVERED,
        /** Segments were deleted; their hashes stay. The detail says which records, and the root over them. */
        LOG_PRUNED,
        /** A signed checkpoint of this log was given out. */
        CHECKPOINT_EXPORTED,
        /** Records follow that were kept in the reserve while the log could not be written. */
        RESERVE_USED,
        /** A key was used while nothing could be recorded; the operations were counted. */
        GAP,
        /** Something is not as it should be; the detail says what. */
        WARNING,
        /** A policy came into effect. */
        POLICY_APPLIED,
        /** A policy was not understood or not allowed; the one before stays in effect. */
        POLICY_REJECTED,
        /** A rule that is only observed would have refused. */
        POLICY_OBSERVED,
        /** What is known of the time changed: its source, its bounds, whether it is trusted. */
        TIME_STATE,
        /** The stored mark of the time was put back by an administrator. */
        TIME_REPAIRED,
        /** What a TPM lets the keys of a token be used by changed: a window, its counters, an emergency. */
        KEY_WINDOW,
        /** A key was replaced by a new one. */
        KEY_ROTATED,
        /** A key was destroyed; the detail is the proof. */
        KEY_DESTROYED_PROOF
    }

    /** How it ended. */
    public enum Outcome {
        /** It was allowed; a FAILED event follows if it then failed. */
        ALLOWED,
        /** It was refused. */
        DENIED,
        /** It was allowed and the engine failed. */
        FAILED
    }

    /**
     * An event of an operation.
     *
     * @param time when
     * @param outcome how it ended
     * @param key which key
     * @param purpose what the key was to do
     * @param mechanism how
     * @param engine which engine
     * @param bytes how many bytes
     * @return the event
     */
    public static AuditEvent operation(
            Instant time,
            Outcome outcome,
            KeyFacts key,
            Purpose purpose,
            Mechanism mechanism,
            String engine,
            long bytes) {
        return new AuditEvent(
                time,
                Kind.OPERATION,
                outcome,
                Optional.of(key),
                Optional.of(purpose),
                Optional.of(mechanism),
                engine,
                Optional.empty(),
                1,
                bytes,
                "");
    }

    /**
     * An event of key management.
     *
     * @param time when
     * @param kind what
     * @param key which key
     * @param detail a reason or a state
     * @return the event
     */
    public static AuditEvent keyManagement(Instant time, Kind kind, KeyFacts key, String detail) {
        return new AuditEvent(
                time,
                kind,
                Outcome.ALLOWED,
                Optional.of(key),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                1,
                0,
                detail);
    }

    /**
     * An event without a key.
     *
     * @param time when
     * @param kind what
     * @param detail a short text
     * @return the event
     */
    public static AuditEvent notice(Instant time, Kind kind, String detail) {
        return new AuditEvent(
                time,
                kind,
                Outcome.ALLOWED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                1,
                0,
                detail);
    }

    /**
     * The same event with a refusal.
     *
     * @param why the code
     * @return a denied event
     */
    public AuditEvent denied(RefusalCode why) {
        return new AuditEvent(
                time,
                kind,
                Outcome.DENIED,
                key,
                purpose,
                mechanism,
                engine,
                approved,
                Optional.of(why),
                operations,
                bytes,
                detail);
    }

    /**
     * The event that a rule which is only observed would have refused this one.
     *
     * @param why the code
     * @param text the refusal in words
     * @return an event of kind POLICY_OBSERVED
     */
    public AuditEvent observed(RefusalCode why, String text) {
        return new AuditEvent(
                time,
                Kind.POLICY_OBSERVED,
                outcome,
                key,
                purpose,
                mechanism,
                engine,
                approved,
                Optional.of(why),
                operations,
                bytes,
                text);
    }

    /**
     * The same event for another number of operations.
     *
     * @param count 0 for further bytes of an operation that was recorded before
     * @return the event
     */
    public AuditEvent withOperations(long count) {
        return new AuditEvent(
                time, kind, outcome, key, purpose, mechanism, engine, approved, code, count, bytes, detail);
    }

    /**
     * The same event with another outcome.
     *
     * @param other how it ended
     * @return the event
     */
    public AuditEvent withOutcome(Outcome other) {
        return new AuditEvent(
                time, kind, other, key, purpose, mechanism, engine, approved, code, operations, bytes, detail);
    }

    /**
     * The same event of a validated module, or not.
     *
     * @param service whether what ran was an approved service
     * @return the event
     */
    public AuditEvent withApproved(boolean service) {
        return new AuditEvent(
                time, kind, outcome, key, purpose, mechanism, engine, service, code, operations, bytes, detail);
    }
}
