package org.wardkey.tpm2.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.wardkey.tpm2.crypto.JdkCrypto;
import org.wardkey.tpm2.structure.EccPoint;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;

/**
 * TPM2B_ENCRYPTED_SECRET: a secret that only the owner of a key of a TPM recovers, with that secret until it is closed. Source: TPM 2.0 Part 1
 * §B.10 (RSA), §C.6 (ECC).
 */
public final class EncryptedSecret implements AutoCloseable {
    private final byte[] secret;
    private final byte[] encrypted;

    private EncryptedSecret(byte[] secret, byte[] encrypted) {
        this.secret = secret;
        this.encrypted = encrypted;
    }

    /**
     * Makes a secret as long as the digest of the key's Name algorithm.
     *
     * @param key the public area of a key that decrypts; whoever calls must know that it is the TPM's
     * @param label what it is for: {@code SECRET} for salts, {@code IDENTITY} for credentials
     * @param random makes it
     * @throws GeneralSecurityException if the public key is not valid
     * @throws IllegalArgumentException if it is no key of RSA or ECC
     */
    public static EncryptedSecret to(Public key, String label, SecureRandom random) throws GeneralSecurityException {
        if (key.area() instanceof PublicArea.Rsa rsa) {
            return oaep(key.nameAlgorithm(), rsa, label, random);
        }
        if (key.area() instanceof PublicArea.Ecc ecc) {
            return ecdh(key.nameAlgorithm(), ecc, label, random);
        }
        throw new IllegalArgumentException("expected an RSA or ECC key, got another");
    }

    private static EncryptedSecret oaep(HashAlgorithm hash, PublicArea.Rsa rsa, String label, SecureRandom random)
            throws GeneralSecurityException {
        byte[] secret = new byte[hash.sizeBytes()];
        random.nextBytes(secret);
        Cipher cipher = JdkCrypto.cipher("RSA/ECB/OAEPPadding");
        OAEPParameterSpec parameters = new OAEPParameterSpec(
                hash.jcaName(),
                "MGF1",
                new MGF1ParameterSpec(hash.jcaName()),
                new PSource.PSpecified((label + '\0').getBytes(StandardCharsets.US_ASCII)));
        cipher.init(Cipher.ENCRYPT_MODE, rsa.publicKey(), parameters, random);
        return new EncryptedSecret(secret, cipher.doFinal(secret));
    }

    private static EncryptedSecret ecdh(HashAlgorithm hash, PublicArea.Ecc ecc, String label, SecureRandom random)
            throws GeneralSecurityException {
        KeyPairGenerator generator = JdkCrypto.ecGenerator();
        generator.initialize(new ECGenParameterSpec(ecc.curve().jcaName()), random);
        KeyPair ephemeral = generator.generateKeyPair();
        KeyAgreement agreement = JdkCrypto.ecdh();
        agreement.init(ephemeral.getPrivate());
        agreement.doPhase(ecc.publicKey(), true);
        byte[] z = agreement.generateSecret();
        EccPoint own = EccPoint.of(ecc.curve(), ((ECPublicKey) ephemeral.getPublic()).getW());
        EccPoint theirs = EccPoint.of(ecc.curve(), ecc.publicKey().getW());
        byte[] secret = Kdf.kdfe(hash, z, label, own.x(), theirs.x(), hash.sizeBytes());
        Arrays.fill(z, (byte) 0);
        return new EncryptedSecret(secret, own.toBytes());
    }

    /** Returns the secret itself; not to be kept, it is wiped when this is closed. */
    public byte[] secret() {
        return secret;
    }

    /** Returns what the TPM takes. */
    public byte[] encrypted() {
        return encrypted.clone();
    }

    /** Wipes the secret. */
    @Override
    public void close() {
        Arrays.fill(secret, (byte) 0);
    }
}
