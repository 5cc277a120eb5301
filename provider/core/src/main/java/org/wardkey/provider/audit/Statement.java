package org.wardkey.provider.audit;

import java.util.stream.Collectors;
import org.wardkey.provider.audit.AuditVerifier.Evidence;

/**
 * What a check proves, in words, and what it does not.
 *
 * @param evidence what was known from elsewhere
 * @param records how many records the log has
 * @param signed up to where its own checkpoint vouches for it
 * @param pruned up to where there are only hashes
 * @param findings how much is wrong
 */
record Statement(Evidence evidence, long records, long signed, long pruned, int findings) {
    String text() {
        StringBuilder text = new StringBuilder();
        if (pruned > 0) {
            text.append("Records 1 to ").append(pruned).append(" exist as hashes only. ");
        }
        if (findings > 0) {
            return text.append("This is not the log that was written: nothing of it is proved.")
                    .toString();
        }
        if (signed > 0) {
            text.append("Records 1 to ").append(signed).append(" are those of the log's own signed checkpoint. ");
        }
        if (evidence.checkpoint().isPresent()) {
            long outside = evidence.checkpoint().get().size();
            String cosigned = evidence.witnesses().isEmpty()
                    ? ""
                    : ", cosigned by "
                            + evidence.witnesses().stream()
                                    .map(VerifierKey::name)
                                    .collect(Collectors.joining(", "));
            return text.append("Records 1 to ")
                    .append(outside)
                    .append(" are those of the outside checkpoint")
                    .append(cosigned)
                    .append("; tail after record ")
                    .append(outside)
                    .append(" not provable.")
                    .toString();
        }
        return text.append("Tail after record ")
                .append(records)
                .append(" and rollback not provable without an outside checkpoint.")
                .toString();
    }
}
