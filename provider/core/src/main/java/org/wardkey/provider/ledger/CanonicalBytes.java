package org.wardkey.provider.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Fields one after the other, each preceded by its length as 4 bytes big-endian: no two rows look alike. */
final class CanonicalBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    CanonicalBytes(String domain) {
        add(domain);
    }

    CanonicalBytes add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    CanonicalBytes add(long number) {
        return add(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    CanonicalBytes add(byte[] field) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
        bytes.writeBytes(field);
        return this;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
