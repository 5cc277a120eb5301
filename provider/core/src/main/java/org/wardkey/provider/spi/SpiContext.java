package org.wardkey.provider.spi;

import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.KeyManagement;
import org.wardkey.provider.gate.OperationGate;

/**
 * What an SPI needs.
 *
 * @param gate the only way to a backend
 * @param keys makes and stores keys
 * @param random gives IVs
 * @param approvedOnly whether nothing but a validated module may serve
 * @param moduleKeyStores opens key stores that a validated module reads
 * @param view the token that the provider's view is bound to, if it is
 */
public record SpiContext(
        OperationGate gate,
        KeyManagement keys,
        SecureRandom random,
        boolean approvedOnly,
        ModuleKeyStores moduleKeyStores,
        Optional<String> view) {
    /** Opens key stores of a validated module. */
    @FunctionalInterface
    public interface ModuleKeyStores {
        /**
         * Makes one.
         *
         * @param type the JCA's name
         * @return a new object
         * @throws NoSuchAlgorithmException if no module runs that has it
         */
        KeyStoreSpi create(String type) throws NoSuchAlgorithmException;
    }

    /**
     * Where a random IV comes from. A validated module makes it itself: no caller's generator counts there.
     *
     * <p>Source: FIPS 140-3 IG C.H, scenario 2.
     *
     * @param given what the caller gave, if anything
     * @return the generator to use
     */
    SecureRandom ivSource(@Nullable SecureRandom given) {
        return given == null || approvedOnly ? random : given;
    }
}
