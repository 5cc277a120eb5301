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
    public long gcm(Call call, int keySizeBits) {
        return LibcryptoOpenssl3Symbols.EVP_CIPHER_fetch(0, call.string("AES-" + keySizeBits + "-GCM"), 0);
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

    @Override
    public boolean isValidPair(Call call, long key, KeyType type) {
        return LibcryptoOpenssl3Symbols.EVP_PKEY_check(context(call, key)) == 1;
    }

    @Override
    public boolean isValidPublic(Call call, long key, KeyType type) {
        return LibcryptoOpenssl3Symbols.EVP_PKEY_public_check(context(call, key)) == 1;
    }

    private static long context(Call call, long key) {
        return call.own(
                LibcryptoSymbols.EVP_PKEY_CTX_new(key, 0), LibcryptoSymbols::EVP_PKEY_CTX_free, "EVP_PKEY_CTX_new");
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
