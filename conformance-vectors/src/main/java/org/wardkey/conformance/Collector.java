package org.wardkey.conformance;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Gathers a cipher's output; {@code Cipher.update} returns null for "nothing yet". */
final class Collector {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(byte @Nullable [] output) {
        if (output != null) {
            bytes.writeBytes(output);
        }
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
