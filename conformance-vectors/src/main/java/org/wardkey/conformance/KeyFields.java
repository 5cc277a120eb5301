package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * The fields that ACVP's {@code keyGen} wants of a key pair. Keys of classes of a provider's own are read by their
 * encoding; a private key without one stays inside, and cannot be shown.
 */
final class KeyFields {
    private KeyFields() {}

    /** {@code d}, {@code qx}, {@code qy}. Source: ACVP specification "ECDSA", keyGen responses. */
    static Fields ecdsa(String curve, KeyPair pair) throws GeneralSecurityException {
        BigInteger d = read(pair.getPrivate(), ECPrivateKey.class, "EC").getS();
        byte[] scalar = Encodings.fixed(Encodings.unsigned(d), Encodings.fieldBytes(curve));
        return Fields.octets("d", scalar).with(Encodings.coordinates("q", curve, encoded(pair.getPublic())));
    }

    /** {@code d} (the seed) and {@code q}. Source: ACVP specification "EDDSA", keyGen responses; FIPS 186-5 A.2.3. */
    static Fields edwards(String curve, KeyPair pair) throws GeneralSecurityException {
        byte[] seed = read(pair.getPrivate(), EdECPrivateKey.class, curve)
                .getBytes()
                .orElseThrow(() -> new InvalidKeyException("a private key without its seed"));
        return Fields.octets("d", seed).with("q", Encodings.rawPublicKey(curve, encoded(pair.getPublic())));
    }

    /** {@code e}, {@code p}, {@code q}, {@code n}, {@code d}. Source: ACVP specification "RSA", keyGen responses. */
    static Fields rsa(KeyPair pair) throws GeneralSecurityException {
        RSAPrivateCrtKey key = read(pair.getPrivate(), RSAPrivateCrtKey.class, "RSA");
        return Fields.octets("e", Encodings.unsigned(key.getPublicExponent()))
                .with("p", Encodings.unsigned(key.getPrimeP()))
                .with("q", Encodings.unsigned(key.getPrimeQ()))
                .with("n", Encodings.unsigned(key.getModulus()))
                .with("d", Encodings.unsigned(key.getPrivateExponent()));
    }

    /** What keeps these fields from being given; empty for keys that show themselves. */
    static boolean staysInside(PrivateKey key) {
        return key.getEncoded() == null
                && !(key instanceof ECPrivateKey || key instanceof EdECPrivateKey || key instanceof RSAPrivateCrtKey);
    }

    private static <K extends PrivateKey> K read(PrivateKey key, Class<K> form, String algorithm)
            throws GeneralSecurityException {
        PrivateKey readable = form.isInstance(key)
                ? key
                : KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded(key)));
        if (!form.isInstance(readable)) {
            throw new InvalidKeyException("a private key of "
                    + readable.getClass().getName() + " where a " + form.getSimpleName() + " is due");
        }
        return form.cast(readable);
    }

    private static byte[] encoded(Key key) throws InvalidKeyException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("a key without an encoding");
        }
        return encoded;
    }
}
