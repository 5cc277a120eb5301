package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.BundleKey;
import org.wardkey.provider.policy.PolicyBundle;
import org.wardkey.provider.policy.PolicyBundle.Applied;
import org.wardkey.provider.policy.PolicyProblem;

class PolicyBundleTest {
    private static final BundleCryptography CRYPTOGRAPHY = new JdkBundleCryptography();
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final Map<String, byte[]> FILES =
            Map.of("ward.conf", "policy { }".getBytes(StandardCharsets.UTF_8), "b.conf", new byte[0]);

    private final KeyPair security = pair("Ed25519");
    private final KeyPair medical = pair("EC");
    private final BundleKey securityKey = key("klinikum.example/security", BundleKey.Type.ED25519, security);
    private final BundleKey medicalKey = key("klinikum.example/medical", BundleKey.Type.ECDSA_P256, medical);
    private final List<BundleKey> keys = List.of(securityKey, medicalKey);

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, JdkProviders.SUN_EC.provider());
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static BundleKey key(String name, BundleKey.Type type, KeyPair pair) {
        return new BundleKey(name, type, pair.getPublic().getEncoded());
    }

    private static byte[] sign(KeyPair pair, String text) throws Exception {
        String algorithm = pair.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519";
        Signature signature = Signature.getInstance(algorithm, JdkProviders.SUN_EC.provider());
        signature.initSign(pair.getPrivate());
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return signature.sign();
    }

    private static PolicyBundle bundle(int version, String... signers) {
        return PolicyBundle.describe("ward", version, START, List.of(signers), FILES, CRYPTOGRAPHY);
    }

    private String note(PolicyBundle bundle) throws Exception {
        Map<BundleKey, byte[]> signatures = new LinkedHashMap<>();
        signatures.put(securityKey, sign(security, bundle.text()));
        signatures.put(medicalKey, sign(medical, bundle.text()));
        return bundle.note(signatures, CRYPTOGRAPHY);
    }

    private PolicyBundle.Verified verify(String note, int threshold, Optional<Applied> inForce) throws PolicyProblem {
        return PolicyBundle.verify(note, FILES, keys, threshold, inForce, START, CRYPTOGRAPHY);
    }

    private void refuses(RefusalCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PolicyProblem.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void verify_signedByAll_givesFilesAndSigners() throws Exception {
        PolicyBundle.Verified verified = verify(note(bundle(7, "klinikum.example/medical")), 2, Optional.empty());
        assertThat(verified.bundle()).isEqualTo(bundle(7, "klinikum.example/medical"));
        assertThat(verified.contents()).containsEntry("ward.conf", "policy { }").containsEntry("b.conf", "");
        assertThat(verified.signers()).containsExactly(securityKey.name(), medicalKey.name());
        assertThat(verified.applied().version()).isEqualTo(7);
    }

    @Test
    void verify_tooFewOrWrongSigners_refuses() throws Exception {
        PolicyBundle bundle = bundle(1, "klinikum.example/medical");
        String bySecurity = bundle.note(Map.of(securityKey, sign(security, bundle.text())), CRYPTOGRAPHY);
        refuses(RefusalCode.BUNDLE_NOT_SIGNED, () -> verify(bySecurity, 2, Optional.empty()));
        refuses(RefusalCode.BUNDLE_NOT_SIGNED, () -> verify(bySecurity, 1, Optional.empty()));

        BundleKey stranger = key("klinikum.example/security", BundleKey.Type.ED25519, pair("Ed25519"));
        String byStranger = bundle.note(Map.of(stranger, sign(pair("Ed25519"), bundle.text())), CRYPTOGRAPHY);
        refuses(RefusalCode.BUNDLE_NOT_SIGNED, () -> verify(byStranger, 1, Optional.empty()));

        String forged = bundle.note(Map.of(securityKey, sign(pair("Ed25519"), bundle.text())), CRYPTOGRAPHY);
        refuses(RefusalCode.BUNDLE_NOT_SIGNED, () -> verify(forged, 1, Optional.empty()));
    }

    @Test
    void verify_oneKeyUnderTwoNames_countsOnce() throws Exception {
        PolicyBundle bundle = bundle(1);
        BundleKey twin = key("klinikum.example/twin", BundleKey.Type.ED25519, security);
        Map<BundleKey, byte[]> signatures = new LinkedHashMap<>();
        signatures.put(securityKey, sign(security, bundle.text()));
        signatures.put(twin, sign(security, bundle.text()));
        String note = bundle.note(signatures, CRYPTOGRAPHY);
        refuses(
                RefusalCode.BUNDLE_NOT_SIGNED,
                () -> PolicyBundle.verify(
                        note, FILES, List.of(securityKey, twin), 2, Optional.empty(), START, CRYPTOGRAPHY));
    }

    @Test
    void verify_rollBack_refuses() throws Exception {
        Applied seven = verify(note(bundle(7)), 2, Optional.empty()).applied();
        assertThat(verify(note(bundle(7)), 2, Optional.of(seven)).bundle().version())
                .isEqualTo(7);
        assertThat(verify(note(bundle(8)), 2, Optional.of(seven)).bundle().version())
                .isEqualTo(8);
        refuses(RefusalCode.BUNDLE_ROLLED_BACK, () -> verify(note(bundle(6)), 2, Optional.of(seven)));
        refuses(
                RefusalCode.BUNDLE_ROLLED_BACK,
                () -> verify(note(bundle(7, "klinikum.example/medical")), 2, Optional.of(seven)));
        refuses(
                RefusalCode.BUNDLE_ROLLED_BACK,
                () -> verify(note(bundle(9)), 2, Optional.of(new Applied("other", 1, ""))));
    }

    @Test
    void verify_otherFilesOrTooEarly_refuses() throws Exception {
        String note = note(bundle(1));
        Map<String, byte[]> other = Map.of("ward.conf", new byte[] {1}, "b.conf", new byte[0]);
        refuses(
                RefusalCode.BUNDLE_ALTERED,
                () -> PolicyBundle.verify(note, other, keys, 1, Optional.empty(), START, CRYPTOGRAPHY));
        refuses(
                RefusalCode.BUNDLE_ALTERED,
                () -> PolicyBundle.verify(
                        note, Map.of("ward.conf", new byte[0]), keys, 1, Optional.empty(), START, CRYPTOGRAPHY));
        refuses(
                RefusalCode.BUNDLE_NOT_YET,
                () -> PolicyBundle.verify(note, FILES, keys, 1, Optional.empty(), START.minusNanos(1), CRYPTOGRAPHY));
    }

    @Test
    void verify_everyTruncationAndFlippedBit_refuses() throws Exception {
        String note = note(bundle(1));
        for (int i = 0; i < note.length() - 1; i++) {
            String cut = note.substring(0, i);
            assertThatThrownBy(() -> verify(cut, 2, Optional.empty()))
                    .as("cut at %s", i)
                    .isInstanceOf(PolicyProblem.class);
            char[] flipped = note.toCharArray();
            flipped[i] = (char) (flipped[i] ^ 1);
            assertThatThrownBy(() -> verify(new String(flipped), 2, Optional.empty()))
                    .as("flipped at %s", i)
                    .isInstanceOf(PolicyProblem.class);
        }
    }

    @Test
    void verify_otherCurve_refuses() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JdkProviders.SUN_EC.provider());
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair p384 = generator.generateKeyPair();
        BundleKey key = key("k", BundleKey.Type.ECDSA_P256, p384);
        assertThat(CRYPTOGRAPHY.verify(key, new byte[1], sign(p384, "\0"))).isFalse();
        assertThat(CRYPTOGRAPHY.verify(
                        new BundleKey("k", BundleKey.Type.ECDSA_P256, new byte[9]), new byte[1], new byte[1]))
                .isFalse();
    }

    /** Source: C2SP signed-note, "Ed25519 signatures": name, new line, type byte, 32 bytes of key. */
    @Test
    void identifier_ed25519_isWhatSignedNoteSays() throws Exception {
        String note = note(bundle(1));
        assertThat(note).contains("\n\n\u2014 klinikum.example/security ");
        byte[] raw = securityKey.encoded();
        java.io.ByteArrayOutputStream input = new java.io.ByteArrayOutputStream();
        input.writeBytes("klinikum.example/security\n".getBytes(StandardCharsets.UTF_8));
        input.write(1);
        input.write(raw, raw.length - 32, 32);
        byte[] expected = java.util.Arrays.copyOf(CRYPTOGRAPHY.sha256(input.toByteArray()), 4);
        String line = note.lines()
                .filter(l -> l.contains("/security ") && l.startsWith("\u2014"))
                .findFirst()
                .orElseThrow();
        byte[] signature = java.util.Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
        assertThat(java.util.Arrays.copyOf(signature, 4)).isEqualTo(expected);
    }
}
