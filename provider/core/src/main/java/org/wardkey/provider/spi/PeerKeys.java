package org.wardkey.provider.spi;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Optional;
import java.util.Set;
import org.wardkey.provider.operation.KeyType;

/**
 * Checks the other side's public key before it meets a private one, where the JCA wants to be told.
 * Public values only: no constant time needed. Engines check again.
 */
final class PeerKeys {
    private static final BigInteger X25519_PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** The u-coordinates of points of small order on Curve25519 and its twist. Source: RFC 7748 §6.1. */
    private static final Set<BigInteger> SMALL_ORDER = Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            X25519_PRIME.subtract(BigInteger.ONE),
            new BigInteger("325606250916557431795983626356110631294008115727848805560023387167927233504"),
            new BigInteger("39382357235489614581723060781553021112529911719440698176882885853963445705823"));

    private static final BigInteger X448_PRIME =
            BigInteger.TWO.pow(448).subtract(BigInteger.TWO.pow(224)).subtract(BigInteger.ONE);

    /** The same on Curve448 and its twist. Source: RFC 7748 §6.2. */
    private static final Set<BigInteger> SMALL_ORDER_448 =
            Set.of(BigInteger.ZERO, BigInteger.ONE, X448_PRIME.subtract(BigInteger.ONE));

    private PeerKeys() {}

    /** Source: SP 800-56A Rev. 3 §5.6.2.3.4 (partial validation: the cofactor is 1). */
    static void check(PublicKey key) throws InvalidKeyException {
        if (key instanceof ECPublicKey ec
                && !isOnCurve(ec.getW(), ec.getParams().getCurve())) {
            throw new InvalidKeyException("Expected a point on the curve.");
        }
        if (key instanceof XECPublicKey xec && isOfSmallOrder(xec)) {
            throw new InvalidKeyException("Expected a point of large order.");
        }
    }

    private static boolean isOfSmallOrder(XECPublicKey key) {
        return KeyType.of(key).equals(Optional.of(KeyType.X448))
                ? SMALL_ORDER_448.contains(key.getU().mod(X448_PRIME))
                : SMALL_ORDER.contains(key.getU().mod(X25519_PRIME));
    }

    private static boolean isOnCurve(ECPoint point, EllipticCurve curve) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        boolean inField = x.signum() >= 0 && x.compareTo(p) < 0 && y.signum() >= 0 && y.compareTo(p) < 0;
        BigInteger right =
                x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
        return inField && y.multiply(y).mod(p).equals(right);
    }
}
