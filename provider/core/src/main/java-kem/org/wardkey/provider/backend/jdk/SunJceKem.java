package org.wardkey.provider.backend.jdk;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import javax.crypto.KEM;
import org.wardkey.provider.backend.EncapsulatedSecret;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.secret.SecretBytes;

/** ML-KEM of SunJCE. Source: JEP 496. */
final class SunJceKem implements JdkKem {
    @Override
    public EncapsulatedSecret encapsulate(PublicKey key, SecureRandom random) throws GeneralSecurityException {
        KEM.Encapsulated made = kem().newEncapsulator(key, random).encapsulate();
        return new EncapsulatedSecret(SecretBytes.take(made.key().getEncoded()), made.encapsulation());
    }

    @Override
    public byte[] decapsulate(PrivateKey key, byte[] ciphertext) throws GeneralSecurityException {
        return kem().newDecapsulator(key).decapsulate(ciphertext).getEncoded();
    }

    private static KEM kem() throws GeneralSecurityException {
        return KEM.getInstance("ML-KEM", JdkProviders.SUN_JCE.provider());
    }
}
