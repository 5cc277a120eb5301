package org.wardkey.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * Registers AES in all its modes.
 *
 * <p>Source: ACVP specification "Symmetric Block Ciphers", section on capabilities registration.
 */
final class CipherRegistration {
    private CipherRegistration() {}

    static void add(RegistrationEntries entries) {
        if (entries.aesKeys().isEmpty()) {
            return;
        }
        blocks(entries);
        gcm(entries);
        ccm(entries);
        gcmSiv(entries);
        xts(entries);
        wrap(entries, "ACVP-AES-KW", "AES/KW/NoPadding", RegistrationEntries.range(128, 4096, 64));
        wrap(entries, "ACVP-AES-KWP", "AES/KWP/NoPadding", RegistrationEntries.range(8, 4096, 8));
    }

    /** An entry that begins with directions and key lengths, as all ciphers' do. */
    private static void cipher(RegistrationEntries entries, String name, String revision, Object... fields) {
        List<Object> all =
                new ArrayList<>(List.of("direction", RegistrationEntries.DIRECTIONS, "keyLen", entries.aesKeys()));
        all.addAll(List.of(fields));
        entries.add(name, "", revision, all.toArray());
    }

    private static void blocks(RegistrationEntries entries) {
        for (BlockMode mode : BlockMode.values()) {
            // Servers send Monte Carlo tests of CBC-CS3 as well, which have no answer here.
            if (mode == BlockMode.CBC_CS3 || !entries.offers("Cipher", mode.transformation())) {
                continue;
            }
            if (mode == BlockMode.CTR) {
                cipher(
                        entries,
                        "ACVP-AES-CTR",
                        "1.0",
                        "payloadLen",
                        RegistrationEntries.range(8, 128, 8),
                        "incrementalCounter",
                        true,
                        "overflowCounter",
                        true,
                        "performCounterTests",
                        true);
            } else {
                cipher(entries, "ACVP-AES-" + mode.acvpName(), "1.0");
            }
        }
    }

    private static void gcm(RegistrationEntries entries) {
        if (!entries.offers("Cipher", AeadMode.GCM.transformation())
                || entries.capability().gcmTagBits().isEmpty()) {
            return;
        }
        // What servers ask for at most.
        int shortestIv = Math.max(8, entries.capability().gcmIvBitsMin());
        int longestIv = Math.min(1024, entries.capability().gcmIvBitsMax());
        for (String name : List.of("ACVP-AES-GCM", "ACVP-AES-GMAC")) {
            List<Object> fields = new ArrayList<>(List.of(
                    "ivLen",
                    RegistrationEntries.range(shortestIv, longestIv, 8),
                    "ivGen",
                    "external",
                    "ivGenMode",
                    "8.2.2",
                    "aadLen",
                    RegistrationEntries.range(0, 65536, 8),
                    "tagLen",
                    RegistrationEntries.sorted(entries.capability().gcmTagBits())));
            if (name.endsWith("GCM")) {
                fields.addAll(0, List.of("payloadLen", RegistrationEntries.range(0, 65536, 8)));
            }
            cipher(entries, name, "1.0", fields.toArray());
        }
    }

    private static void ccm(RegistrationEntries entries) {
        if (entries.offers("Cipher", AeadMode.CCM.transformation())
                && !entries.capability().ccmTagBits().isEmpty()) {
            cipher(
                    entries,
                    "ACVP-AES-CCM",
                    "1.0",
                    "payloadLen",
                    RegistrationEntries.range(0, 256, 8),
                    "ivLen",
                    RegistrationEntries.range(56, 104, 8),
                    "aadLen",
                    RegistrationEntries.range(0, 65536, 8),
                    "tagLen",
                    RegistrationEntries.sorted(entries.capability().ccmTagBits()));
        }
    }

    /** Source: ACVP specification, as above; RFC 8452 §4: no keys of 192 bits. */
    private static void gcmSiv(RegistrationEntries entries) {
        if (entries.offers("Cipher", AeadMode.GCM_SIV.transformation())) {
            entries.add(
                    "ACVP-AES-GCM-SIV",
                    "",
                    "1.0",
                    "direction",
                    RegistrationEntries.DIRECTIONS,
                    "keyLen",
                    entries.aesKeys().stream().filter(bits -> bits != 192).toList(),
                    "payloadLen",
                    RegistrationEntries.range(0, 65536, 8),
                    "aadLen",
                    RegistrationEntries.range(0, 65536, 8));
        }
    }

    private static void xts(RegistrationEntries entries) {
        if (entries.offers("Cipher", "AES/XTS/NoPadding")) {
            entries.add(
                    "ACVP-AES-XTS",
                    "",
                    "2.0",
                    "direction",
                    RegistrationEntries.DIRECTIONS,
                    "keyLen",
                    entries.aesKeys().stream().filter(bits -> bits != 192).toList(),
                    "payloadLen",
                    RegistrationEntries.range(128, 65536, 8),
                    "tweakMode",
                    List.of("hex", "number"),
                    "dataUnitLenMatchesPayload",
                    true);
        }
    }

    private static void wrap(RegistrationEntries entries, String name, String transformation, List<Object> payload) {
        if (entries.offers("Cipher", transformation)) {
            cipher(entries, name, "1.0", "kwCipher", List.of("cipher"), "payloadLen", payload);
        }
    }
}
