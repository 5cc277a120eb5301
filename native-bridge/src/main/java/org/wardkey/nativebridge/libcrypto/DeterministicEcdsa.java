package org.wardkey.nativebridge.libcrypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.wardkey.nativebridge.NativeBuffer;

/**
 * Deterministic ECDSA over a hash value: the same key and message give the same signature, so that no random bits are needed
 * and none can be bad. Verified as any ECDSA signature is: {@link Ecdsa#verify}.
 *
 * <p>Theory of operation: OpenSSL has it from 3.2 on, by a parameter, and not in 3.0, which this reaches by the functions that all
 * of 3.x export: {@link DeterministicNonces} makes k; r is the x-coordinate of k times the generator, which libcrypto
 * multiplies in constant time; the inverse of k is its power to the order less two, in constant time too; with both libcrypto
 * makes s. Numbers that are secret are flagged so and cleared.
 *
 * <p>Source: FIPS 186-5 §6.3.2, §6.4.1; RFC 6979 §3.2.
 */
public final class DeterministicEcdsa {
    /** BN_FLG_CONSTTIME. */
    private static final int CONSTANT_TIME = 4;

    private static final int ATTEMPTS = 8;

    private DeterministicEcdsa() {}

    /**
     * Signs.
     *
     * @param key a private EC key
     * @param digest the hash function that made the value; HMAC's too
     * @param hash the hash value, as long as the function's
     * @return the DER {@code Ecdsa-Sig-Value}
     * @throws IllegalArgumentException if the library is not OpenSSL 3, or the key is no private EC key
     */
    public static byte[] sign(EvpKey key, Digest digest, byte[] hash) {
        key.requireType(KeyType.EC);
        key.requirePrivate();
        key.libcrypto().require(LibcryptoEcSymbols.class, "deterministic ECDSA");
        if (hash.length != digest.sizeBytes()) {
            throw new IllegalArgumentException("expected " + digest.sizeBytes() + " bytes, got " + hash.length);
        }
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long ec = call.own(
                    LibcryptoEcSymbols.EVP_PKEY_get1_EC_KEY(pointer),
                    LibcryptoEcSymbols::EC_KEY_free,
                    "EVP_PKEY_get1_EC_KEY");
            return new Signing(call, key, ec).sign(digest, hash);
        } finally {
            key.release();
        }
    }

    /** One signature: what is looked up once for all attempts. */
    private static final class Signing {
        private final Call call;
        private final EvpKey key;
        private final long ec;
        private final long group;
        private final long order;
        private final int orderBytes;
        private final long context;

        Signing(Call call, EvpKey key, long ec) {
            this.call = call;
            this.key = key;
            this.ec = ec;
            this.group = call.check(LibcryptoEcSymbols.EC_KEY_get0_group(ec), "EC_KEY_get0_group");
            this.order = call.check(LibcryptoEcSymbols.EC_GROUP_get0_order(group), "EC_GROUP_get0_order");
            this.orderBytes = PkeyOperation.modulusBytes(key);
            this.context = call.own(
                    LibcryptoEcSymbols.BN_CTX_secure_new(), LibcryptoEcSymbols::BN_CTX_free, "BN_CTX_secure_new");
        }

        byte[] sign(Digest digest, byte[] hash) {
            byte[] orderOctets = octets(order);
            byte[] own = octets(call.check(LibcryptoEcSymbols.EC_KEY_get0_private_key(ec), "EC_KEY_get0_private_key"));
            try (DeterministicNonces nonces =
                    new DeterministicNonces(key.libcrypto(), digest, orderOctets, own, hash)) {
                long exponent = number(
                        new BigInteger(1, orderOctets).subtract(BigInteger.TWO).toByteArray());
                NativeBuffer value = call.in(hash);
                for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
                    long signature = attempt(nonces, exponent, value);
                    if (signature != 0) {
                        return der(call.own(signature, LibcryptoEcSymbols::ECDSA_SIG_free, "ECDSA_do_sign_ex"));
                    }
                }
                // s is zero about once in 2^256.
                throw call.failure("ECDSA_do_sign_ex");
            } finally {
                Arrays.fill(own, (byte) 0);
            }
        }

        /** Returns an {@code ECDSA_SIG *}, or 0 if s came out as zero. An r of zero verifies for nobody. */
        private long attempt(DeterministicNonces nonces, long exponent, NativeBuffer hash) {
            byte[] k = nonces.next();
            try {
                long nonce = secret(number(k));
                long r = r(nonce);
                long inverse = secret(emptyNumber());
                call.check(
                        LibcryptoEcSymbols.BN_mod_exp_mont_consttime(inverse, nonce, exponent, order, context, 0),
                        "BN_mod_exp_mont_consttime");
                return LibcryptoEcSymbols.ECDSA_do_sign_ex(hash.address(), hash.sizeBytes(), inverse, r, ec);
            } finally {
                Arrays.fill(k, (byte) 0);
            }
        }

        private byte[] der(long signature) {
            // SEQUENCE and two INTEGERs, each with up to 3 bytes of header and a leading zero.
            NativeBuffer encoded = call.out(2 * (orderBytes + 4) + 4);
            int length = call.check(
                    LibcryptoEcSymbols.i2d_ECDSA_SIG(
                            signature, call.cell(encoded.address()).address()),
                    "i2d_ECDSA_SIG");
            return encoded.bytes(0, length);
        }

        /** The x-coordinate of k times the generator, which is public, modulo the order. */
        private long r(long nonce) {
            long point = call.own(
                    LibcryptoEcSymbols.EC_POINT_new(group), LibcryptoEcSymbols::EC_POINT_clear_free, "EC_POINT_new");
            call.check(LibcryptoEcSymbols.EC_POINT_mul(group, point, nonce, 0, 0, context), "EC_POINT_mul");
            long x = emptyNumber();
            call.check(
                    LibcryptoEcSymbols.EC_POINT_get_affine_coordinates(group, point, x, 0, context),
                    "EC_POINT_get_affine_coordinates");
            long r = emptyNumber();
            call.check(LibcryptoEcSymbols.BN_div(0, r, x, order, context), "BN_div");
            return r;
        }

        private byte[] octets(long number) {
            NativeBuffer octets = call.out(orderBytes);
            if (LibcryptoEcSymbols.BN_bn2binpad(number, octets.address(), orderBytes) != orderBytes) {
                throw call.failure("BN_bn2binpad");
            }
            return octets.bytes(0, orderBytes);
        }

        private long number(byte[] octets) {
            return call.own(
                    LibcryptoEcSymbols.BN_bin2bn(call.in(octets).address(), octets.length, 0),
                    LibcryptoEcSymbols::BN_clear_free,
                    "BN_bin2bn");
        }

        private long emptyNumber() {
            return call.own(LibcryptoEcSymbols.BN_new(), LibcryptoEcSymbols::BN_clear_free, "BN_new");
        }

        private static long secret(long number) {
            LibcryptoEcSymbols.BN_set_flags(number, CONSTANT_TIME);
            return number;
        }
    }
}
