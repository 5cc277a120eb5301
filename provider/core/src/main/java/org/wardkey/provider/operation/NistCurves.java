package org.wardkey.provider.operation;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;

/**
 * The domain parameters of the NIST prime curves, so that a curve can be told without asking any
 * provider.
 *
 * <p>Source: SP 800-186 §3.2.1.
 */
public final class NistCurves {
    private static final ECParameterSpec P256 = curve(
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    private static final ECParameterSpec P384 = curve(
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973");
    private static final ECParameterSpec P521 = curve(
            "1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
            "c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
            "11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
            "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409");

    private NistCurves() {}

    static boolean isCurve(ECParameterSpec spec, KeyType type) {
        ECParameterSpec known = parameters(type);
        // The seed is not compared: it says how the curve was found, not what it is.
        return spec.getCofactor() == known.getCofactor()
                && spec.getOrder().equals(known.getOrder())
                && spec.getGenerator().equals(known.getGenerator())
                && spec.getCurve().getField().equals(known.getCurve().getField())
                && spec.getCurve().getA().equals(known.getCurve().getA())
                && spec.getCurve().getB().equals(known.getCurve().getB());
    }

    /**
     * Gives the domain parameters of a curve.
     *
     * @param type one of the EC types
     * @return its domain parameters
     * @throws IllegalArgumentException if the type has no NIST curve
     */
    public static ECParameterSpec parameters(KeyType type) {
        return switch (type) {
            case EC_P256 -> P256;
            case EC_P384 -> P384;
            case EC_P521 -> P521;
            default -> throw new IllegalArgumentException("Expected an EC key type, got " + type + ".");
        };
    }

    private static ECParameterSpec curve(String p, String b, String gx, String gy, String n) {
        BigInteger prime = new BigInteger(p, 16);
        EllipticCurve curve =
                new EllipticCurve(new ECFieldFp(prime), prime.subtract(BigInteger.valueOf(3)), new BigInteger(b, 16));
        return new ECParameterSpec(
                curve, new ECPoint(new BigInteger(gx, 16), new BigInteger(gy, 16)), new BigInteger(n, 16), 1);
    }
}
