package org.wardkey.provider.gate;

import java.util.Map;
import java.util.Optional;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.KeyWindows;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.RecordAuthenticator;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;

/** A place where keys live. Thread-safe. */
public interface Token {
    /** @return the token's name in the configuration */
    String name();

    /** @return the kind of token as in the configuration, such as {@code software} */
    String type();

    /** @return what alone has the token's private keys; empty if the process's engines take them over */
    default Optional<KeyBackend> chip() {
        return Optional.empty();
    }

    /**
     * Asks the device that has the keys what it is; does not open the token.
     *
     * @return names and values for people, in order; empty for a token without a device
     * @throws org.wardkey.provider.operation.BackendException if the device does not answer
     */
    default Map<String, String> device() {
        return Map.of();
    }

    /**
     * Says what hardware itself holds of a key, beyond that it stays inside; asks no device.
     *
     * @param record the key's record
     * @return rules and, in words, within what bounds; empty while the token is not open
     */
    default Map<String, String> bounds(KeyRecord record) {
        return Map.of();
    }

    /** @return the windows within which a TPM lets the token's keys be used; empty for a token without them */
    default Optional<KeyWindows> windows() {
        return Optional.empty();
    }

    /**
     * Asks the device that has the keys for random bytes; does not open the token.
     *
     * @param sizeBytes how many
     * @return the bytes; the caller's
     * @throws org.wardkey.provider.operation.BackendException if there is no device with a generator, or it does not answer
     */
    default byte[] deviceRandom(int sizeBytes) {
        throw new BackendException(new Refusal(
                RefusalCode.NO_ENGINE,
                "Asked for random bytes of token " + name() + ", which has no device for them."));
    }

    /** @return what the device gives to generators of this process once it was reached; asks it nothing */
    default DeviceEntropy entropy() {
        return DeviceEntropy.NONE;
    }

    /** @return whether the token is open; opens nothing */
    boolean isOpen();

    /**
     * Opens the token if it is not open.
     *
     * @throws org.wardkey.provider.operation.BackendException if its protector does not open it
     */
    void unlock();

    /**
     * Opens the token with a password, where it wants one; a token that a key file opens does not look
     * at it.
     *
     * @param password the password; kept by the caller
     * @throws org.wardkey.provider.operation.BackendException if it is the wrong one
     */
    void unlock(char[] password);

    /** @return what authenticates the token's records; opens the token if need be */
    RecordAuthenticator authenticator();

    /**
     * Decrypts the material of a key.
     *
     * @param record the key's record
     * @return the material; the caller closes it
     */
    SecretBytes unseal(KeyRecord record);

    /**
     * Encrypts the material of a key.
     *
     * @param facts what the key is: the material is bound to it
     * @param material the material; kept by the caller
     * @return sealed bytes
     */
    byte[] seal(KeyFacts facts, SecretBytes material);
}
