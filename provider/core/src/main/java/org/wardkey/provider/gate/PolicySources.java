package org.wardkey.provider.gate;

import java.util.List;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.PolicyDocument;

/**
 * What a configuration says of the policy.
 *
 * @param configured the documents that it names; none for the default pack
 * @param reader believes documents that are applied
 */
public record PolicySources(List<PolicyDocument> configured, DocumentReader reader) {
    /** Copies the list. */
    public PolicySources {
        configured = List.copyOf(configured);
    }
}
