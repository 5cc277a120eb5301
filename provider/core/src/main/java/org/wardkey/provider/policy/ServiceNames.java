package org.wardkey.provider.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.wardkey.provider.operation.KeyType;

/**
 * The JCA's names of an algorithm's services, as {@code SERVICE.NAME}: the JDK refuses by name, and one cipher or
 * signature has many.
 *
 * <p>Two endings say what a name alone cannot. {@code Cipher.AES alone} is the transformation {@code AES} without
 * a mode, and no other; {@code Signature.EdDSA of Ed25519} is the name for such keys only.
 *
 * <p>Source: JDK Providers Documentation, SunJCE, SUN, SunRsaSign.
 */
final class ServiceNames {
    private static final List<String> AES = List.of("AES", "AES_128", "AES_192", "AES_256");
    private static final List<String> MODES = modes();
    /** One name for several algorithms: the JDK can only refuse it to all of them. */
    private static final List<List<String>> SHARED = List.of(
            List.of(of("Signature.EdDSA", "Ed25519"), of("Signature.EdDSA", "Ed448")),
            List.of(
                    of("Signature.ML-DSA", "ML-DSA-44"),
                    of("Signature.ML-DSA", "ML-DSA-65"),
                    of("Signature.ML-DSA", "ML-DSA-87")));

    private static final List<String> PADDINGS = List.of("NoPadding", "PKCS5Padding", "ISO10126Padding");
    private static final List<String> DIGESTS = List.of(
            "NONE",
            "SHA1",
            "SHA224",
            "SHA256",
            "SHA384",
            "SHA512",
            "SHA512/224",
            "SHA512/256",
            "SHA3-224",
            "SHA3-256",
            "SHA3-384",
            "SHA3-512");

    private static final String ALONE = " alone";
    private static final String OF = " of ";
    /** What the JDK's own property can refuse. Source: java.security of JDK 25, jdk.crypto.disabledAlgorithms. */
    private static final List<String> OF_THE_JDK = List.of("Cipher.", "KeyStore.", "MessageDigest.", "Signature.");
    /**
     * What the JDK must not refuse, since it refuses a name to everybody: what seals keys and signs the audit log, without
     * which managed keys are lost; SHA1withECDSA, by which JSSE finds out whether the JVM has elliptic curves at all
     * (sun.security.ssl.JsseJce); and ML-DSA, of which the known answer of one parameter set is the self-test of all.
     * Wardkey's rows refuse them to programs.
     */
    private static final List<String> NEEDED = List.of(
            "Cipher.AES/GCM/NoPadding",
            "Cipher.AES/KWP/NoPadding",
            "Signature.Ed25519",
            "Signature.ML-DSA",
            "Signature.ML-DSA-44",
            "Signature.ML-DSA-65",
            "Signature.ML-DSA-87",
            "Signature.SHA1withECDSA");

    private ServiceNames() {}

    /** A transformation without mode and padding, and nothing else of the cipher. */
    static String alone(String cipher) {
        return "Cipher." + cipher + ALONE;
    }

    /** A name that stands for several algorithms, for the keys of one. */
    static String of(String service, String keyAlgorithm) {
        return service + OF + keyAlgorithm;
    }

    /**
     * The names as {@code jdk.crypto.disabledAlgorithms} takes them, which refuses one spelling each to every key. A
     * name that several algorithms share is one if all of them are refused.
     */
    static Set<String> ofTheJdk(Collection<String> names) {
        Set<String> taken = new LinkedHashSet<>();
        for (String name : names) {
            String bare = name.endsWith(ALONE) ? name.substring(0, name.length() - ALONE.length()) : name;
            int of = bare.indexOf(OF);
            String service = of < 0 ? bare : bare.substring(0, of);
            boolean whole =
                    of < 0 || SHARED.stream().anyMatch(shared -> shared.contains(bare) && names.containsAll(shared));
            if (whole && OF_THE_JDK.stream().anyMatch(service::startsWith) && !NEEDED.contains(service)) {
                taken.add(service);
            }
        }
        return taken;
    }

    /** Every mode of the JDK's block ciphers of 64-bit blocks; with feedback of 8 to 64 bits. */
    private static List<String> modes() {
        List<String> modes = new ArrayList<>(List.of("ECB", "CBC", "PCBC", "CTR", "CTS", "CFB", "OFB"));
        for (int bits = 8; bits <= 64; bits += 8) {
            modes.add("CFB" + bits);
            modes.add("OFB" + bits);
        }
        return List.copyOf(modes);
    }

    /** AES key wrap in one mode. */
    static List<String> aesWrap(String mode, String... paddings) {
        return transformations(AES, List.of(mode), List.of(paddings));
    }

    /** Derivation from passwords, with every hash function of HMAC. */
    static List<String> pbkdf2() {
        return Stream.of("SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA512/224", "SHA512/256")
                .map(digest -> "SecretKeyFactory.PBKDF2WithHmac" + digest)
                .toList();
    }

    /** Password-based encryption with AES, which is AES-CBC. Source: RFC 8018 §6.2 and appendix B.2.5. */
    static List<String> passwordBasedAes() {
        List<String> all = new ArrayList<>();
        for (String digest : List.of("SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA512/224", "SHA512/256")) {
            for (String bits : List.of("128", "256")) {
                all.add("Cipher.PBEWithHmac" + digest + "AndAES_" + bits);
            }
        }
        return all;
    }

    /** Lists, one behind the other. */
    static List<String> all(List<String> names, String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return all;
    }

    /** AES in one mode, with every padding and key size. */
    static List<String> aes(String mode) {
        return transformations(AES, List.of(mode), PADDINGS);
    }

    /** AES in a mode that has no padding. */
    static List<String> aesNoPadding(String mode) {
        return transformations(AES, List.of(mode), List.of("NoPadding"));
    }

    /** A block cipher by itself, in every mode and with every padding, and other ciphers that are made of it. */
    static List<String> blockCipher(List<String> names, String... more) {
        List<String> all = new ArrayList<>(ciphers(names.toArray(new String[0])));
        all.addAll(transformations(names, MODES, PADDINGS));
        all.addAll(ciphers(more));
        return all;
    }

    static List<String> ciphers(String... names) {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            all.add("Cipher." + name);
        }
        return all;
    }

    private static List<String> transformations(List<String> names, List<String> modes, List<String> paddings) {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            for (String mode : modes) {
                for (String padding : paddings) {
                    all.add("Cipher." + name + "/" + mode + "/" + padding);
                }
            }
        }
        return all;
    }

    /** Deterministic ECDSA, which the JDK does not have. */
    static String[] deterministicEcdsa() {
        return Stream.concat(
                        // Other providers' names for it, and its hash function SHA-1, which Wardkey does not have.
                        Stream.of("DETECDSA", "ECDDSA", "SHA1withECDDSA").map(name -> "Signature." + name),
                        DIGESTS.stream()
                                .filter(digest -> !digest.equals("NONE") && !digest.contains("/"))
                                .map(digest -> "Signature." + digest + "withDetECDSA"))
                .toArray(String[]::new);
    }

    /** A kind of signature with every hash function, those of its own included; DSA and ECDSA in both forms. */
    static List<String> signatures(String kind, String... moreDigests) {
        List<String> digests = new ArrayList<>(DIGESTS);
        digests.addAll(List.of(moreDigests));
        List<String> all = new ArrayList<>();
        for (String digest : digests) {
            all.add("Signature." + digest + "with" + kind);
            if (kind.endsWith("DSA")) {
                all.add("Signature." + digest + "with" + kind + "inP1363Format");
            }
        }
        return all;
    }

    /** SLH-DSA and its parameter sets. */
    static List<String> slhDsa() {
        return Stream.concat(
                        Stream.of("SLH-DSA"),
                        Arrays.stream(KeyType.Kind.SLH_DSA.types()).map(KeyType::curve))
                .toList();
    }

    /** Signatures by their own names. */
    static List<String> signed(List<String> names) {
        return names.stream().map(name -> "Signature." + name).toList();
    }
}
