package org.wardkey.provider.policy;

import java.util.List;

/**
 * A policy as one file has it.
 *
 * @param file the file's name, for messages
 * @param name its name: a-z, 0-9, dot and hyphen
 * @param version its version, at least 1
 * @param extended the names of the documents that it builds on
 * @param rules its rules, by name
 * @param exceptions its exceptions, by name
 */
public record PolicyDocument(
        String file,
        String name,
        int version,
        List<String> extended,
        List<PolicyRule> rules,
        List<Exemption> exceptions) {
    /** Copies the lists. */
    public PolicyDocument {
        extended = List.copyOf(extended);
        rules = List.copyOf(rules);
        exceptions = List.copyOf(exceptions);
    }
}
