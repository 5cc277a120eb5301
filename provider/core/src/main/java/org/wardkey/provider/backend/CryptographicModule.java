package org.wardkey.provider.backend;

import java.nio.file.Path;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import org.wardkey.provider.operation.ServiceIndicator;

/**
 * A validated cryptographic module that comes as an artifact of its own and is found by {@link java.util.ServiceLoader}.
 *
 * <p>Source: FIPS 140-3; ISO/IEC 19790 §3.26 (cryptographic module).
 */
public interface CryptographicModule {
    /**
     * Starts the module, which runs its pre-operational self-tests; one that runs in this process already is given again.
     *
     * @param file the module's file; empty for the place where the artifact expects it
     * @param indicator told of each approved service that completes
     * @return the running module
     * @throws CryptographicModuleException if it is not there, not the validated one, or failed its self-tests
     */
    Running start(Optional<Path> file, ServiceIndicator indicator) throws CryptographicModuleException;

    /** A module that runs. Thread-safe. */
    interface Running {
        /** @return the module as an engine */
        KeyBackend engine();

        /** @return whether the module lets nothing but approved services through */
        boolean approvedOnly();

        /** @return whether the module has found a fault and computes nothing more */
        boolean inErrorState();

        /** @return the module's random bit generator; thread-safe */
        SecureRandom random();

        /**
         * Makes a key store of a kind that the module has.
         *
         * @param type the JCA's name, such as {@code BCFKS}
         * @return a new object, which throws no {@code Error} of the module's
         * @throws NoSuchAlgorithmException if the module has no such key store
         */
        KeyStoreSpi keyStore(String type) throws NoSuchAlgorithmException;
    }
}
