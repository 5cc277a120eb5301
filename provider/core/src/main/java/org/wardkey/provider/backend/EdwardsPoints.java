package org.wardkey.provider.backend;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import org.wardkey.provider.operation.KeyType;

/**
 * Whether the public key of EdDSA is a point: libcrypto and the validated module find out when they verify, and say no more
 * than that the signature is not valid. Public values only: no constant time needed.
 *
 * <p>Source: RFC 8032 §5.1.3, §5.2.3.
 */
public final class EdwardsPoints {
    private static final BigInteger P_25519 = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D_25519 = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P_25519))
            .mod(P_25519);
    private static final BigInteger P_448 =
            BigInteger.TWO.pow(448).subtract(BigInteger.TWO.pow(224)).subtract(BigInteger.ONE);
    private static final BigInteger D_448 = BigInteger.valueOf(-39081);

    private EdwardsPoints() {}

    /**
     * Checks a public key.
     *
     * @param key a key of Ed25519 or Ed448
     * @throws InvalidKeyException if its encoding is not that of a point
     */
    public static void require(EdECPublicKey key) throws InvalidKeyException {
        boolean large = KeyType.of(key).filter(KeyType.ED448::equals).isPresent();
        BigInteger p = large ? P_448 : P_25519;
        EdECPoint point = key.getPoint();
        BigInteger y = point.getY();
        BigInteger square = y.multiply(y).mod(p);
        BigInteger numerator = square.subtract(BigInteger.ONE).mod(p);
        // x^2 is (y^2 - 1) / (d y^2 + 1) on edwards25519 and (y^2 - 1) / (d y^2 - 1) on edwards448.
        BigInteger denominator = square.multiply(large ? D_448 : D_25519)
                .add(large ? BigInteger.ONE.negate() : BigInteger.ONE)
                .mod(p);
        BigInteger euler = numerator
                .multiply(denominator)
                .modPow(p.subtract(BigInteger.ONE).shiftRight(1), p);
        boolean zero = numerator.signum() == 0;
        if (y.compareTo(p) >= 0 || (zero && point.isXOdd()) || !(zero || euler.equals(BigInteger.ONE))) {
            throw new InvalidKeyException("Expected a public key that is a point of the curve of "
                    + (large ? KeyType.ED448 : KeyType.ED25519).curve() + ", got another encoding.");
        }
    }
}
