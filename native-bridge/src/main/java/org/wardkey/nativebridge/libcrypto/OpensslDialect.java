package org.wardkey.nativebridge.libcrypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.wardkey.nativebridge.NativeBuffer;

/** OpenSSL 3: algorithms are fetched by name from its providers. */
final class OpensslDialect implements Dialect {
    private static final int WRAP_ALLOW = 1;
    private static final int GROUP_NAME_BYTES = 64;

    @Override
    public long digest(Call call, Digest digest) {
        return LibcryptoOpenssl3Symbols.EVP_MD_fetch(0, call.string(digest.libcryptoName()), 0);
    }

    @Override
    public long cipher(Call call, String name) {
        return LibcryptoOpenssl3Symbols.EVP_CIPHER_fetch(0, call.string(name), 0);
    }

    @Override
    public long duplicate(long address, long sizeBytes) {
        return LibcryptoOpenssl3Symbols.CRYPTO_memdup(address, sizeBytes, 0, 0);
    }

    @Override
    public int keyId(long key) {
        return LibcryptoOpenssl3Symbols.EVP_PKEY_get_id(key);
    }

    @Override
    public int sizeBits(long key) {
        return LibcryptoOpenssl3Symbols.EVP_PKEY_get_bits(key);
    }

    @Override
    public Optional<Curve> curve(Call call, long key) {
        NativeBuffer name = call.out(GROUP_NAME_BYTES);
        NativeBuffer length = call.cell(0);
        if (LibcryptoOpenssl3Symbols.EVP_PKEY_get_group_name(key, name.address(), GROUP_NAME_BYTES, length.address())
                != 1) {
            return Optional.empty();
        }
        String found = new String(name.bytes(0, (int) length.getLong(0)), StandardCharsets.US_ASCII);
        return Arrays.stream(Curve.values())
                .filter(curve -> curve.libcryptoName().equals(found))
                .findFirst();
    }

    /**
     * EVP_PKEY_check tests the primes of an RSA key: 36 ms at 2048 bits. A key file is its owner's, and a wrong CRT parameter cannot leak a prime:
     * libcrypto verifies each result of the CRT with the public exponent. For Ed25519, X25519 and those of Curve448 the decoder computes the public half itself;
     * for ML-KEM it compares the hash of the encapsulation key, for ML-DSA the public key that the private one gives (FIPS 203 §7.3).
     */
    @Override
    public boolean isValidPair(Call call, long key, KeyType type) {
        return switch (type) {
            case RSA, RSA_PSS -> isPlausibleRsa(call, key);
            case EC -> {
                long context = context(call, key);
                yield LibcryptoOpenssl3Symbols.EVP_PKEY_private_check(context) == 1
                        && LibcryptoOpenssl3Symbols.EVP_PKEY_public_check_quick(context) == 1
                        && LibcryptoOpenssl3Symbols.EVP_PKEY_pairwise_check(context) == 1;
            }
            // The decoder of SLH-DSA takes any root for that of the seeds (FIPS 205 algorithm 18 computes it).
            default -> !type.isSlhDsa() || LibcryptoOpenssl3Symbols.EVP_PKEY_pairwise_check(context(call, key)) == 1;
        };
    }

    /**
     * EVP_PKEY_public_check looks for small factors of an RSA modulus (3 ms at 2048 bits) and multiplies an EC point by the order. Neither is worth a
     * handshake's time: a peer who chose a weak modulus harms itself, and with cofactor 1 every point on the curve has the right order.
     */
    @Override
    public boolean isValidPublic(Call call, long key, KeyType type) {
        return switch (type) {
            case RSA, RSA_PSS -> isPlausibleRsa(call, key);
            case EC, ED25519, ED448, X25519, X448 ->
                LibcryptoOpenssl3Symbols.EVP_PKEY_public_check_quick(context(call, key)) == 1;
            // The decoder has checked the length and, for ML-KEM, that each coefficient is reduced (FIPS 203 §7.2).
            default -> true;
        };
    }

    /** FIPS 186-5 §A.1.1: the exponent is odd; RFC 8017 §3.1: it is at least 3, and the modulus is a product of odd primes. */
    private static boolean isPlausibleRsa(Call call, long key) {
        long modulus = number(call, key, "n");
        long exponent = number(call, key, "e");
        return LibcryptoOpenssl3Symbols.BN_is_odd(modulus) == 1
                && LibcryptoOpenssl3Symbols.BN_is_odd(exponent) == 1
                && LibcryptoOpenssl3Symbols.BN_num_bits(exponent) >= 2;
    }

    private static long number(Call call, long key, String name) {
        NativeBuffer cell = call.cell(0);
        call.check(
                LibcryptoOpenssl3Symbols.EVP_PKEY_get_bn_param(key, call.string(name), cell.address()),
                "EVP_PKEY_get_bn_param");
        return call.own(cell.getLong(0), LibcryptoOpenssl3Symbols::BN_free, "EVP_PKEY_get_bn_param");
    }

    private static long context(Call call, long key) {
        return call.own(
                LibcryptoSymbols.EVP_PKEY_CTX_new(key, 0), LibcryptoSymbols::EVP_PKEY_CTX_free, "EVP_PKEY_CTX_new");
    }

    /**
     * Without a second validation, which would double the time of an agreement. SP 800-56A §5.6.2.3.3 wants the peer's point to be in range, on the
     * curve, not the point at infinity, and of order n: the first three are {@link #isValidPublic}'s, and with cofactor 1 they imply the fourth.
     */
    @Override
    public int setPeer(long context, long peer) {
        return LibcryptoOpenssl3Symbols.EVP_PKEY_derive_set_peer_ex(context, peer, 0);
    }

    @Override
    public byte[] wrap(Call call, byte[] keyEncryptionKey, byte[] plaintext, boolean padded) {
        long context = wrapContext(call, keyEncryptionKey, padded, 1);
        NativeBuffer input = call.in(plaintext);
        NativeBuffer output = call.out(plaintext.length + 16);
        NativeBuffer length = call.cell(0);
        call.check(
                LibcryptoSymbols.EVP_CipherUpdate(
                        context, output.address(), length.address(), input.address(), plaintext.length),
                "EVP_CipherUpdate");
        return output.bytes(0, length.getInt(0));
    }

    @Override
    public byte[] unwrap(Call call, byte[] keyEncryptionKey, byte[] ciphertext, boolean padded)
            throws AuthenticationFailedException {
        long context = wrapContext(call, keyEncryptionKey, padded, 0);
        NativeBuffer input = call.in(ciphertext);
        NativeBuffer output = call.out(ciphertext.length + 8);
        NativeBuffer length = call.cell(0);
        if (LibcryptoSymbols.EVP_CipherUpdate(
                        context, output.address(), length.address(), input.address(), ciphertext.length)
                <= 0) {
            throw new AuthenticationFailedException();
        }
        return output.bytes(0, length.getInt(0));
    }

    private static long wrapContext(Call call, byte[] key, boolean padded, int encrypt) {
        String name = "AES-" + key.length * 8 + (padded ? "-WRAP-PAD" : "-WRAP");
        // A fetched cipher is reference-counted; this reference lives for the call.
        long cipher = LibcryptoOpenssl3Symbols.EVP_CIPHER_fetch(0, call.string(name), 0);
        call.own(cipher, LibcryptoOpenssl3Symbols::EVP_CIPHER_free, "EVP_CIPHER_fetch");
        long context = call.own(
                LibcryptoSymbols.EVP_CIPHER_CTX_new(), LibcryptoSymbols::EVP_CIPHER_CTX_free, "EVP_CIPHER_CTX_new");
        LibcryptoSymbols.EVP_CIPHER_CTX_set_flags(context, WRAP_ALLOW);
        call.check(
                LibcryptoSymbols.EVP_CipherInit_ex(
                        context, cipher, 0, call.in(key).address(), 0, encrypt),
                "EVP_CipherInit_ex");
        return context;
    }
}
