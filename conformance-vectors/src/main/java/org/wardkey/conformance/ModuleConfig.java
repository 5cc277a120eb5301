package org.wardkey.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the module wrapper says that it can: the registration, cut down to what the tool has tests for and sends whole.
 *
 * <p>Source: BoringSSL, util/fipstools/acvp/acvptool/subprocess: its primitives (the tool refuses names that it does
 * not know), and what each of them takes of a test group.
 */
final class ModuleConfig {
    private static final Set<String> CIPHERS = Set.of(
            "ACVP-AES-ECB",
            "ACVP-AES-CBC",
            "ACVP-AES-CTR",
            "ACVP-AES-XTS",
            "ACVP-AES-GCM",
            "ACVP-AES-GMAC",
            "ACVP-AES-CCM",
            "ACVP-AES-KW",
            "ACVP-AES-KWP");
    private static final Set<String> OTHERS = Set.of(
            "CMAC-AES", "ECDSA", "EDDSA", "RSA", "KAS-ECC-SSC", "PBKDF", "SHAKE-128", "SHAKE-256", "KDA", "ML-KEM");

    private ModuleConfig() {}

    static byte[] json(Bench bench) throws IOException {
        List<Object> adapted = new ArrayList<>();
        for (Map<String, Object> entry : Registration.entries(bench.subject(), bench.capability())) {
            String algorithm = String.valueOf(entry.get("algorithm"));
            boolean digest = ModuleHashes.DIGESTS.contains(algorithm)
                    || ModuleHashes.DIGESTS.stream().anyMatch(name -> algorithm.equals("HMAC-" + name));
            // The tool knows RSA by keys and signatures alone.
            boolean bare = String.valueOf(entry.get("mode")).endsWith("Primitive");
            if (bare) {
                continue;
            }
            if (digest || CIPHERS.contains(algorithm) || OTHERS.contains(algorithm) || isMlDsaKeyGen(entry)) {
                adapted.add(adapted(algorithm, new LinkedHashMap<>(entry)));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = VectorFile.JSON.createGenerator(out)) {
            RegistrationEntries.write(json, adapted);
        }
        return out.toByteArray();
    }

    /** The tool signs with ML-DSA by the internal interface, which the JCA has not. */
    private static boolean isMlDsaKeyGen(Map<String, Object> entry) {
        return "ML-DSA".equals(entry.get("algorithm")) && "keyGen".equals(entry.get("mode"));
    }

    private static Map<String, Object> adapted(String algorithm, Map<String, Object> entry) {
        if (algorithm.startsWith("HMAC-")) {
            // The tool reads lengths of the group, as revision 1.0 has them, and does not cut what comes back.
            int bits = RegistrationEntries.digestBits(Names.digest(algorithm.substring("HMAC-".length())));
            entry.put("revision", "1.0");
            entry.put("macLen", List.of(bits));
            entry.remove("msgLen");
        }
        if (algorithm.equals("KAS-ECC-SSC")) {
            // It has no fields for onePassDh, where the two sides' keys are of different kinds.
            Map<String, Object> role = RegistrationEntries.map("kasRole", List.of("initiator", "responder"));
            entry.put("scheme", RegistrationEntries.map("ephemeralUnified", role, "staticUnified", role));
        }
        if (algorithm.equals("EDDSA")) {
            entry.put("curve", List.of("ED-25519"));
        }
        return entry;
    }
}
