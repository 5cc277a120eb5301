package org.wardkey.conformance.cli;

import java.security.MessageDigestSpi;
import java.security.Provider;

/** A provider whose only hash function is always zero. */
public final class WrongDigests extends Provider {
    private static final long serialVersionUID = 1L;

    /** For the command line. */
    public WrongDigests() {
        super("WrongDigests", "1", "SHA-256 that is zero");
        put("MessageDigest.SHA-256", Zero.class.getName());
    }

    /** Zero. */
    public static final class Zero extends MessageDigestSpi {
        /** For the provider. */
        public Zero() {}

        @Override
        protected void engineUpdate(byte input) {}

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {}

        @Override
        protected byte[] engineDigest() {
            return new byte[32];
        }

        @Override
        protected void engineReset() {}
    }
}
