package org.wardkey.conformance;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/** Signatures with one planted mistake each. */
final class BrokenSignatures {
    private BrokenSignatures() {}

    /** Passes everything on to a sound engine. */
    @SuppressWarnings("deprecation") // SignatureSpi's abstract methods
    abstract static class Delegating extends SignatureSpi {
        protected final Signature sound;

        Delegating(String algorithm, Provider provider) {
            try {
                sound = Signature.getInstance(algorithm, provider);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            sound.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            sound.initSign(key);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            sound.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            sound.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return sound.sign();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            return sound.verify(signature);
        }

        @Override
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Override
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }

    static final class AcceptsEverything extends Delegating {
        AcceptsEverything(String algorithm, Provider provider) {
            super(algorithm, provider);
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return true;
        }
    }

    /** Accepts S + L for S: RFC 8032 §5.1.7 wants S below the order. */
    static final class ReducesS extends Delegating {
        private static final BigInteger ORDER =
                BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

        ReducesS(Provider provider) {
            super("Ed25519", provider);
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            if (signature.length != 64) {
                return super.engineVerify(signature);
            }
            byte[] reduced = signature.clone();
            byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
            byte[] small = new BigInteger(1, s).mod(ORDER).toByteArray();
            byte[] padded = new byte[32];
            System.arraycopy(small, 0, padded, 32 - small.length, small.length);
            System.arraycopy(reversed(padded), 0, reduced, 32, 32);
            return super.engineVerify(reduced);
        }

        private static byte[] reversed(byte[] bytes) {
            byte[] reversed = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                reversed[i] = bytes[bytes.length - 1 - i];
            }
            return reversed;
        }
    }

    /** Looks for the hash behind the padding and ignores what follows it (Bleichenbacher's attack of 2006). */
    static final class LenientPadding extends Delegating {
        private static final byte[] SHA_256_PREFIX = HexFormat.of().parseHex("3031300d060960864801650304020105000420");
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private BigInteger modulus = BigInteger.ONE;
        private BigInteger exponent = BigInteger.ONE;

        LenientPadding(Provider provider) {
            super("SHA256withRSA", provider);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            super.engineInitVerify(key);
            modulus = ((RSAPublicKey) key).getModulus();
            exponent = ((RSAPublicKey) key).getPublicExponent();
            message.reset();
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            super.engineUpdate(bytes, offset, length);
            message.write(bytes, offset, length);
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            byte[] block =
                    new BigInteger(1, signature).modPow(exponent, modulus).toByteArray();
            int i = 1;
            while (i < block.length && block[i] == (byte) 0xff) {
                i++;
            }
            byte[] expected = Encodings.concat(SHA_256_PREFIX, hash(message.toByteArray()));
            message.reset();
            boolean padded = block[0] == 1 && i > 8 && i < block.length && block[i] == 0;
            return padded && Arrays.equals(expected, Arrays.copyOfRange(block, i + 1, i + 1 + expected.length));
        }

        private static byte[] hash(byte[] bytes) throws SignatureException {
            try {
                return MessageDigest.getInstance("SHA-256").digest(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new SignatureException(e);
            }
        }
    }
}
