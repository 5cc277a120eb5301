package org.wardkey.provider.fips;

import java.security.Signature;
import java.security.SignatureException;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/** A {@code Signature} of the module, initialised to sign or to verify. Not thread-safe. */
final class BcFipsSignature implements SignOperation, VerifyOperation {
    private final Services services;
    private final Service service;
    private final Signature signature;

    BcFipsSignature(Services services, Service service, Signature signature) {
        this.services = services;
        this.service = service;
        this.signature = signature;
    }

    @Override
    public void update(byte[] input, int offset, int length) throws SignatureException {
        services.guard().<byte[], SignatureException>call(what(), () -> {
            signature.update(input, offset, length);
            return input;
        });
    }

    @Override
    public byte[] sign() throws SignatureException {
        return services.complete(service, what(), signature::sign);
    }

    @Override
    public boolean verify(byte[] value) throws SignatureException {
        return services.complete(service, what(), () -> signature.verify(value));
    }

    private String what() {
        return service.mechanism() + " to " + service.purpose();
    }

    @Override
    public void close() {
        // The module's object holds nothing that could be released.
    }
}
