package org.wardkey.provider.backend;

import java.security.SecureRandom;

/** A source of "random" bytes that are given, for key generation from a seed. Not thread-safe. */
final class GivenBytes extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient byte[] given;
    private int at;

    /** Keeps the array, which the caller wipes. */
    GivenBytes(byte[] given) {
        super(null, null);
        this.given = given;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        if (bytes.length > given.length - at) {
            throw new IllegalStateException(
                    "Expected to be asked for " + given.length + " bytes in all, was for more.");
        }
        System.arraycopy(given, at, bytes, 0, bytes.length);
        at += bytes.length;
    }

    /** Refuses what has been made of a part of the bytes. */
    void requireSpent() {
        if (at != given.length) {
            throw new IllegalStateException(
                    "Expected all " + given.length + " bytes to be asked for, were " + at + ".");
        }
    }
}
