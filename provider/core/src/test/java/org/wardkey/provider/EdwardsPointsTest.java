package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.backend.EdwardsPoints;

/** Which y-coordinates are points of the curves: as SunEC decides. */
class EdwardsPointsTest {
    private static PublicKey key(String curve, boolean odd, BigInteger y) throws Exception {
        return KeyFactory.getInstance("EdDSA", "SunEC")
                .generatePublic(new EdECPublicKeySpec(new NamedParameterSpec(curve), new EdECPoint(odd, y)));
    }

    private static boolean takenBySunEc(String curve, PublicKey key) throws Exception {
        try {
            Signature.getInstance(curve, "SunEC").initVerify(key);
            return true;
        } catch (InvalidKeyException e) {
            return false;
        }
    }

    private static boolean taken(PublicKey key) {
        try {
            EdwardsPoints.require((EdECPublicKey) key);
            return true;
        } catch (InvalidKeyException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448"})
    void require_anyCoordinate_decidesAsSunEc(String curve) throws Exception {
        Random random = new Random(8032);
        int taken = 0;
        for (int i = 0; i < 200; i++) {
            BigInteger y = new BigInteger(curve.equals("Ed448") ? 447 : 254, random);
            PublicKey key = key(curve, random.nextBoolean(), y);
            assertThat(taken(key)).as(y.toString(16)).isEqualTo(takenBySunEc(curve, key));
            taken += taken(key) ? 1 : 0;
        }
        assertThat(taken).isBetween(60, 140);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448"})
    void require_edges_areAsTheRfcSays(String curve) throws Exception {
        assertThat(taken(key(curve, false, BigInteger.ONE))).isTrue();
        assertThatThrownBy(() -> EdwardsPoints.require((EdECPublicKey) key(curve, true, BigInteger.ONE)))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining(curve);
        BigInteger p = curve.equals("Ed448")
                ? BigInteger.TWO.pow(448).subtract(BigInteger.TWO.pow(224)).subtract(BigInteger.ONE)
                : BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        assertThat(taken(key(curve, false, p.add(BigInteger.ONE)))).isFalse();
        for (int i = 0; i < 20; i++) {
            assertThat(taken(KeyPairGenerator.getInstance(curve, "SunEC")
                            .generateKeyPair()
                            .getPublic()))
                    .isTrue();
        }
    }
}
