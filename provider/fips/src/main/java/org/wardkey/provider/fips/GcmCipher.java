package org.wardkey.provider.fips;

import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/** One message through the module's AES-GCM. Not thread-safe. */
abstract sealed class GcmCipher implements CipherOperation permits GcmEncryption, GcmDecryption {
    private final Services services;
    private final Service service;
    private final Cipher cipher;
    private final int tagSizeBytes;

    GcmCipher(Services services, Service service, Cipher cipher, int tagSizeBytes) {
        this.services = services;
        this.service = service;
        this.cipher = cipher;
        this.tagSizeBytes = tagSizeBytes;
    }

    /** The module's cipher, which can serve another message: making one takes the module longer than a short message. */
    final Cipher cipher() {
        return cipher;
    }

    final int tagSizeBytes() {
        return tagSizeBytes;
    }

    final Services services() {
        return services;
    }

    final Service service() {
        return service;
    }

    final String what() {
        return String.valueOf(service.mechanism());
    }

    @Override
    public final void updateAad(byte[] input, int offset, int length) {
        services.guard().call(what(), () -> {
            cipher.updateAAD(input, offset, length);
            return input;
        });
    }

    static void requireRoom(byte[] output, int offset, int length) throws ShortBufferException {
        Objects.checkFromIndexSize(offset, 0, output.length);
        if (output.length - offset < length) {
            throw new ShortBufferException(
                    "Expected room for " + length + " bytes, got " + (output.length - offset) + ".");
        }
    }
}
