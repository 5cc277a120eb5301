package org.wardkey.tpm2.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.tpm2.attestation.AttestationException;
import org.wardkey.tpm2.attestation.WindowRequestVerifier;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Template;

/** Requests, windows and policies as text and digests; no TPM. */
class SignedWindowTest {
    private static final WindowRequest.Subject SUBJECT = new WindowRequest.Subject(
            "tpm0", Name.of(HashAlgorithm.SHA256, new byte[] {1}), new Handle(0x0180574B), false);
    private static final RequestEvidence.Statement STATEMENT = new RequestEvidence.Statement(
            new byte[100], new Signature.Ecc(Scheme.ecdsa(HashAlgorithm.SHA256), new byte[32], new byte[32]));
    private static final WindowRequest REQUEST = new WindowRequest(
            SUBJECT, 3, 1_000, new RequestEvidence(Template.attestationP256(), STATEMENT, STATEMENT, STATEMENT));

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void window_writtenAndRead_isSignedByItsAuthorityAlone(String curve) throws Exception {
        KeyPair authority = pair(curve);
        WindowRequest asked = WindowRequest.parse(REQUEST.text());
        assertThat(asked.text()).isEqualTo(REQUEST.text());
        PolicyWindow window = asked.window(Duration.ofDays(90));
        assertThat(window.endMillis()).isEqualTo(1_000 + 90L * 24 * 3600 * 1000);
        SignedWindow signed = SignedWindow.sign(window, asked.subject().policyRef(), authority.getPrivate());
        SignedWindow read = SignedWindow.parse(signed.text());
        assertThat(read.text()).isEqualTo(signed.text());
        assertThat(read.isSignedBy((ECPublicKey) authority.getPublic())).isTrue();
        assertThat(read.isSignedBy((ECPublicKey) pair(curve).getPublic())).isFalse();
    }

    @Test
    void window_anyCharacterAltered_isNotReadOrNotSigned() throws Exception {
        KeyPair authority = pair("secp256r1");
        String text = SignedWindow.sign(REQUEST.window(Duration.ofDays(1)), SUBJECT.policyRef(), authority.getPrivate())
                .text();
        for (int i = 0; i < text.length(); i++) {
            for (char other : new char[] {'0', '1', 'f', ' ', '\n', '-'}) {
                if (text.charAt(i) == other) {
                    continue;
                }
                String altered = text.substring(0, i) + other + text.substring(i + 1);
                assertThat(isTaken(altered, authority)).as(altered).isFalse();
            }
            assertThat(isTaken(text.substring(0, i), authority))
                    .as("cut at " + i)
                    .isFalse();
        }
        assertThat(isTaken(text, authority)).isTrue();
        assertThat(isTaken(text + "\n", authority)).isFalse();
        assertThat(isTaken(text.replace("\n", "\r\n"), authority)).isFalse();
    }

    private static boolean isTaken(String text, KeyPair authority) {
        try {
            return SignedWindow.parse(text).isSignedBy((ECPublicKey) authority.getPublic());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
            return false;
        }
    }

    @Test
    void request_thatNoTpmSigned_isNotAttested() {
        assertThatThrownBy(() -> WindowRequestVerifier.requireAttested(REQUEST))
                .isInstanceOf(AttestationException.class);
    }

    @Test
    void request_ofAnotherForm_isNotRead() {
        String text = REQUEST.text();
        for (String wrong : new String[] {
            "",
            text + "\n",
            text.replace("for window", "for ever"),
            text.replace("0x0180574B", "0x0180574b"),
            text.replace("0x0180574B", "0x81000001"),
            text.replace("token tpm0", "token ../x"),
            text.replace("epoch 3", "epoch -3"),
            text.replace("epoch 3", "epoch 03"),
            text.replace("clock 1000", "clock 99999999999999999999"),
            text.replace("time 00", "time 0"),
            text.substring(0, text.length() - 2),
            text.replace("attestation-key 00", "attestation-key ff")
        }) {
            assertThatThrownBy(() -> WindowRequest.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void signature_ofNumbersOutOfRange_isNobodys() throws Exception {
        ECPublicKey authority = (ECPublicKey) pair("secp256r1").getPublic();
        PolicyWindow window = REQUEST.window(Duration.ofDays(1));
        byte[] large = new byte[64];
        Arrays.fill(large, (byte) -1);
        for (byte[] signature : new byte[][] {new byte[64], large, new byte[2], new byte[132]}) {
            assertThat(new SignedWindow(window, new byte[32], signature).isSignedBy(authority))
                    .isFalse();
        }
    }

    @Test
    void window_thatEndsBeforeItBeginsOrAfterAllTime_isNotMade() {
        assertThatThrownBy(() -> REQUEST.window(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> REQUEST.window(Duration.ofDays(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> REQUEST.window(Duration.ofSeconds(Long.MAX_VALUE / 1_000)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void policy_ofAnotherAuthorityOverrideOrGroup_isAnother() {
        Name one = Name.of(HashAlgorithm.SHA256, new byte[] {2});
        Name two = Name.of(HashAlgorithm.SHA256, new byte[] {3});
        byte[] group = new byte[32];
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(Stream.of(
                                new LifetimePolicy(one, Optional.empty(), group),
                                new LifetimePolicy(two, Optional.empty(), group),
                                new LifetimePolicy(one, Optional.empty(), other),
                                new LifetimePolicy(one, Optional.of(two), group),
                                new LifetimePolicy(two, Optional.of(one), group))
                        .map(policy -> HexFormat.of().formatHex(policy.digest())))
                .doesNotHaveDuplicates();
    }
}
