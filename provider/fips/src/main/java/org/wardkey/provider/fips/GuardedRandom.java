package org.wardkey.provider.fips;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;

/** The module's random bit generator behind the guard. Thread-safe, as the module's is. */
final class GuardedRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    GuardedRandom(ModuleJar.Loaded module) {
        super(new Spi(module), module.provider());
    }

    @Override
    public String getAlgorithm() {
        return "DEFAULT";
    }

    private static final class Spi extends SecureRandomSpi {
        private static final long serialVersionUID = 1;
        private static final String WHAT = "random bits";

        private final transient Guard guard;
        private final transient SecureRandom random;

        private Spi(ModuleJar.Loaded module) {
            this.guard = new Guard(module);
            this.random = guard.open(WHAT, () -> SecureRandom.getInstance("DEFAULT", module.provider()));
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            guard.call(WHAT, () -> {
                random.setSeed(seed);
                return seed;
            });
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            guard.call(WHAT, () -> {
                random.nextBytes(bytes);
                return bytes;
            });
        }

        @Override
        protected byte[] engineGenerateSeed(int bytes) {
            return guard.call(WHAT, () -> random.generateSeed(bytes));
        }
    }
}
