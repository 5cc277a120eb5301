package org.wardkey.conformance;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Arrays;

/**
 * A source of given octets: how the JCA can be asked for an answer that depends on a seed. Whether the provider took
 * exactly these octets shows whether it was asked at all: one with a source of its own was not.
 */
final class GivenRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Octets octets;

    private GivenRandom(Octets octets) {
        super(octets, new Given());
        this.octets = octets;
    }

    static GivenRandom of(byte[] octets) {
        return new GivenRandom(new Octets(octets.clone()));
    }

    /** Whether all octets were taken, and no more. */
    boolean takenExactly() {
        return octets.taken == octets.given.length;
    }

    /** A provider of its own, since the constructor needs one. */
    private static final class Given extends Provider {
        private static final long serialVersionUID = 1L;

        Given() {
            super("Given", "1", "octets of a test");
        }
    }

    /** Hands the octets over; zeros behind them. */
    private static final class Octets extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        private final byte[] given;
        private int taken;

        Octets(byte[] given) {
            this.given = given;
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0);
            int length = Math.max(0, Math.min(bytes.length, given.length - taken));
            if (length > 0) {
                System.arraycopy(given, taken, bytes, 0, length);
            }
            taken += bytes.length;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // More entropy changes nothing here.
        }

        @Override
        protected byte[] engineGenerateSeed(int bytes) {
            byte[] seed = new byte[bytes];
            engineNextBytes(seed);
            return seed;
        }
    }
}
