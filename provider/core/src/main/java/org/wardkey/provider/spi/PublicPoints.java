package org.wardkey.provider.spi;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.gate.GatedSign;
import org.wardkey.provider.gate.GatedVerify;
import org.wardkey.provider.gate.OperationGate;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.NistCurves;

/**
 * Public keys as bytes: uncompressed points of the NIST curves, u-coordinates of X25519 and X448. Public values only.
 *
 * <p>Source: SEC 1 §2.3.3, RFC 7748 §5, RFC 9180 §7.1.1.
 */
final class PublicPoints {
    private static final byte UNCOMPRESSED = 4;

    private PublicPoints() {}

    private static int fieldBytes(KeyType type) {
        return (type.sizeBits() + 7) / 8;
    }

    static byte[] bytes(KeyType type, PublicKey key) throws InvalidKeyException {
        int size = fieldBytes(type);
        if (key instanceof ECPublicKey ec) {
            byte[] point = new byte[1 + 2 * size];
            point[0] = UNCOMPRESSED;
            bigEndian(ec.getW().getAffineX(), point, 1, size);
            bigEndian(ec.getW().getAffineY(), point, 1 + size, size);
            return point;
        }
        if (key instanceof XECPublicKey xec) {
            byte[] u = new byte[size];
            bigEndian(xec.getU(), u, 0, size);
            reverse(u);
            return u;
        }
        throw new InvalidKeyException("Expected a public key of " + type.curve() + ", got " + key.getAlgorithm() + ".");
    }

    private static void bigEndian(BigInteger number, byte[] target, int offset, int size) {
        byte[] magnitude = number.toByteArray();
        int length = Math.min(magnitude.length, size);
        System.arraycopy(magnitude, magnitude.length - length, target, offset + size - length, length);
    }

    private static void reverse(byte[] bytes) {
        for (int i = 0; i < bytes.length / 2; i++) {
            byte other = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = other;
        }
    }

    /** Decodes; the caller checks that the point is on the curve. */
    static PublicKey publicKey(KeyType type, byte[] bytes) throws GeneralSecurityException {
        int size = fieldBytes(type);
        if (type == KeyType.X25519 || type == KeyType.X448) {
            byte[] u = bytes.clone();
            reverse(u);
            // Source: RFC 7748 §5: the most significant bit of X25519's last byte is masked.
            u[0] &= (byte) (type == KeyType.X25519 ? 0x7f : 0xff);
            return PlainKeys.factory(type)
                    .generatePublic(new XECPublicKeySpec(new NamedParameterSpec(type.curve()), new BigInteger(1, u)));
        }
        if (bytes[0] != UNCOMPRESSED) {
            throw new InvalidKeyException("Expected an uncompressed point, got another form.");
        }
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + size)),
                new BigInteger(1, Arrays.copyOfRange(bytes, 1 + size, 1 + 2 * size)));
        return PlainKeys.factory(type).generatePublic(new ECPublicKeySpec(point, NistCurves.parameters(type)));
    }

    /** The public key of a plain private key: an agreement with the base point. */
    static PublicKey of(OperationGate gate, KeyType type, PrivateKey key) throws GeneralSecurityException {
        if (type == KeyType.X25519 || type == KeyType.X448) {
            byte[] base = new byte[fieldBytes(type)];
            base[0] = (byte) (type == KeyType.X25519 ? 9 : 5);
            Family family = type == KeyType.X25519 ? Family.X25519 : Family.X448;
            return publicKey(type, gate.agree(key, Mechanism.of(family), publicKey(type, base)));
        }
        return ofNistCurve(gate, type, key);
    }

    /** The agreement gives the x-coordinate; which of the two points with it is ours, a signature tells. */
    private static PublicKey ofNistCurve(OperationGate gate, KeyType type, PrivateKey key)
            throws GeneralSecurityException {
        ECParameterSpec domain = NistCurves.parameters(type);
        PublicKey base = PlainKeys.factory(type).generatePublic(new ECPublicKeySpec(domain.getGenerator(), domain));
        BigInteger x = new BigInteger(1, gate.agree(key, Mechanism.of(Family.ECDH), base));
        ECPoint point = new ECPoint(x, squareRoot(domain.getCurve(), x));
        PublicKey candidate = PlainKeys.factory(type).generatePublic(new ECPublicKeySpec(point, domain));
        if (isPair(gate, key, candidate)) {
            return candidate;
        }
        BigInteger p = ((ECFieldFp) domain.getCurve().getField()).getP();
        ECPoint other = new ECPoint(x, p.subtract(point.getAffineY()));
        return PlainKeys.factory(type).generatePublic(new ECPublicKeySpec(other, domain));
    }

    /** A y-coordinate for x; the primes are 3 modulo 4. Source: SP 800-186 appendix F. */
    private static BigInteger squareRoot(EllipticCurve curve, BigInteger x) {
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger square =
                x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
        return square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    }

    private static boolean isPair(OperationGate gate, PrivateKey key, PublicKey candidate)
            throws InvalidKeyException, SignatureException {
        byte[] probe = "Which of the two points is it?".getBytes(StandardCharsets.US_ASCII);
        Mechanism ecdsa = Mechanism.of(Family.ECDSA, Digest.SHA_256);
        GatedSign sign = gate.sign(key, ecdsa);
        sign.update(probe, 0, probe.length);
        GatedVerify verify = gate.verify(candidate, ecdsa);
        verify.update(probe, 0, probe.length);
        return verify.verify(sign.sign());
    }
}
