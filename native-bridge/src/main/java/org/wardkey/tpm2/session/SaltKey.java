package org.wardkey.tpm2.session;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.wardkey.tpm2.structure.Entity;
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

    /** Makes a salt. */
    EncryptedSecret make(SecureRandom random) throws GeneralSecurityException {
        return EncryptedSecret.to(area, LABEL, random);
    }
}
