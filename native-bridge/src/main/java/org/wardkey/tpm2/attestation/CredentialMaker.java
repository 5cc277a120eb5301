package org.wardkey.tpm2.attestation;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.tpm2.crypto.JdkCrypto;
import org.wardkey.tpm2.session.EncryptedSecret;
import org.wardkey.tpm2.session.Kdf;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Credential;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_MakeCredential without a TPM: a secret that comes back only from the TPM of an endorsement key, and only if a key of a certain Name is in it.
 * Source: TPM 2.0 Part 1 §24, Part 3 §12.6.
 */
public final class CredentialMaker {
    private static final int BLOCK_BYTES = 16;

    private CredentialMaker() {}

    /**
     * Makes a credential.
     *
     * @param endorsementKey its public area; that it is a genuine TPM's is the caller's to know, from its certificate
     * @param object the Name of the key that must be in the same TPM
     * @param secret 1 octet to as many as the digest of the endorsement key's Name algorithm has; kept by the caller
     * @param random makes the seed
     * @throws AttestationException if the endorsement key is no storage key that stays in its TPM, or not a valid one
     * @throws IllegalArgumentException if the secret is empty or longer
     */
    public static Credential make(Public endorsementKey, Name object, byte[] secret, SecureRandom random)
            throws AttestationException {
        HashAlgorithm hash = endorsementKey.nameAlgorithm();
        if (secret.length == 0 || secret.length > hash.sizeBytes()) {
            throw new IllegalArgumentException(
                    "expected a secret of 1 to " + hash.sizeBytes() + " bytes, got " + secret.length);
        }
        Attributes attributes = endorsementKey.attributes();
        if (!attributes.has(Attributes.FIXED_TPM | Attributes.RESTRICTED | Attributes.DECRYPT)) {
            throw new AttestationException(
                    "endorsement key: expected a storage key with fixedTPM, got one with " + attributes);
        }
        int keyBytes = symmetric(endorsementKey).keyBits() / Byte.SIZE;
        try (EncryptedSecret seed = EncryptedSecret.to(endorsementKey, "IDENTITY", random)) {
            byte[] identity = encrypted(hash, seed.secret(), object, secret, keyBytes);
            byte[] macKey = Kdf.kdfa(hash, seed.secret(), "INTEGRITY", new byte[0], new byte[0], hash.sizeBytes());
            byte[] mac = hash.hmac(macKey, identity, object.bytes());
            Arrays.fill(macKey, (byte) 0);
            try (TpmWriter blob = new TpmWriter()) {
                return new Credential(blob.sized(mac).bytes(identity).toBytes(), seed.encrypted());
            }
        } catch (GeneralSecurityException e) {
            throw new AttestationException("endorsement key: expected a valid public key: " + e.getMessage(), e);
        }
    }

    private static Symmetric symmetric(Public key) throws AttestationException {
        Symmetric symmetric = key.area() instanceof PublicArea.Rsa rsa
                ? rsa.symmetric()
                : key.area() instanceof PublicArea.Ecc ecc ? ecc.symmetric() : Symmetric.NULL;
        if (!symmetric.equals(Symmetric.AES_128_CFB) && !symmetric.equals(Symmetric.AES_256_CFB)) {
            throw new AttestationException(
                    "endorsement key: expected one that protects with AES in CFB mode, got another");
        }
        return symmetric;
    }

    /** Of the secret with its length in front. */
    private static byte[] encrypted(HashAlgorithm hash, byte[] seed, Name object, byte[] secret, int keyBytes)
            throws GeneralSecurityException {
        byte[] key = Kdf.kdfa(hash, seed, "STORAGE", object.bytes(), new byte[0], keyBytes);
        try (TpmWriter clear = new TpmWriter()) {
            byte[] sized = clear.sized(secret).toBytes();
            Cipher cipher = JdkCrypto.cipher("AES/CFB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK_BYTES]));
            byte[] done = cipher.doFinal(sized);
            Arrays.fill(sized, (byte) 0);
            return done;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
