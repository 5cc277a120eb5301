package org.wardkey.provider.fips;

import java.security.DigestException;
import java.security.MessageDigest;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/** A {@code MessageDigest} of the module behind the guard. Not thread-safe. */
final class BcFipsDigest extends MessageDigest {
    private final Services services;
    private final Service service;
    private final MessageDigest digest;

    BcFipsDigest(Services services, Service service, MessageDigest digest) {
        super(digest.getAlgorithm());
        this.services = services;
        this.service = service;
        this.digest = digest;
    }

    @Override
    protected int engineGetDigestLength() {
        return digest.getDigestLength();
    }

    @Override
    protected void engineUpdate(byte input) {
        services.guard().call(getAlgorithm(), () -> {
            digest.update(input);
            return digest;
        });
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        services.guard().call(getAlgorithm(), () -> {
            digest.update(input, offset, length);
            return digest;
        });
    }

    @Override
    protected byte[] engineDigest() {
        return services.complete(service, getAlgorithm(), digest::digest);
    }

    @Override
    protected int engineDigest(byte[] output, int offset, int length) throws DigestException {
        return services.complete(service, getAlgorithm(), () -> digest.digest(output, offset, length));
    }

    @Override
    protected void engineReset() {
        digest.reset();
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
        return new BcFipsDigest(services, service, (MessageDigest) digest.clone());
    }
}
