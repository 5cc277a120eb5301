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
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;

/**
 * The key of the TPM to which the salts of sessions are encrypted. Its Name is pinned: who sits between caller and TPM cannot put a key of
 * his own in its place and read along. Source: TPM 2.0 Part 1 §19.6.13, §B.10.2, §C.6.1.
 */
public final class SaltKey {
    private static final String LABEL = "SECRET";

    private final Entity entity;
    private final Public area;

    private SaltKey(Entity entity, Public area) {
        this.entity = entity;
        this.area = area;
    }

    /**
     * Returns the key {@code entity}, if its public area has the pinned Name: one that was noted when the device was enrolled, or that an
     * endorsement certificate proves.
     *
     * @throws TpmIntegrityException if the Name is another
     * @throws IllegalArgumentException if it is no key that decrypts with RSA or ECDH
     */
    public static SaltKey pinned(Entity entity, Public area, Name pinned) {
        if (!area.name().equals(pinned)) {
            throw new TpmIntegrityException(
                    "salt key: expected the Name " + pinned + ", the TPM shows a key with " + area.name());
        }
        if (!(area.area() instanceof PublicArea.Rsa) && !(area.area() instanceof PublicArea.Ecc)) {
            throw new IllegalArgumentException("expected an RSA or ECC key for salts");
        }
        return new SaltKey(entity, area);
    }

    Entity entity() {
        return entity;
    }

    /** Makes a salt; its secret is the caller's to wipe. */
    Salt make(SecureRandom random) throws GeneralSecurityException {
        return area.area() instanceof PublicArea.Rsa rsa
                ? oaep(rsa, random)
                : ecdh((PublicArea.Ecc) area.area(), random);
    }

    record Salt(byte[] secret, byte[] encrypted) {}

    private Salt oaep(PublicArea.Rsa rsa, SecureRandom random) throws GeneralSecurityException {
        HashAlgorithm hash = area.nameAlgorithm();
        byte[] secret = new byte[hash.sizeBytes()];
        random.nextBytes(secret);
        Cipher cipher = JdkCrypto.cipher("RSA/ECB/OAEPPadding");
        byte[] label = (LABEL + '\0').getBytes(StandardCharsets.US_ASCII);
        OAEPParameterSpec parameters = new OAEPParameterSpec(
                hash.jcaName(), "MGF1", new MGF1ParameterSpec(hash.jcaName()), new PSource.PSpecified(label));
        cipher.init(Cipher.ENCRYPT_MODE, rsa.publicKey(), parameters, random);
        return new Salt(secret, cipher.doFinal(secret));
    }

    private Salt ecdh(PublicArea.Ecc ecc, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = JdkCrypto.ecGenerator();
        generator.initialize(new ECGenParameterSpec(ecc.curve().jcaName()), random);
        KeyPair ephemeral = generator.generateKeyPair();
        KeyAgreement agreement = JdkCrypto.ecdh();
        agreement.init(ephemeral.getPrivate());
        agreement.doPhase(ecc.publicKey(), true);
        byte[] z = agreement.generateSecret();
        EccPoint own = EccPoint.of(ecc.curve(), ((ECPublicKey) ephemeral.getPublic()).getW());
        EccPoint theirs = EccPoint.of(ecc.curve(), ecc.publicKey().getW());
        HashAlgorithm hash = area.nameAlgorithm();
        byte[] secret = Kdf.kdfe(hash, z, LABEL, own.x(), theirs.x(), hash.sizeBytes());
        Arrays.fill(z, (byte) 0);
        return new Salt(secret, own.toBytes());
    }
}
