package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/** Hash_DRBG with SHA-256, as short as it can be: shows that the vectors can be driven. Source: SP 800-90A §10.1.1. */
final class HashDrbg {
    private static final int SEED_BYTES = 55;
    private byte[] v;
    private byte[] c;
    private long counter = 1;

    private HashDrbg(byte[] seedMaterial) throws GeneralSecurityException {
        v = derive(seedMaterial);
        c = derive(Encodings.concat(new byte[1], v));
    }

    static byte[] run(DrbgVector vector) throws GeneralSecurityException {
        HashDrbg drbg = new HashDrbg(Encodings.concat(vector.entropyInput(), vector.nonce(), vector.personalization()));
        byte[] last = new byte[0];
        for (DrbgVector.OtherInput call : vector.otherInput()) {
            byte[] additional = call.additionalInput();
            boolean reseeds = call.intendedUse() == DrbgVector.IntendedUse.RESEED;
            if (reseeds || vector.predictionResistance()) {
                drbg.reseed(call.entropyInput(), additional);
                additional = new byte[0];
            }
            if (!reseeds) {
                last = drbg.generate(vector.returnedBits().length, additional);
            }
        }
        return last;
    }

    private void reseed(byte[] entropy, byte[] additional) throws GeneralSecurityException {
        v = derive(Encodings.concat(new byte[] {1}, v, entropy, additional));
        c = derive(Encodings.concat(new byte[1], v));
        counter = 1;
    }

    private byte[] generate(int bytes, byte[] additional) throws GeneralSecurityException {
        if (additional.length > 0) {
            v = sum(v, hash(new byte[] {2}, v, additional));
        }
        byte[] out = new byte[0];
        for (byte[] data = v; out.length < bytes; data = sum(data, new byte[] {1})) {
            out = Encodings.concat(out, hash(data));
        }
        byte[] h = hash(new byte[] {3}, v);
        v = sum(sum(sum(v, h), c), BigInteger.valueOf(counter++).toByteArray());
        return Arrays.copyOf(out, bytes);
    }

    /** Hash_df. Source: SP 800-90A §10.3.1. */
    private static byte[] derive(byte[] input) throws GeneralSecurityException {
        byte[] out = new byte[0];
        int bits = SEED_BYTES * Byte.SIZE;
        byte[] length = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
        for (byte i = 1; out.length < SEED_BYTES; i++) {
            out = Encodings.concat(out, hash(new byte[] {i}, length, input));
        }
        return Arrays.copyOf(out, SEED_BYTES);
    }

    private static byte[] sum(byte[] a, byte[] b) {
        byte[] sum = new BigInteger(1, a).add(new BigInteger(1, b)).toByteArray();
        byte[] reduced = new byte[SEED_BYTES];
        int length = Math.min(sum.length, SEED_BYTES);
        System.arraycopy(sum, sum.length - length, reduced, SEED_BYTES - length, length);
        return reduced;
    }

    private static byte[] hash(byte[]... parts) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(Encodings.concat(parts));
    }
}
