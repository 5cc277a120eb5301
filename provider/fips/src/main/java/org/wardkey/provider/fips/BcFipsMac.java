package org.wardkey.provider.fips;

import javax.crypto.Mac;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/** A {@code Mac} of the module, initialised. The module's cannot be cloned. Not thread-safe. */
final class BcFipsMac implements MacOperation {
    private final Services services;
    private final Service service;
    private final Mac mac;

    BcFipsMac(Services services, Service service, Mac mac) {
        this.services = services;
        this.service = service;
        this.mac = mac;
    }

    @Override
    public void update(byte[] input, int offset, int length) {
        services.guard().call(what(), () -> {
            mac.update(input, offset, length);
            return input;
        });
    }

    @Override
    public byte[] finish() {
        return services.complete(service, what(), mac::doFinal);
    }

    @Override
    public void reset() {
        mac.reset();
    }

    @Override
    public MacOperation copy() throws CloneNotSupportedException {
        throw new CloneNotSupportedException("The validated module's message authentication codes cannot be copied.");
    }

    private String what() {
        return String.valueOf(service.mechanism());
    }

    @Override
    public void close() {
        mac.reset();
    }
}
