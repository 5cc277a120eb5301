package org.wardkey.tpm2.attestation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wardkey.tpm2.structure.TpmFormatException;

/**
 * One DER element, as far as certificates need it here: tags of one octet, definite lengths below 16 MiB.
 *
 * @param tag the identifier octet
 * @param content the contents octets
 * @param sizeBytes of the whole element
 */
record Der(int tag, byte[] content, int sizeBytes) {
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int MOST_LENGTH_OCTETS = 3;

    /** Reads the element that starts at {@code offset}; what is behind it is left alone. */
    static Der at(byte[] bytes, int offset) {
        int left = bytes.length - offset;
        if (left < 2) {
            throw new TpmFormatException("DER: expected a tag and a length, got " + left + " bytes");
        }
        int tag = bytes[offset] & 0xFF;
        int first = bytes[offset + 1] & 0xFF;
        int octets = first < 0x80 ? 0 : first & 0x7F;
        if (first == 0x80 || octets > MOST_LENGTH_OCTETS || left < 2 + octets || (tag & 0x1F) == 0x1F) {
            throw new TpmFormatException(String.format(
                    "DER: expected a tag of one octet and a length of up to 3, got 0x%02X 0x%02X", tag, first));
        }
        int length = octets == 0 ? first : 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (bytes[offset + 2 + i] & 0xFF);
        }
        int start = 2 + octets;
        if (length > left - start) {
            throw new TpmFormatException("DER: expected " + length + " bytes, got " + (left - start));
        }
        return new Der(tag, Arrays.copyOfRange(bytes, offset + start, offset + start + length), start + length);
    }

    /** Reads elements up to the end. */
    static List<Der> all(byte[] bytes) {
        List<Der> elements = new ArrayList<>();
        for (int offset = 0; offset < bytes.length; ) {
            Der next = at(bytes, offset);
            elements.add(next);
            offset += next.sizeBytes();
        }
        return List.copyOf(elements);
    }

    /** Reads exactly one element. */
    static Der only(byte[] bytes, int tag) {
        Der element = at(bytes, 0).require(tag);
        if (element.sizeBytes() != bytes.length) {
            throw new TpmFormatException(
                    "DER: expected its end, got " + (bytes.length - element.sizeBytes()) + " more bytes");
        }
        return element;
    }

    /** Returns this, if it has the tag. */
    Der require(int expected) {
        if (tag != expected) {
            throw new TpmFormatException(String.format("DER: expected the tag 0x%02X, got 0x%02X", expected, tag));
        }
        return this;
    }

    /** Reads the elements in this one. */
    List<Der> elements() {
        return all(content);
    }
}
