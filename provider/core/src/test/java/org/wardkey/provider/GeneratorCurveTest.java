package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.WardkeyKey;

/** Which curves and parameter sets {@link KeyGenParameters} can ask a row of generators for. */
class GeneratorCurveTest {
    @TempDir
    private Path folder;

    private Provider provider;

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    private static KeyGenParameters parameters(String row, String curve) {
        return KeyGenParameters.builder("pump", row.startsWith("X") ? Purpose.AGREE : Purpose.SIGN)
                .curve(curve)
                .build();
    }

    private static boolean isAbsent(String row) {
        return row.startsWith("ML-DSA") && !Lattices.PRESENT;
    }

    @ParameterizedTest
    @CsvSource({
        "EC, P-384, EC_P384",
        "EdDSA, Ed448, ED448",
        "EdDSA, ed25519, ED25519",
        "Ed448, Ed448, ED448",
        "XDH, X448, X448",
        "ML-DSA, ML-DSA-87, ML_DSA_87",
        "ML-DSA-44, ML-DSA-44, ML_DSA_44"
    })
    void curve_ofTheRow_isMade(String row, String curve, KeyType expected) throws Exception {
        if (isAbsent(row)) {
            assertThat(provider.getService("KeyPairGenerator", row)).isNull();
            return;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(row, provider);
        generator.initialize(parameters(row, curve));
        assertThat(((WardkeyKey) generator.generateKeyPair().getPrivate()).type())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Ed448, secp256r1, Ed448",
        "EdDSA, secp256r1, Ed25519 or Ed448",
        "X25519, X448, X25519",
        "EC, Ed448, secp256r1 or secp384r1 or secp521r1",
        "RSA, secp256r1, no curve",
        "ML-DSA, Ed448, ML-DSA-44 or ML-DSA-65 or ML-DSA-87"
    })
    void curve_ofAnotherRow_isRefusedAndNamesThoseOfTheRow(String row, String curve, String named) throws Exception {
        if (isAbsent(row)) {
            assertThat(provider.getService("KeyPairGenerator", row)).isNull();
            return;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(row, provider);
        assertThatThrownBy(() -> generator.initialize(parameters(row, curve)))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining(named)
                .hasMessageContaining(row);
    }

    @Test
    void defaultType_afterAnotherSize_isTheRows() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EdDSA", provider);
        generator.initialize(448);
        generator.initialize(KeyGenParameters.builder("pump", Purpose.SIGN).build());
        assertThat(((WardkeyKey) generator.generateKeyPair().getPrivate()).type())
                .isEqualTo(KeyType.ED25519);
    }
}
