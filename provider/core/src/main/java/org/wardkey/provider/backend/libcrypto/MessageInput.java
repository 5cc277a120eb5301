package org.wardkey.provider.backend.libcrypto;

import java.security.MessageDigest;
import java.security.SignatureException;
import java.util.Arrays;
import org.wardkey.provider.backend.GrowingBuffer;

/** What a signature takes of its message: a hash of it, or all of it. Not thread-safe. */
sealed interface MessageInput {
    void update(byte[] input, int offset, int length) throws SignatureException;

    /** Returns what is signed, which the caller wipes, and starts again. */
    byte[] take() throws SignatureException;

    /** Forgets and zeroes what was taken. */
    void clear();

    /** Hashed by the JDK, whose SHA-2 uses the processor's instructions and needs no copy into native memory. */
    record Hashed(MessageDigest digest) implements MessageInput {
        @Override
        public void update(byte[] input, int offset, int length) {
            digest.update(input, offset, length);
        }

        @Override
        public byte[] take() {
            return digest.digest();
        }

        @Override
        public void clear() {
            digest.reset();
        }
    }

    /** Kept whole. A message over the limit is refused at once and again when it is to be signed: a part of it never is. */
    final class Whole implements MessageInput {
        private final int limitBytes;
        private final GrowingBuffer message;
        private boolean tooLong;

        Whole(int limitBytes) {
            this.limitBytes = limitBytes;
            this.message = new GrowingBuffer(limitBytes);
        }

        @Override
        public void update(byte[] input, int offset, int length) throws SignatureException {
            tooLong |= !message.append(input, offset, length);
            requireLength();
        }

        private void requireLength() throws SignatureException {
            if (tooLong) {
                throw new SignatureException("Expected at most " + limitBytes + " bytes to sign, got more.");
            }
        }

        @Override
        public byte[] take() throws SignatureException {
            try {
                requireLength();
                return Arrays.copyOf(message.array(), message.size());
            } finally {
                clear();
            }
        }

        @Override
        public void clear() {
            message.wipe();
            tooLong = false;
        }
    }
}
