package org.wardkey.nativebridge.libcrypto;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The per-message secrets of deterministic ECDSA, one after another: HMAC_DRBG over private key and hash value. Everything that
 * it holds is zeroed when it is closed; no branch or index depends on a secret but that a candidate is not in range, which is
 * then not used.
 *
 * <p>Source: RFC 6979 §3.2; FIPS 186-5 §A.3.3.
 */
final class DeterministicNonces implements AutoCloseable {
    private final Libcrypto libcrypto;
    private final Digest digest;
    private final byte[] order;
    private final int orderBits;
    private byte[] k;
    private byte[] v;
    private boolean given;

    /**
     * Seeds the generator.
     *
     * @param digest the hash function, of HMAC too
     * @param order the order of the group, big-endian without a leading zero
     * @param privateKey as long as the order; the caller wipes it
     * @param hash the hash value of the message
     */
    DeterministicNonces(Libcrypto libcrypto, Digest digest, byte[] order, byte[] privateKey, byte[] hash) {
        this.libcrypto = libcrypto;
        this.digest = digest;
        this.order = order.clone();
        this.orderBits = new BigInteger(1, order).bitLength();
        this.v = new byte[digest.sizeBytes()];
        this.k = new byte[digest.sizeBytes()];
        Arrays.fill(v, (byte) 1);
        byte[] reduced = bitsToOctets(hash);
        boolean seeded = false;
        try {
            for (byte separator = 0; separator < 2; separator++) {
                replaceKey(hmac(v, new byte[] {separator}, privateKey, reduced));
                replaceValue(hmac(v));
            }
            seeded = true;
        } finally {
            if (!seeded) {
                close();
            }
        }
    }

    /** bits2octets: of public bytes. Source: RFC 6979 §2.3.4. */
    private byte[] bitsToOctets(byte[] hash) {
        BigInteger number = new BigInteger(1, hash);
        int excess = hash.length * Byte.SIZE - orderBits;
        BigInteger reduced = (excess > 0 ? number.shiftRight(excess) : number).mod(new BigInteger(1, order));
        byte[] bytes = reduced.toByteArray();
        byte[] octets = new byte[order.length];
        int length = Math.min(bytes.length, octets.length);
        System.arraycopy(bytes, bytes.length - length, octets, octets.length - length, length);
        return octets;
    }

    private byte[] hmac(byte[]... parts) {
        try (HmacContext hmac = HmacContext.of(libcrypto, digest, k)) {
            for (byte[] part : parts) {
                hmac.update(part);
            }
            return hmac.finish();
        }
    }

    private void replaceKey(byte[] next) {
        Arrays.fill(k, (byte) 0);
        k = next;
    }

    private void replaceValue(byte[] next) {
        Arrays.fill(v, (byte) 0);
        v = next;
    }

    /** Returns a number of 1 to the order less one, as long as the order; the caller wipes it. */
    byte[] next() {
        while (true) {
            if (given) {
                replaceKey(hmac(v, new byte[] {0}));
                replaceValue(hmac(v));
            }
            given = true;
            byte[] candidate = bits();
            if (isInRange(candidate)) {
                return candidate;
            }
            Arrays.fill(candidate, (byte) 0);
        }
    }

    /** The first bits of the output, as many as the order has, as a number. */
    private byte[] bits() {
        byte[] bits = new byte[order.length];
        for (int done = 0; done < bits.length; done += v.length) {
            replaceValue(hmac(v));
            System.arraycopy(v, 0, bits, done, Math.min(v.length, bits.length - done));
        }
        int excess = bits.length * Byte.SIZE - orderBits;
        for (int i = bits.length - 1; excess > 0 && i >= 0; i--) {
            int above = i == 0 ? 0 : bits[i - 1] & 0xff;
            bits[i] = (byte) (((bits[i] & 0xff) >>> excess) | (above << (Byte.SIZE - excess)));
        }
        return bits;
    }

    /** Whether 0 &lt; candidate &lt; order, in time that depends on the length alone. */
    private boolean isInRange(byte[] candidate) {
        int borrow = 0;
        int any = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            int difference = (candidate[i] & 0xff) - (order[i] & 0xff) - borrow;
            borrow = (difference >> Byte.SIZE) & 1;
            any |= candidate[i];
        }
        return (borrow & ((any | -any) >>> (Integer.SIZE - 1))) == 1;
    }

    @Override
    public void close() {
        Arrays.fill(k, (byte) 0);
        Arrays.fill(v, (byte) 0);
    }
}
