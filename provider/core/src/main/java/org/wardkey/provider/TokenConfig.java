package org.wardkey.provider;

import java.nio.file.Path;
import java.util.Optional;
import org.wardkey.provider.backend.tpm.TpmAddress;
import org.wardkey.provider.backend.tpm.TpmLifetime;

/**
 * A token of the configuration.
 *
 * @param name its name
 * @param keyFile the file that opens it; empty if something else does
 * @param password where the password comes from; empty if the key store's user gives it, or something else opens it
 * @param tpm the TPM that has its keys, or opens it; empty without one
 */
record TokenConfig(String name, Optional<Path> keyFile, Optional<PasswordSource> password, Optional<TpmConfig> tpm) {
    TokenConfig(String name, Optional<Path> keyFile, Optional<PasswordSource> password) {
        this(name, keyFile, password, Optional.empty());
    }

    /**
     * The TPM of a token.
     *
     * @param address where it is
     * @param hasKeys whether the token's keys are in it
     * @param sealedKey the file with the key that it sealed to open the token; empty if something else opens it
     * @param lifetime how it ends the use of its keys; empty if it does not
     */
    record TpmConfig(TpmAddress address, boolean hasKeys, Optional<Path> sealedKey, Optional<TpmLifetime> lifetime) {
        TpmConfig(TpmAddress address, boolean hasKeys, Optional<Path> sealedKey) {
            this(address, hasKeys, sealedKey, Optional.empty());
        }
    }
}
