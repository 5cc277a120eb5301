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
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;

/** Requests, windows and policies as text and digests; no TPM. */
class SignedWindowTest {
    private static final Name INDEX = Name.of(HashAlgorithm.SHA256, new byte[] {1});
    private static final WindowRequest REQUEST = new WindowRequest("tpm0", new byte[32], INDEX, 3, 1_000);

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
        SignedWindow signed = SignedWindow.sign(window, asked.policyRef(), authority.getPrivate());
        SignedWindow read = SignedWindow.parse(signed.text());
        assertThat(read.text()).isEqualTo(signed.text());
        assertThat(read.isSignedBy((ECPublicKey) authority.getPublic())).isTrue();
        assertThat(read.isSignedBy((ECPublicKey) pair(curve).getPublic())).isFalse();
    }

    @Test
    void window_anyCharacterAltered_isNotReadOrNotSigned() throws Exception {
        KeyPair authority = pair("secp256r1");
        String text = SignedWindow.sign(REQUEST.window(Duration.ofDays(1)), REQUEST.policyRef(), authority.getPrivate())
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
