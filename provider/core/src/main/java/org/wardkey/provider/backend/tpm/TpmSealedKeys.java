package org.wardkey.provider.backend.tpm;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.secret.SecretBytes;
import org.wardkey.tpm2.command.Unseal;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;

/**
 * AES keys of a token that is a TPM. The chip only seals them: for each message the key comes out of it, in the session that encrypts, an
 * engine of this process computes, and what is held here of the key is zeroed when the message ends. So the key rests in the
 * chip and works outside of it. Thread-safe.
 *
 * <p>Source: TPM 2.0 Part 3 §12.7.
 */
final class TpmSealedKeys {
    private static final Set<Family> FAMILIES = EnumSet.of(
            Family.AES_GCM,
            Family.AES_GMAC,
            Family.AES_CCM,
            Family.AES_CBC,
            Family.AES_CTR,
            Family.AES_ECB,
            Family.AES_KW,
            Family.AES_KWP);

    private final TpmDevice device;
    private final Supplier<KeyBackend> software;
    private final UnaryOperator<Public> held;

    /** Has {@code software} compute, with keys of templates that {@code held} changes. */
    TpmSealedKeys(TpmDevice device, Supplier<KeyBackend> software, UnaryOperator<Public> held) {
        this.device = device;
        this.software = software;
        this.held = held;
    }

    boolean has(Family family) {
        return FAMILIES.contains(family);
    }

    boolean offers(Family family) {
        return has(family) && software.get().offers(family);
    }

    boolean constantTime(Family family) {
        return software.get().constantTime(family);
    }

    /** Makes one: a TPM makes no data that it gives out again, so they are our generator's. */
    SecretBytes generate(int sizeBits) {
        Public template = held.apply(TpmDevice.sealedData());
        byte[] key = device.randomBytes(sizeBits / Byte.SIZE);
        try {
            return device.seal(template, key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    CipherOperation encrypt(TpmKey key, CipherParameters parameters) throws GeneralSecurityException {
        return opened(key, (engine, clear) -> engine.openEncrypt(clear, parameters, null));
    }

    CipherOperation decrypt(TpmKey key, CipherParameters parameters) throws GeneralSecurityException {
        return opened(key, (engine, clear) -> engine.openDecrypt(clear, parameters, null));
    }

    byte[] wrap(TpmKey key, Mechanism mechanism, byte[] plaintext) throws GeneralSecurityException {
        try (BackendKey clear = unsealed(key)) {
            return software.get().wrap(clear, mechanism, plaintext);
        }
    }

    byte[] unwrap(TpmKey key, Mechanism mechanism, byte[] wrapped) throws GeneralSecurityException {
        try (BackendKey clear = unsealed(key)) {
            return software.get().unwrap(clear, mechanism, wrapped);
        }
    }

    @FunctionalInterface
    private interface Opening {
        CipherOperation open(KeyBackend engine, BackendKey clear) throws GeneralSecurityException;
    }

    private CipherOperation opened(TpmKey key, Opening opening) throws GeneralSecurityException {
        BackendKey clear = unsealed(key);
        boolean done = false;
        try {
            CipherOperation operation = new TpmCipherOperation(opening.open(software.get(), clear), clear);
            done = true;
            return operation;
        } finally {
            if (!done) {
                clear.close();
            }
        }
    }

    private BackendKey unsealed(TpmKey key) throws InvalidKeyException {
        if (!(key.area().area() instanceof PublicArea.KeyedHash hashed)
                || !hashed.scheme().equals(Scheme.NULL)) {
            throw new InvalidKeyException("Expected an AES key that a TPM sealed, got another.");
        }
        try (SecretBytes clear = SecretBytes.take(
                key.use((tpm, loaded, authorization) -> tpm.execute(new Unseal(loaded), authorization)))) {
            return software.get().adopt(KeyType.AES, KeyType.AES.algorithm(), clear);
        } catch (IllegalStateException e) {
            throw new InvalidKeyException("The key was closed.", e);
        }
    }
}
