package org.wardkey.provider.gate;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.operation.KeyType;

/** The public key that belongs to an imported private key. */
final class PublicHalf {
    private PublicHalf() {}

    /** From the certificate if there is one, from the private key itself where it tells. */
    static byte[] of(KeyType type, PrivateKey key, List<byte[]> chain) throws InvalidKeyException {
        try {
            if (!chain.isEmpty()) {
                PublicKey certified = CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(chain.get(0)))
                        .getPublicKey();
                // Encoded and decoded again: whoever parsed the certificate may have a class of its own.
                return PlainKeys.publicKey(type, certified.getEncoded()).getEncoded();
            }
            if (key instanceof RSAPrivateCrtKey rsa) {
                return rsa(rsa.getModulus(), rsa.getPublicExponent());
            }
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The certificate does not hold a " + type + " key.", e);
        }
        throw new InvalidKeyException(
                "Expected a certificate chain with an imported " + type + " key: it tells the public key.");
    }

    private static byte[] rsa(BigInteger modulus, BigInteger exponent) throws GeneralSecurityException {
        return PlainKeys.factory(KeyType.RSA)
                .generatePublic(new RSAPublicKeySpec(modulus, exponent))
                .getEncoded();
    }
}
