package org.wardkey.provider.fips;

import java.security.DigestException;
import java.security.MessageDigest;

/**
 * A {@code MessageDigest} of the module behind the guard. Not noted as a service that was used: signatures of other
 * providers ask for hash functions too, and would look like the module's. Not thread-safe.
 */
final class BcFipsDigest extends MessageDigest {
    private final Guard guard;
    private final MessageDigest digest;

    BcFipsDigest(Guard guard, MessageDigest digest) {
        super(digest.getAlgorithm());
        this.guard = guard;
        this.digest = digest;
    }

    @Override
    protected int engineGetDigestLength() {
        return digest.getDigestLength();
    }

    @Override
    protected void engineUpdate(byte input) {
        guard.call(getAlgorithm(), () -> {
            digest.update(input);
            return digest;
        });
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        guard.call(getAlgorithm(), () -> {
            digest.update(input, offset, length);
            return digest;
        });
    }

    @Override
    protected byte[] engineDigest() {
        return guard.call(getAlgorithm(), () -> digest.digest());
    }

    @Override
    protected int engineDigest(byte[] output, int offset, int length) throws DigestException {
        return guard.<Integer, DigestException>call(getAlgorithm(), () -> digest.digest(output, offset, length));
    }

    @Override
    protected void engineReset() {
        digest.reset();
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
        return new BcFipsDigest(guard, (MessageDigest) digest.clone());
    }
}
