package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.util.Random;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;

/** Deterministic ECDSA, byte for byte as Bouncy Castle signs; the examples of RFC 6979 are native-bridge's. */
class DeterministicEcdsaTest {
    private static final Provider PEER = new BouncyCastleProvider();

    @TempDir
    private Path folder;

    private final Random random = new Random(20_261_128L);
    private WardkeyProvider wardkey;

    @BeforeEach
    void open() {
        wardkey = TestHome.in(folder).provider();
    }

    @AfterEach
    void clear() {
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    private byte[] message() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] sign(String name, Provider provider, KeyPair pair, byte[] message) throws Exception {
        Signature signature = Signature.getInstance(name, provider);
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static boolean verifies(String name, Provider provider, PublicKey key, byte[] message, byte[] value)
            throws Exception {
        Signature signature = Signature.getInstance(name, provider);
        signature.initVerify(key);
        signature.update(message);
        return signature.verify(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void sign_everyHashFunction_isThePeersSignature(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec(curve));
        for (String digest :
                new String[] {"SHA224", "SHA256", "SHA384", "SHA512", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512"}) {
            for (int i = 0; i < 10; i++) {
                KeyPair pair = generator.generateKeyPair();
                byte[] message = message();
                byte[] expected = sign(digest + "WITHECDDSA", PEER, pair, message);
                assertThat(sign(digest + "withDetECDSA", wardkey, pair, message))
                        .isEqualTo(expected);
                assertThat(sign(digest + "withECDDSA", wardkey, pair, message)).isEqualTo(expected);
                assertThat(verifies(digest + "withECDSA", wardkey, pair.getPublic(), message, expected))
                        .isTrue();
                assertThat(verifies(digest + "withDetECDSA", wardkey, pair.getPublic(), message, expected))
                        .isTrue();
                expected[expected.length - 1] ^= 1;
                assertThat(verifies(digest + "withDetECDSA", wardkey, pair.getPublic(), message, expected))
                        .isFalse();
            }
        }
    }

    /** A managed key: its hash functions, its limit, and what a policy says of ECDSA hold for both ways to sign. */
    @Test
    void managedKey_authorizations_holdAsWithEcdsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", wardkey);
        generator.initialize(KeyGenParameters.builder("signer", Purpose.SIGN)
                .digests(Digest.SHA_256)
                .maximumOperations(2)
                .build());
        KeyPair pair = generator.generateKeyPair();
        byte[] message = message();
        byte[] made = sign("SHA256withDetECDSA", wardkey, pair, message);
        assertThat(sign("SHA256withDetECDSA", wardkey, pair, message)).isEqualTo(made);
        assertThat(verifies("SHA256withECDSA", PEER, pair.getPublic(), message, made))
                .isTrue();
        assertThatThrownBy(() -> sign("SHA384withDetECDSA", wardkey, pair, message))
                .isInstanceOf(PolicyDeniedSignatureException.class)
                .hasMessageContaining("WK-K003");
        assertThatThrownBy(() -> sign("SHA256withDetECDSA", wardkey, pair, message))
                .isInstanceOf(PolicyDeniedSignatureException.class)
                .hasMessageContaining("WK-K009");
    }

    @Test
    void managedKey_policyThatDeniesEcdsa_deniesIt() throws Exception {
        java.nio.file.Files.writeString(
                folder.resolve("no-ecdsa.conf"),
                "policy { name = no-ecdsa, version = 1, algorithms { none { algorithm = ECDSA, verdict = denied,"
                        + " source = test } } }");
        WardkeyProvider denying = TestHome.with(folder, "home = other\npolicy = [nist-sp800-57, no-ecdsa.conf]\n")
                .provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", denying);
        generator.initialize(KeyGenParameters.builder("signer", Purpose.SIGN).build());
        assertThatThrownBy(() -> sign("SHA256withDetECDSA", denying, generator.generateKeyPair(), message()))
                .hasMessageContaining("WK-P00");
    }

    /** Source: ISO/IEC 19790 §7.10.3. The random nonces of ECDSA do not step in. */
    @Test
    void sign_afterAFailedSelfTest_isRefused() throws Exception {
        System.setProperty(WardkeyRuntime.FORCED_FAILURES, "DetECDSA");
        java.nio.file.Path other = java.nio.file.Files.createDirectory(folder.resolve("failing"));
        WardkeyProvider failing = TestHome.in(other).provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        KeyPair pair = generator.generateKeyPair();
        assertThatThrownBy(() -> sign("SHA256withDetECDSA", failing, pair, message()))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-T001");
        assertThat(sign("SHA256withECDSA", failing, pair, message())).isNotEmpty();
    }
}
