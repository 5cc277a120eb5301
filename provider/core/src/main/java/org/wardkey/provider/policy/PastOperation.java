package org.wardkey.provider.policy;

import java.time.Instant;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;

/**
 * Operations that ran, as the audit log has them.
 *
 * @param time when; of an aggregate, its end
 * @param key the key's facts at that time
 * @param attributes what else rules may ask of the key
 * @param purpose what was done
 * @param mechanism how
 * @param operations how many, at least 1
 * @param bytes how many bytes they processed together
 * @param program who did it, as the log names programs; empty if it does not
 */
public record PastOperation(
        Instant time,
        KeyFacts key,
        KeyAttributes attributes,
        Purpose purpose,
        Mechanism mechanism,
        long operations,
        long bytes,
        String program) {}
