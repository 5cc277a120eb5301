package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** What cannot give a signature does not use the key. */
class SignatureRoomTest {
    private static final byte[] MESSAGE = new byte[32];

    @TempDir
    private Path folder;

    private WardkeyProvider provider;

    @BeforeEach
    void open() {
        provider = TestHome.in(folder).provider();
    }

    /** A key for one signature. */
    private KeyPair once(String algorithm, String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        KeyGenParameters.Builder parameters =
                KeyGenParameters.builder("once", Purpose.SIGN).maximumOperations(1);
        if (!curve.isEmpty()) {
            parameters.curve(curve);
        }
        generator.initialize((algorithm.equals("RSA") ? parameters.keySizeBits(2048) : parameters).build());
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @CsvSource({
        "EC, secp256r1, SHA256withECDSA, 72",
        "EC, secp384r1, SHA384withECDSA, 104",
        "EC, secp521r1, SHA512withECDSA, 139",
        "EC, secp384r1, SHA384withECDSAinP1363Format, 96",
        "RSA, '', SHA256withRSA, 256",
        "Ed25519, '', Ed25519, 64",
        "Ed448, '', Ed448, 114"
    })
    void sign_tooLittleRoom_keepsMessageAndUse(String algorithm, String curve, String name, int largest)
            throws Exception {
        KeyPair pair = once(algorithm, curve);
        Signature signature = Signature.getInstance(name, provider);
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        byte[] output = new byte[largest + 5];
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> signature.sign(output, 5, largest - 1))
                    .isInstanceOf(SignatureException.class)
                    .hasMessageContaining("room for " + largest + " bytes, got " + (largest - 1));
        }

        int length = signature.sign(output, 5, largest);

        assertThat(length).isLessThanOrEqualTo(largest);
        Signature verifying = Signature.getInstance(name, provider);
        verifying.initVerify(pair.getPublic());
        verifying.update(MESSAGE);
        assertThat(verifying.verify(output, 5, length)).isTrue();
        signature.update(MESSAGE);
        assertThatThrownBy(signature::sign).hasMessageContaining("WK-K009");
    }

    /** A key whose modulus is not that of its encoding: no room is enough that a caller was told of, and nothing is written behind it. */
    @Test
    void sign_keyThatShowsAnotherSize_isNotWrittenBehindTheRoom() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Signature signature = Signature.getInstance("SHA256withRSA", provider);
        signature.initSign(new ShownSmaller((RSAPrivateKey) pair.getPrivate()));
        signature.update(MESSAGE);
        byte[] output = new byte[300];
        assertThatThrownBy(() -> signature.sign(output, 0, 128))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("room for 256 bytes, got 128");
        assertThat(output).containsOnly(0);
        signature.update(MESSAGE);
        assertThat(signature.sign(output, 0, 256)).isEqualTo(256);
    }

    private record ShownSmaller(RSAPrivateKey key) implements RSAPrivateKey {
        @Override
        public BigInteger getModulus() {
            return BigInteger.ONE.shiftLeft(1023);
        }

        @Override
        public BigInteger getPrivateExponent() {
            return key.getPrivateExponent();
        }

        @Override
        public String getAlgorithm() {
            return key.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return "PKCS#8";
        }

        @Override
        public byte[] getEncoded() {
            return key.getEncoded();
        }
    }

    @Test
    void noneWithEcdsa_digestTooLongOrMissing_keepsTheUse() throws Exception {
        KeyPair pair = once("EC", "secp256r1");
        Signature signature = Signature.getInstance("NONEwithECDSA", provider);
        signature.initSign(pair.getPrivate());
        assertThatThrownBy(signature::sign).hasMessageContaining("1 to 64 bytes");
        signature.update(MESSAGE);
        signature.update(MESSAGE);
        assertThatThrownBy(() -> signature.update(MESSAGE)).hasMessageContaining("at most 64");
        assertThatThrownBy(signature::sign).hasMessageContaining("at most 64");

        signature.update(MESSAGE);
        assertThat(signature.sign()).isNotEmpty();
    }
}
