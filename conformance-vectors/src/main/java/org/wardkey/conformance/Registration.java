package org.wardkey.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.security.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An ACVP registration: the algorithms that a provider shows to do and this module can answer for, in the form in which
 * a client posts them to a server. A draft for a person to edit: a provider cannot say which modes a certificate needs.
 */
public final class Registration {
    private static final List<String> DIRECTIONS = List.of("encrypt", "decrypt");

    private final Engines engines;
    private final Capability capability;
    private final List<Map<String, Object>> algorithms = new ArrayList<>();

    private Registration(Provider provider, Capability capability) {
        engines = new Engines(provider);
        this.capability = capability;
    }

    /**
     * Lists what a provider does.
     *
     * @param provider the provider
     * @param capability what it does, for example by {@link CapabilityProbe}
     */
    public static Registration of(Provider provider, Capability capability) {
        Registration registration = new Registration(provider, capability);
        registration.hashes();
        registration.ciphers();
        registration.signatures();
        registration.agreements();
        return registration;
    }

    /** How many algorithms it holds. */
    public int algorithms() {
        return algorithms.size();
    }

    /**
     * Writes the registration as JSON.
     *
     * @param out the stream; it stays open
     * @throws IOException when it cannot be written
     */
    public void writeTo(OutputStream out) throws IOException {
        JsonGenerator json = VectorFile.JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        write(json, List.of(Map.of("acvVersion", "1.0"), Map.of("algorithms", algorithms)));
        json.writeRaw('\n');
        json.flush();
    }

    private void add(String algorithm, String mode, String revision, Object... fields) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("algorithm", algorithm);
        if (!mode.isEmpty()) {
            entry.put("mode", mode);
        }
        entry.put("revision", revision);
        entry.put("prereqVals", List.of());
        entry.putAll(map(fields));
        algorithms.add(entry);
    }

    private static Map<String, Object> map(Object... fields) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put((String) fields[i], fields[i + 1]);
        }
        return map;
    }

    private static List<Object> range(int min, int max, int increment) {
        return List.of(map("min", min, "max", max, "increment", increment));
    }

    private boolean offers(String type, String algorithm) {
        return engines.missing(type, algorithm).isEmpty();
    }

    private void hashes() {
        for (String digest : new TreeSet<>(capability.plainDigests())) {
            String name = acvpDigest(digest);
            if (offers("MessageDigest", digest)) {
                add(name, "", digest.startsWith("SHA3") ? "2.0" : "1.0", "messageLength", range(0, 65528, 8));
            }
            if (offers("Mac", Names.hmac(digest))) {
                add(
                        "HMAC-" + name,
                        "",
                        "2.0",
                        "keyLen",
                        range(8, 2048, 8),
                        "macLen",
                        range(80, digestBits(digest), 8),
                        "msgLen",
                        range(0, 65528, 8));
            }
        }
        List<String> pbkdf = capability.plainDigests().stream()
                .filter(digest -> offers("SecretKeyFactory", "PBKDF2With" + Names.hmac(digest)))
                .map(Registration::acvpDigest)
                .sorted()
                .toList();
        if (!pbkdf.isEmpty()) {
            add(
                    "PBKDF",
                    "",
                    "1.0",
                    "capabilities",
                    List.of(map(
                            "iterationCount", range(1, 10000, 1),
                            "keyLen", range(112, 4096, 8),
                            "passwordLen", range(8, 128, 1),
                            "saltLen", range(128, 4096, 8),
                            "hmacAlg", pbkdf)));
        }
    }

    private void ciphers() {
        List<Integer> keys = sorted(capability.aesKeyBits());
        // What servers ask for at most.
        int shortestIv = Math.max(8, capability.gcmIvBitsMin());
        int longestIv = Math.min(1024, capability.gcmIvBitsMax());
        if (offers("Cipher", AeadMode.GCM.transformation())) {
            add(
                    "ACVP-AES-GCM",
                    "",
                    "1.0",
                    "direction",
                    DIRECTIONS,
                    "keyLen",
                    keys,
                    "payloadLen",
                    range(0, 65536, 8),
                    "ivLen",
                    range(shortestIv, longestIv, 8),
                    "ivGen",
                    "external",
                    "ivGenMode",
                    "8.2.2",
                    "aadLen",
                    range(0, 65536, 8),
                    "tagLen",
                    sorted(capability.gcmTagBits()));
        }
        wrap("ACVP-AES-KW", "AES/KW/NoPadding", keys, range(128, 4096, 64));
        wrap("ACVP-AES-KWP", "AES/KWP/NoPadding", keys, range(8, 4096, 8));
    }

    private void wrap(String name, String transformation, List<Integer> keys, List<Object> payload) {
        if (offers("Cipher", transformation)) {
            add(
                    name,
                    "",
                    "1.0",
                    "direction",
                    DIRECTIONS,
                    "kwCipher",
                    List.of("cipher"),
                    "keyLen",
                    keys,
                    "payloadLen",
                    payload);
        }
    }

    private void signatures() {
        List<String> curves = curves("P-");
        List<String> ecdsa = digests(digest -> Names.signature(digest, "ECDSA"));
        if (!curves.isEmpty() && !ecdsa.isEmpty()) {
            List<Object> pairs = List.of(map("curve", curves, "hashAlg", ecdsa));
            add("ECDSA", "sigGen", "FIPS186-5", "capabilities", pairs, "componentTest", false);
            add("ECDSA", "sigVer", "FIPS186-5", "capabilities", pairs, "componentTest", false);
        }
        List<String> edwards = Stream.of("Ed25519", "Ed448")
                .filter(capability.curves()::contains)
                .map(curve -> "ED-" + curve.substring(2))
                .toList();
        if (!edwards.isEmpty()) {
            boolean preHash = capability.curves().contains("Ed25519ph")
                    || capability.curves().contains("Ed448ph");
            add("EDDSA", "sigGen", "1.0", "curve", edwards, "pure", true, "preHash", preHash);
            add("EDDSA", "sigVer", "1.0", "curve", edwards, "pure", true, "preHash", preHash);
        }
        rsa();
        List<String> mlDsa = curves("ML-DSA");
        if (!mlDsa.isEmpty()) {
            add(
                    "ML-DSA",
                    "sigVer",
                    "FIPS204",
                    "signatureInterfaces",
                    List.of("external"),
                    "preHash",
                    List.of("pure"),
                    "capabilities",
                    List.of(map(
                            "parameterSets", mlDsa, "messageLength", range(8, 65536, 8), "contextLength", List.of(0))));
        }
    }

    private void rsa() {
        List<Object> types = new ArrayList<>();
        List<String> pkcs1 = digests(digest -> Names.signature(digest, "RSA"));
        if (!pkcs1.isEmpty()) {
            types.add(map("sigType", "pkcs1v1.5", "properties", properties(pkcs1, false)));
        }
        if (offers("Signature", "RSASSA-PSS")) {
            List<String> all = sortedText(capability.digests()).stream()
                    .map(Registration::acvpDigest)
                    .toList();
            types.add(map("sigType", "pss", "properties", properties(all, true)));
        }
        if (!types.isEmpty()) {
            add("RSA", "sigGen", "FIPS186-5", "capabilities", types);
            add("RSA", "sigVer", "FIPS186-5", "pubExpMode", "random", "capabilities", types);
        }
    }

    private List<Object> properties(List<String> digests, boolean pss) {
        List<Object> properties = new ArrayList<>();
        for (int modulus : List.of(2048, 3072, 4096)) {
            if (capability.outsideRsa(modulus).isPresent()) {
                continue;
            }
            List<Object> pairs = new ArrayList<>();
            for (String digest : digests) {
                pairs.add(map("hashAlg", digest, "saltLen", pss ? digestBits(Names.digest(digest)) / Byte.SIZE : 0));
            }
            properties.add(
                    pss
                            ? map("modulo", modulus, "maskFunction", List.of("mgf1"), "hashPair", pairs)
                            : map("modulo", modulus, "hashPair", pairs));
        }
        return properties;
    }

    private void agreements() {
        List<String> curves = curves("P-");
        if (!curves.isEmpty() && offers("KeyAgreement", "ECDH")) {
            Map<String, Object> role = map("kasRole", List.of("initiator", "responder"));
            add(
                    "KAS-ECC-SSC",
                    "",
                    "Sp800-56Ar3",
                    "domainParameterGenerationMethods",
                    curves,
                    "scheme",
                    map("ephemeralUnified", role, "onePassDh", role, "staticUnified", role));
        }
        List<String> montgomery = Stream.of("X25519", "X448")
                .filter(capability.curves()::contains)
                .map(curve -> "Curve" + curve.substring(1))
                .toList();
        if (!montgomery.isEmpty()) {
            add("XECDH", "SSC", "RFC7748", "curve", montgomery);
        }
    }

    private List<String> curves(String prefix) {
        return sortedText(capability.curves()).stream()
                .filter(curve -> curve.startsWith(prefix))
                .toList();
    }

    private List<String> digests(Function<String, String> signature) {
        return sortedText(capability.digests()).stream()
                .filter(digest -> offers("Signature", signature.apply(digest)))
                .map(Registration::acvpDigest)
                .toList();
    }

    private static List<Integer> sorted(Iterable<Integer> values) {
        TreeSet<Integer> sorted = new TreeSet<>();
        values.forEach(sorted::add);
        return List.copyOf(sorted);
    }

    private static List<String> sortedText(Iterable<String> values) {
        TreeSet<String> sorted = new TreeSet<>();
        values.forEach(sorted::add);
        return List.copyOf(sorted);
    }

    private static String acvpDigest(String digest) {
        return digest.startsWith("SHA-") && !digest.equals("SHA-1") ? "SHA2-" + digest.substring(4) : digest;
    }

    private static int digestBits(String digest) {
        return digest.equals("SHA-1") ? 160 : Integer.parseInt(digest.substring(digest.length() - 3));
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : map.entrySet()) {
                json.writeFieldName((String) field.getKey());
                write(json, field.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }
}
