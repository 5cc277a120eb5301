package org.wardkey.conformance;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Writes path tests of any corpus in one form, which {@link PathFamily} reads.
 *
 * <pre>
 * tcId, comment, flags, result            number, name, features, "valid" or "invalid"
 * trustAnchors, certificates, crls        lists of DER, hexadecimal; target: one such
 * time                                    ISO 8601 instant; absent: now
 * revocation, explicitPolicyRequired, policyMappingInhibited, anyPolicyInhibited   truth values
 * initialPolicies, keyUsage, extendedKeyUsage, names                               lists of texts; names as "KIND:VALUE"
 * maxPathLength                           a number; absent: no limit
 * cannotAsk                               why the JCA has no words for it; absent: it has
 * </pre>
 */
final class PathTest {
    private final Map<String, Object> fields = new HashMap<>();

    PathTest(int tcId, String name, boolean valid) {
        fields.put("tcId", String.valueOf(tcId));
        fields.put("comment", name);
        fields.put("result", valid ? "valid" : "invalid");
    }

    PathTest text(String name, String value) {
        fields.put(name, value);
        return this;
    }

    PathTest truth(String name, boolean value) {
        fields.put(name, value);
        return this;
    }

    PathTest texts(String name, List<String> values) {
        fields.put(name, List.copyOf(values));
        return this;
    }

    PathTest octets(String name, byte[] der) {
        return text(name, HexFormat.of().formatHex(der));
    }

    PathTest octets(String name, List<byte[]> ders) {
        return texts(name, ders.stream().map(HexFormat.of()::formatHex).toList());
    }

    /** The test, with the position of what it was made from. */
    JsonObject test(String where) {
        return new JsonObject(fields, where);
    }

    @Override
    public String toString() {
        return "path test with " + new TreeSet<>(fields.keySet());
    }
}
