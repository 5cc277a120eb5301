package org.wardkey.conformance.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;

/** SHA-256 that ends the process at the fourth hash, as a kill does, if there is a file {@code halt}. */
public final class HaltingDigests extends Provider {
    private static final long serialVersionUID = 1L;

    /** Makes it. */
    public HaltingDigests() {
        super("HaltingDigests", "1", "ends the process at the fourth hash");
        put("MessageDigest.SHA-256", Sha256.class.getName());
    }

    /** The digest; each hash adds a byte to a file {@code calls}. */
    public static final class Sha256 extends MessageDigestSpi {
        private final MessageDigest digest;

        /** Makes it. */
        public Sha256() throws NoSuchAlgorithmException {
            digest = MessageDigest.getInstance("SHA-256");
        }

        @Override
        protected void engineUpdate(byte input) {
            digest.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            digest.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            try {
                Path calls = Files.write(
                        Path.of("calls"), new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (Files.exists(Path.of("halt")) && Files.size(calls) == 4) {
                    Runtime.getRuntime().halt(137);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return digest.digest();
        }

        @Override
        protected void engineReset() {
            digest.reset();
        }
    }
}
