package org.wardkey.provider.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The JCA's names of an algorithm's services, as {@code SERVICE.NAME}: the JDK refuses by name, and one cipher or
 * signature has many.
 *
 * <p>Source: JDK Providers Documentation, SunJCE, SUN, SunRsaSign.
 */
final class ServiceNames {
    private static final List<String> AES = List.of("AES", "AES_128", "AES_192", "AES_256");
    private static final List<String> MODES = List.of("ECB", "CBC", "PCBC", "CTR", "CTS", "CFB", "CFB8", "OFB", "OFB8");
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

    private ServiceNames() {}

    /** AES in one mode, with every padding and key size. AES alone is not named: it would cover all modes. */
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

    /** A kind of signature with every hash function, those of its own included; DSA in both forms. */
    static List<String> signatures(String kind, String... moreDigests) {
        List<String> digests = new ArrayList<>(DIGESTS);
        digests.addAll(List.of(moreDigests));
        List<String> all = new ArrayList<>();
        for (String digest : digests) {
            all.add("Signature." + digest + "with" + kind);
            if (kind.equals("DSA")) {
                all.add("Signature." + digest + "with" + kind + "inP1363Format");
            }
        }
        return all;
    }
}
