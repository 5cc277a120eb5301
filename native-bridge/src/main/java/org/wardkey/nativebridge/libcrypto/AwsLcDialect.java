package org.wardkey.nativebridge.libcrypto;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.wardkey.nativebridge.NativeBuffer;

/** AWS-LC: algorithms are static tables, key wrapping works on {@code AES_KEY}. */
final class AwsLcDialect implements Dialect {
    /** More than {@code sizeof(AES_KEY)}, which is 244. */
    private static final int AES_KEY_BYTES = 256;

    @Override
    public long digest(Call call, Digest digest) {
        return LibcryptoAwsLcSymbols.EVP_get_digestbyname(call.string(digest.libcryptoName()));
    }

    @Override
    public long cipher(Call call, String name) {
        return LibcryptoAwsLcSymbols.EVP_get_cipherbyname(call.string(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public long duplicate(long address, long sizeBytes) {
        return LibcryptoAwsLcSymbols.OPENSSL_memdup(address, sizeBytes);
    }

    @Override
    public int keyId(long key) {
        return LibcryptoAwsLcSymbols.EVP_PKEY_id(key);
    }

    @Override
    public int sizeBits(long key) {
        return LibcryptoAwsLcSymbols.EVP_PKEY_bits(key);
    }

    @Override
    public Optional<Curve> curve(Call call, long key) {
        long ec = LibcryptoAwsLcSymbols.EVP_PKEY_get0_EC_KEY(key);
        long group = ec == 0 ? 0 : LibcryptoAwsLcSymbols.EC_KEY_get0_group(ec);
        if (group == 0) {
            return Optional.empty();
        }
        int nid = LibcryptoAwsLcSymbols.EC_GROUP_get_curve_name(group);
        return Arrays.stream(Curve.values())
                .filter(curve -> LibcryptoSymbols.OBJ_sn2nid(call.string(curve.libcryptoName())) == nid)
                .findFirst();
    }

    /** Repeats what AWS-LC's parser did, so that a change there cannot weaken us. It has no check for RSA-PSS, Ed25519 and X25519 keys. */
    @Override
    public boolean isValidPair(Call call, long key, KeyType type) {
        return switch (type) {
            case RSA -> LibcryptoAwsLcSymbols.RSA_check_key(LibcryptoAwsLcSymbols.EVP_PKEY_get0_RSA(key)) == 1;
            case EC -> LibcryptoAwsLcSymbols.EC_KEY_check_key(LibcryptoAwsLcSymbols.EVP_PKEY_get0_EC_KEY(key)) == 1;
            default -> true;
        };
    }

    /** As for pairs: {@code RSA_check_key} accepts a key without private part. */
    @Override
    public boolean isValidPublic(Call call, long key, KeyType type) {
        return isValidPair(call, key, type);
    }

    @Override
    public int setPeer(long context, long peer) {
        return LibcryptoAwsLcSymbols.EVP_PKEY_derive_set_peer(context, peer);
    }

    @Override
    public byte[] wrap(Call call, byte[] keyEncryptionKey, byte[] plaintext, boolean padded) {
        NativeBuffer key = call.out(AES_KEY_BYTES);
        if (LibcryptoAwsLcSymbols.AES_set_encrypt_key(
                        call.in(keyEncryptionKey).address(), keyEncryptionKey.length * 8, key.address())
                != 0) {
            throw call.failure("AES_set_encrypt_key");
        }
        NativeBuffer input = call.in(plaintext);
        int maxBytes = plaintext.length + 16;
        NativeBuffer output = call.out(maxBytes);
        if (!padded) {
            int length = LibcryptoAwsLcSymbols.AES_wrap_key(
                    key.address(), 0, output.address(), input.address(), plaintext.length);
            return output.bytes(0, call.check(length, "AES_wrap_key"));
        }
        NativeBuffer length = call.cell(0);
        call.check(
                LibcryptoAwsLcSymbols.AES_wrap_key_padded(
                        key.address(), output.address(), length.address(), maxBytes, input.address(), plaintext.length),
                "AES_wrap_key_padded");
        return output.bytes(0, (int) length.getLong(0));
    }

    @Override
    public byte[] unwrap(Call call, byte[] keyEncryptionKey, byte[] ciphertext, boolean padded)
            throws AuthenticationFailedException {
        NativeBuffer key = call.out(AES_KEY_BYTES);
        if (LibcryptoAwsLcSymbols.AES_set_decrypt_key(
                        call.in(keyEncryptionKey).address(), keyEncryptionKey.length * 8, key.address())
                != 0) {
            throw call.failure("AES_set_decrypt_key");
        }
        NativeBuffer input = call.in(ciphertext);
        NativeBuffer output = call.out(ciphertext.length);
        NativeBuffer length = call.cell(0);
        long size = ciphertext.length;
        if (padded) {
            int result = LibcryptoAwsLcSymbols.AES_unwrap_key_padded(
                    key.address(), output.address(), length.address(), size, input.address(), size);
            if (result != 1) {
                throw new AuthenticationFailedException();
            }
            return output.bytes(0, (int) length.getLong(0));
        }
        int unwrapped = LibcryptoAwsLcSymbols.AES_unwrap_key(key.address(), 0, output.address(), input.address(), size);
        if (unwrapped <= 0) {
            throw new AuthenticationFailedException();
        }
        return output.bytes(0, unwrapped);
    }
}
