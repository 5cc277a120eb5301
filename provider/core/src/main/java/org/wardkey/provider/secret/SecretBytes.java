package org.wardkey.provider.secret;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Secret bytes with one owner, zeroed on close.
 *
 * <p>Zeroing in a JVM is best effort: the garbage collector may have copied the array before. Not
 * thread-safe against a concurrent {@link #close}. Comparison takes time that depends on the length
 * and not on the contents.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes over an array: the caller must not use it afterwards.
     *
     * @param bytes the secret; owned, and zeroed on close
     * @return the owner of the array
     */
    public static SecretBytes take(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /**
     * Copies an array; the caller keeps the original and wipes it.
     *
     * @param bytes the secret; copied
     * @return the owner of the copy
     */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** @return the number of bytes */
    public int sizeBytes() {
        return bytes.length;
    }

    /**
     * Lends the bytes to a function, which must not keep them.
     *
     * @param use what needs the bytes
     * @param <T> what it makes of them
     * @return its result
     * @throws IllegalStateException if this secret was closed
     */
    public <T> T use(Function<byte[], T> use) {
        return use.apply(open());
    }

    /**
     * Gives a copy, which the caller wipes.
     *
     * @return a copy of the bytes
     * @throws IllegalStateException if this secret was closed
     */
    public byte[] copy() {
        return open().clone();
    }

    private byte[] open() {
        if (closed) {
            throw new IllegalStateException("The secret was closed.");
        }
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** Depends on the length alone, so that no hash of the contents leaks. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + " bytes]";
    }
}
