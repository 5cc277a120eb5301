package org.wardkey.conformance;

import java.security.KeyPair;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;

/**
 * Registers triple DES and DSA, which certificates list for legacy use. Directions, sizes and hash functions are tried,
 * since providers have some of them only.
 *
 * <p>Source: ACVP specifications "Symmetric Block Ciphers", "Message Authentication" and "DSA", sections on capabilities
 * registration.
 */
final class LegacyRegistration {
    /** A key of three that differ, for a cipher that nothing is encrypted with. */
    private static final byte[] KEY = {
        1, 2, 4, 7, 8, 11, 13, 14, 16, 19, 21, 22, 25, 26, 28, 31, 32, 35, 37, 38, 41, 42, 44, 47
    };

    private static final List<List<Integer>> DSA_SIZES =
            List.of(List.of(1024, 160), List.of(2048, 224), List.of(2048, 256), List.of(3072, 256));
    private static final int SIGNING_BITS = 2048;

    private LegacyRegistration() {}

    static void add(RegistrationEntries entries) {
        for (TdesMode mode : TdesMode.values()) {
            tripleDes(entries, mode);
        }
        if (entries.offers("Mac", AcvpFamilies.TDES_CMAC)) {
            entries.add(
                    "CMAC-TDES",
                    "",
                    "1.0",
                    "capabilities",
                    List.of(RegistrationEntries.map(
                            "direction", List.of("gen", "ver"),
                            "keyingOption", List.of(1),
                            "msgLen", RegistrationEntries.range(0, 65536, 8),
                            "macLen", RegistrationEntries.range(64, 64, 8))));
        }
        dsa(entries);
    }

    private static void tripleDes(RegistrationEntries entries, TdesMode mode) {
        List<String> directions = RegistrationEntries.DIRECTIONS.stream()
                .filter(direction -> CapabilityProbe.works(() -> {
                    Cipher cipher = entries.engines().newCipher(mode.transformation());
                    mode.init(cipher, direction.equals("encrypt"), KEY, new byte[TdesMode.BLOCK_BYTES]);
                    return cipher.doFinal(new byte[TdesMode.BLOCK_BYTES]);
                }))
                .toList();
        if (!directions.isEmpty()) {
            entries.add("ACVP-TDES-" + mode, "", "1.0", "direction", directions, "keyingOption", List.of(1));
        }
    }

    private static void dsa(RegistrationEntries entries) {
        List<Object> keys = new ArrayList<>();
        List<Object> signing = new ArrayList<>();
        List<Object> verifying = new ArrayList<>();
        for (List<Integer> size : DSA_SIZES) {
            int l = size.get(0);
            int n = size.get(1);
            if (!entries.offers("KeyPairGenerator", "DSA") || !CapabilityProbe.works(() -> pair(entries, l, n))) {
                continue;
            }
            List<String> verified = entries.digests(digest -> Names.signature(digest, "DSA")).stream()
                    .filter(digest -> CapabilityProbe.works(() -> verifies(entries, digest, pair(entries, l, n))))
                    .toList();
            if (!verified.isEmpty()) {
                verifying.add(size(l, n, verified));
            }
            if (l < SIGNING_BITS) {
                continue;
            }
            keys.add(RegistrationEntries.map("l", l, "n", n));
            List<String> signed = verified.stream()
                    .filter(digest -> CapabilityProbe.works(() -> signs(entries, digest, pair(entries, l, n))))
                    .toList();
            if (!signed.isEmpty()) {
                signing.add(size(l, n, signed));
            }
        }
        add(entries, "keyGen", keys);
        add(entries, "sigGen", signing);
        add(entries, "sigVer", verifying);
    }

    private static void add(RegistrationEntries entries, String mode, List<Object> capabilities) {
        if (!capabilities.isEmpty()) {
            entries.add("DSA", mode, "1.0", "capabilities", capabilities);
        }
    }

    private static Map<String, Object> size(int l, int n, List<String> digests) {
        return RegistrationEntries.map("l", l, "n", n, "hashAlg", digests);
    }

    private static KeyPair pair(RegistrationEntries entries, int l, int n) throws Exception {
        return entries.engines().keyPair("DSA", l + "/" + n, DsaDomains.of(l, n).orElseThrow());
    }

    private static Signature engine(RegistrationEntries entries, String digest) throws Exception {
        return Signature.getInstance(
                Names.signature(Names.digest(digest), "DSA"), entries.engines().provider());
    }

    private static byte[] signs(RegistrationEntries entries, String digest, KeyPair pair) throws Exception {
        Signature signature = engine(entries, digest);
        signature.initSign(pair.getPrivate());
        return signature.sign();
    }

    private static Signature verifies(RegistrationEntries entries, String digest, KeyPair pair) throws Exception {
        Signature signature = engine(entries, digest);
        signature.initVerify(pair.getPublic());
        return signature;
    }
}
