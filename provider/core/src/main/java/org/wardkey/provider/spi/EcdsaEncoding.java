package org.wardkey.provider.spi;

import java.math.BigInteger;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The two forms of an ECDSA signature: DER (RFC 3279 §2.2.3) and the concatenation r || s of IEEE
 * P1363. Signatures are public: nothing here needs constant time.
 */
final class EcdsaEncoding {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    private EcdsaEncoding() {}

    /**
     * Refuses what is not strict DER: engines differ in what they forgive.
     *
     * @throws SignatureException if the bytes are not two positive integers in DER
     */
    static void requireDer(byte[] signature, int orderBytes) throws SignatureException {
        Arrays.fill(toP1363(signature, orderBytes), (byte) 0);
    }

    /** The size of the largest DER signature for an order of so many bits: both integers as large as they can be. */
    static int largestDerBytes(int orderBits) {
        int integer = 2 + orderBits / 8 + 1;
        return 2 * integer + (2 * integer < 0x80 ? 2 : 3);
    }

    /** DER to r || s, each as long as the curve's order. */
    static byte[] toP1363(byte[] der, int orderBytes) throws SignatureException {
        int[] at = {0};
        int length = header(der, at, SEQUENCE);
        if (at[0] + length != der.length) {
            throw new SignatureException("Expected one DER sequence, got bytes after it.");
        }
        byte[] plain = new byte[2 * orderBytes];
        integer(der, at, plain, 0, orderBytes);
        integer(der, at, plain, orderBytes, orderBytes);
        if (at[0] != der.length) {
            throw new SignatureException("Expected two integers, got bytes after them.");
        }
        return plain;
    }

    private static void integer(byte[] der, int[] at, byte[] plain, int offset, int orderBytes)
            throws SignatureException {
        int length = header(der, at, INTEGER);
        BigInteger value = new BigInteger(Arrays.copyOfRange(der, at[0], at[0] + length));
        byte[] bytes = value.toByteArray();
        int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        int size = bytes.length - skip;
        // X.690 §8.3.2: an integer has the smallest number of octets; §8.1.3 the same for lengths in DER.
        if (value.signum() < 0 || bytes.length != length || size > orderBytes) {
            throw new SignatureException("Expected an integer of at most " + orderBytes + " bytes.");
        }
        System.arraycopy(bytes, skip, plain, offset + orderBytes - size, size);
        at[0] += length;
    }

    private static int header(byte[] der, int[] at, int tag) throws SignatureException {
        int i = at[0];
        if (i + 2 > der.length || (der[i] & 0xff) != tag) {
            throw new SignatureException("Expected the DER tag " + tag + " in a signature.");
        }
        int length = der[i + 1] & 0xff;
        i += 2;
        if (length == 0x81 && i < der.length && (der[i] & 0x80) != 0) {
            length = der[i] & 0xff;
            i++;
        } else if (length > 0x7f) {
            throw new SignatureException("Expected a DER length of at most two bytes in a signature.");
        }
        if (i + length > der.length || length == 0) {
            throw new SignatureException("Expected " + length + " bytes in a signature, got fewer.");
        }
        at[0] = i;
        return length;
    }

    /** r || s to DER; nothing if the length is not twice the order's. */
    static Optional<byte[]> toDer(byte[] plain, int orderBytes) {
        if (plain.length != 2 * orderBytes) {
            return Optional.empty();
        }
        byte[] r = new BigInteger(1, Arrays.copyOfRange(plain, 0, orderBytes)).toByteArray();
        byte[] s = new BigInteger(1, Arrays.copyOfRange(plain, orderBytes, plain.length)).toByteArray();
        int body = 4 + r.length + s.length;
        int head = body > 0x7f ? 3 : 2;
        byte[] der = new byte[head + body];
        int i = 0;
        der[i++] = SEQUENCE;
        if (head == 3) {
            der[i++] = (byte) 0x81;
        }
        der[i++] = (byte) body;
        for (byte[] integer : new byte[][] {r, s}) {
            der[i++] = INTEGER;
            der[i++] = (byte) integer.length;
            System.arraycopy(integer, 0, der, i, integer.length);
            i += integer.length;
        }
        return Optional.of(der);
    }
}
