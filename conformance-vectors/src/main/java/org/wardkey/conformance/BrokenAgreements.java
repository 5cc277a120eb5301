package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Key agreements with one planted mistake each. */
final class BrokenAgreements {
    private BrokenAgreements() {}

    abstract static class Base extends KeyAgreementSpi {
        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec params, SecureRandom random)
                throws InvalidKeyException {
            engineInit(key, random);
        }

        @Override
        protected int engineGenerateSecret(byte[] secret, int offset) throws ShortBufferException {
            byte[] made = engineGenerateSecret();
            System.arraycopy(made, 0, secret, offset, made.length);
            return made.length;
        }

        @Override
        protected SecretKey engineGenerateSecret(String algorithm) {
            return new SecretKeySpec(engineGenerateSecret(), algorithm);
        }

        @Override
        protected abstract byte[] engineGenerateSecret();
    }

    /** Textbook arithmetic that never asks whether the point lies on the curve. */
    static final class OffCurve extends Base {
        private BigInteger scalar = BigInteger.ONE;
        private byte[] secret = new byte[0];

        @Override
        protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
            if (!(key instanceof ECPrivateKey ec)) {
                throw new InvalidKeyException("no EC key");
            }
            scalar = ec.getS();
        }

        @Override
        protected @Nullable Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
            if (!(key instanceof ECPublicKey ec)) {
                throw new InvalidKeyException("no EC key");
            }
            EllipticCurve curve = ec.getParams().getCurve();
            BigInteger p = ((ECFieldFp) curve.getField()).getP();
            ECPoint shared = multiply(scalar, ec.getW(), curve.getA(), p);
            if (shared.equals(ECPoint.POINT_INFINITY)) {
                throw new InvalidKeyException("infinity");
            }
            int bytes = (p.bitLength() + 7) / 8;
            byte[] x = shared.getAffineX().toByteArray();
            secret = new byte[bytes];
            int length = Math.min(x.length, bytes);
            System.arraycopy(x, x.length - length, secret, bytes - length, length);
            return null;
        }

        @Override
        protected byte[] engineGenerateSecret() {
            return secret;
        }

        private static ECPoint multiply(BigInteger k, ECPoint point, BigInteger a, BigInteger p) {
            ECPoint result = ECPoint.POINT_INFINITY;
            for (int bit = k.bitLength() - 1; bit >= 0; bit--) {
                result = add(result, result, a, p);
                result = k.testBit(bit) ? add(result, point, a, p) : result;
            }
            return result;
        }

        private static ECPoint add(ECPoint u, ECPoint v, BigInteger a, BigInteger p) {
            if (u.equals(ECPoint.POINT_INFINITY)) {
                return v;
            }
            if (v.equals(ECPoint.POINT_INFINITY)) {
                return u;
            }
            BigInteger x = u.getAffineX();
            BigInteger y = u.getAffineY();
            boolean same = x.equals(v.getAffineX());
            if (same && y.add(v.getAffineY()).mod(p).signum() == 0) {
                return ECPoint.POINT_INFINITY;
            }
            BigInteger numerator = same
                    ? x.pow(2).multiply(BigInteger.valueOf(3)).add(a)
                    : v.getAffineY().subtract(y);
            BigInteger denominator = same ? y.shiftLeft(1) : v.getAffineX().subtract(x);
            BigInteger slope = numerator.multiply(denominator.modInverse(p)).mod(p);
            BigInteger rx = slope.pow(2).subtract(x).subtract(v.getAffineX()).mod(p);
            return new ECPoint(rx, slope.multiply(x.subtract(rx)).subtract(y).mod(p));
        }
    }

    /** Gives a secret of zeros where the sound engine refuses. */
    static final class ZeroSecret extends Base {
        private final KeyAgreement sound;
        private boolean refused;

        ZeroSecret(Provider provider) {
            try {
                sound = KeyAgreement.getInstance("X25519", provider);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
            sound.init(key);
            refused = false;
        }

        @Override
        protected @Nullable Key engineDoPhase(Key key, boolean lastPhase) {
            try {
                return sound.doPhase(key, lastPhase);
            } catch (InvalidKeyException e) {
                refused = true;
                return null;
            }
        }

        @Override
        protected byte[] engineGenerateSecret() {
            return refused ? new byte[32] : sound.generateSecret();
        }
    }
}
