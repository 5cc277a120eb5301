package org.wardkey.conformance;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;

/** Reads elements of DER, one behind the other. Source: X.690 §8.1, §10.1. */
final class DerReader {
    private final ByteBuffer in;

    DerReader(byte[] octets) {
        in = ByteBuffer.wrap(octets);
    }

    /** The tag of the next element; -1 at the end. */
    int next() {
        return in.hasRemaining() ? in.get(in.position()) & 0xff : -1;
    }

    byte[] contents(int tag) throws InvalidKeyException {
        if (next() != tag) {
            throw new InvalidKeyException("expected an element of tag " + tag + ", came " + next());
        }
        in.get();
        int length = length();
        if (length > in.remaining()) {
            throw new InvalidKeyException("an element of " + length + " bytes in " + in.remaining());
        }
        byte[] contents = new byte[length];
        in.get(contents);
        return contents;
    }

    private int length() throws InvalidKeyException {
        int first = in.hasRemaining() ? in.get() & 0xff : 0x80;
        if (first < 0x80) {
            return first;
        }
        int octets = first & 0x7f;
        if (octets == 0 || octets > 3 || octets > in.remaining()) {
            throw new InvalidKeyException("no length of DER: " + first);
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << Byte.SIZE) | (in.get() & 0xff);
        }
        return length;
    }

    DerReader inside(int tag) throws InvalidKeyException {
        return new DerReader(contents(tag));
    }

    void skip(int tag) throws InvalidKeyException {
        contents(tag);
    }
}
