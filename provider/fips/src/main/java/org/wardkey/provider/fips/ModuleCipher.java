package org.wardkey.provider.fips;

import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/** One message through a cipher of the module. Not thread-safe. */
abstract sealed class ModuleCipher implements CipherOperation permits BlockMessage, StreamedMessage, WholeMessage {
    private final Services services;
    private final Service service;
    private final Cipher cipher;
    private final CipherParameters parameters;

    ModuleCipher(Services services, Service service, Cipher cipher, CipherParameters parameters) {
        this.services = services;
        this.service = service;
        this.cipher = cipher;
        this.parameters = parameters;
    }

    /** The module's cipher, which can serve another message: making one takes the module longer than a short message. */
    final Cipher cipher() {
        return cipher;
    }

    /** Whether a next message with these parameters can go through the same object. */
    final boolean serves(CipherParameters next) {
        return parameters.mechanism().family() == next.mechanism().family() && parameters.padded() == next.padded();
    }

    final CipherParameters parameters() {
        return parameters;
    }

    final boolean encrypting() {
        return service.purpose() == Purpose.ENCRYPT;
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
