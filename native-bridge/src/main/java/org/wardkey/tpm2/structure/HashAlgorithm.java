package org.wardkey.tpm2.structure;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.tpm2.crypto.JdkCrypto;

/** TPMI_ALG_HASH. Source: TPM 2.0 Part 2 §6.3, §9.27. */
public enum HashAlgorithm {
    /** TPM_ALG_SHA1. */
    SHA1(0x0004, 20, "SHA-1", "HmacSHA1"),
    /** TPM_ALG_SHA256. */
    SHA256(0x000B, 32, "SHA-256", "HmacSHA256"),
    /** TPM_ALG_SHA384. */
    SHA384(0x000C, 48, "SHA-384", "HmacSHA384"),
    /** TPM_ALG_SHA512. */
    SHA512(0x000D, 64, "SHA-512", "HmacSHA512"),
    /** TPM_ALG_SHA3_256. */
    SHA3_256(0x0027, 32, "SHA3-256", "HmacSHA3-256"),
    /** TPM_ALG_SHA3_384. */
    SHA3_384(0x0028, 48, "SHA3-384", "HmacSHA3-384"),
    /** TPM_ALG_SHA3_512. */
    SHA3_512(0x0029, 64, "SHA3-512", "HmacSHA3-512");

    private final int id;
    private final int sizeBytes;
    private final String jdkName;
    private final String jdkMac;

    HashAlgorithm(int id, int sizeBytes, String jdkName, String jdkMac) {
        this.id = id;
        this.sizeBytes = sizeBytes;
        this.jdkName = jdkName;
        this.jdkMac = jdkMac;
    }

    /** Returns the TPM_ALG_ID. */
    public int id() {
        return id;
    }

    /** Returns the length of a digest. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Returns the JCA's name, such as {@code SHA-256}. */
    public String jcaName() {
        return jdkName;
    }

    /** Returns the algorithm with this TPM_ALG_ID, or throws a {@link TpmFormatException}. */
    public static HashAlgorithm of(int id, String what) {
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.id == id) {
                return algorithm;
            }
        }
        throw new TpmFormatException(String.format("%s: expected a hash algorithm, got TPM_ALG_ID 0x%04X", what, id));
    }

    /** Reads a TPMI_ALG_HASH. */
    public static HashAlgorithm read(TpmReader in, String what) {
        return of(in.u16(what), what);
    }

    /** Returns the digest of the parts, one behind the other. */
    public byte[] digest(byte[]... parts) {
        MessageDigest digest = JdkCrypto.digest(jdkName);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** Returns the HMAC of the parts, one behind the other; the key may be empty. */
    public byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = JdkCrypto.mac(jdkMac);
            // RFC 2104 pads a key with zeros to the block, so one zero is the empty key, which SecretKeySpec refuses.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, jdkMac));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (InvalidKeyException e) {
            throw new AssertionError("HMAC takes every key", e);
        }
    }
}
