package org.wardkey.provider.backend;

import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/** Reads DER, element by element; no more than the encodings of keys need. Not thread-safe. Source: X.690 §8, §10. */
final class DerInput {
    private final byte[] bytes;
    private final int end;
    private int at;

    /** Keeps the array and does not write to it. */
    DerInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private DerInput(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /** The tag of the next element; -1 at the end. */
    int tag() {
        return at < end ? bytes[at] & 0xff : -1;
    }

    /** The elements inside the next one. */
    DerInput enter(int tag) throws InvalidKeySpecException {
        int size = header(tag);
        DerInput inner = new DerInput(bytes, at, at + size);
        at += size;
        return inner;
    }

    /** The content of the next element; the caller's. */
    byte[] take(int tag) throws InvalidKeySpecException {
        int size = header(tag);
        at += size;
        return Arrays.copyOfRange(bytes, at - size, at);
    }

    void skip(int tag) throws InvalidKeySpecException {
        int size = header(tag);
        at += size;
    }

    void requireEnd() throws InvalidKeySpecException {
        if (at < end) {
            throw malformed("nothing more");
        }
    }

    /** Reads tag and length; the content follows. */
    private int header(int tag) throws InvalidKeySpecException {
        if (tag() != tag) {
            throw malformed("the tag 0x" + Integer.toHexString(tag));
        }
        at++;
        int size = octet();
        if (size >= 0x80) {
            int octets = size - 0x80;
            if (octets < 1 || octets > 3) {
                throw malformed("a length of at most 3 octets");
            }
            size = 0;
            for (int i = 0; i < octets; i++) {
                size = (size << Byte.SIZE) | octet();
            }
            if (size < 0x80 || (size >> ((octets - 1) * Byte.SIZE)) == 0) {
                throw malformed("the shortest form of a length");
            }
        }
        if (size > end - at) {
            throw malformed("an element that ends within its parent");
        }
        return size;
    }

    private int octet() throws InvalidKeySpecException {
        if (at >= end) {
            throw malformed("more octets");
        }
        return bytes[at++] & 0xff;
    }

    private InvalidKeySpecException malformed(String expected) {
        return new InvalidKeySpecException("Expected DER with " + expected + " at offset " + at + " of the key.");
    }
}
