package org.wardkey.provider.backend.libcrypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.ProviderException;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.nativebridge.libcrypto.Shake;
import org.wardkey.nativebridge.libcrypto.ShakeContext;
import org.wardkey.provider.operation.Digest;

/** SHAKE as a hash function. Nobody closes a {@code MessageDigest}: a cleaner frees its context. Not thread-safe. */
final class LibcryptoShake extends MessageDigest implements Cloneable {
    private final int sizeBytes;
    private final ShakeContext context;

    LibcryptoShake(Libcrypto libcrypto, Digest digest) {
        this(digest.standardName(), digest.sizeBytes(), open(libcrypto, digest));
    }

    private LibcryptoShake(String name, int sizeBytes, ShakeContext context) {
        super(name);
        this.sizeBytes = sizeBytes;
        this.context = context;
    }

    private static ShakeContext open(Libcrypto libcrypto, Digest digest) {
        Shake function = switch (digest) {
            case SHAKE128_256 -> Shake.SHAKE128;
            case SHAKE256_512 -> Shake.SHAKE256;
            default -> throw new UnsupportedOperationException("Expected SHAKE, got " + digest.standardName() + ".");
        };
        try {
            return ShakeContext.of(libcrypto, function);
        } catch (LibcryptoException | IllegalArgumentException e) {
            throw failure(e);
        }
    }

    private static ProviderException failure(RuntimeException cause) {
        return new ProviderException("libcrypto did not hash: " + cause.getMessage(), cause);
    }

    @Override
    protected int engineGetDigestLength() {
        return sizeBytes;
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        try {
            context.update(input, offset, length);
        } catch (LibcryptoException | IllegalStateException e) {
            throw failure(e);
        }
    }

    @Override
    protected byte[] engineDigest() {
        try {
            return context.finish(sizeBytes);
        } catch (LibcryptoException | IllegalStateException e) {
            throw failure(e);
        }
    }

    @Override
    protected int engineDigest(byte[] output, int offset, int length) throws DigestException {
        if (length < sizeBytes || output.length - offset < sizeBytes) {
            throw new DigestException("Expected room for " + sizeBytes + " bytes, got " + length + ".");
        }
        System.arraycopy(engineDigest(), 0, output, offset, sizeBytes);
        return sizeBytes;
    }

    @Override
    protected void engineReset() {
        try {
            context.reset();
        } catch (LibcryptoException | IllegalStateException e) {
            throw failure(e);
        }
    }

    @Override
    public Object clone() {
        try {
            return new LibcryptoShake(getAlgorithm(), sizeBytes, context.dup());
        } catch (LibcryptoException | IllegalStateException e) {
            throw failure(e);
        }
    }
}
