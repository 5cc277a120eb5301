package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The deterministic random bit generators, over the JDK's hash function, HMAC and cipher, which need no native library.
 *
 * <p>Source: SP 800-90A Rev. 1 §10.
 */
public enum DrbgMechanism {
    /** Hash_DRBG with SHA-256. */
    HASH(
            "HashDRBG",
            "Hash_DRBG,SHA-256",
            "e21c0c469300ba5484d2d4201bfcb8883c3eab7d06c1f6a4cb60e42ab140906d29b9255d9e584794") {
        @Override
        Drbg open(byte[] entropyInput, byte[] nonce, byte[] personalization) throws GeneralSecurityException {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256", jdk("SUN"));
            return new HashDrbg(sha256, entropyInput, nonce, personalization);
        }
    },
    /** HMAC_DRBG with SHA-256. */
    HMAC(
            "HmacDRBG",
            "HMAC_DRBG,SHA-256",
            "b9c984647213336b343b34a1f304a1bcaa5e53f6ad6f563cf62d85989a582bf1df8d441bfbb79af2") {
        @Override
        Drbg open(byte[] entropyInput, byte[] nonce, byte[] personalization) throws GeneralSecurityException {
            Mac hmac = Mac.getInstance("HmacSHA256", jdk("SunJCE"));
            return new HmacDrbg(hmac, entropyInput, nonce, personalization);
        }
    },
    /** CTR_DRBG with AES-256 and the derivation function. */
    CTR(
            "CtrDRBG",
            "CTR_DRBG,AES-256,use_df",
            "1d6f0a6c6edd9872e519699cb95edecf3b5e0fa20acfc6f699a73ec02dfa55da432e0a7f397c85ec") {
        @Override
        Drbg open(byte[] entropyInput, byte[] nonce, byte[] personalization) throws GeneralSecurityException {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding", jdk("SunJCE"));
            return new CtrDrbg(aes, entropyInput, nonce, personalization);
        }
    };

    private final String row;
    private final String label;
    private final String knownAnswer;

    DrbgMechanism(String row, String label, String knownAnswer) {
        this.row = row;
        this.label = label;
        this.knownAnswer = knownAnswer;
    }

    /**
     * Finds a mechanism.
     *
     * @param row the row's name in the JCA, as {@link #row} gives it
     * @return the mechanism
     */
    public static DrbgMechanism named(String row) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.row.equals(row))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected a row of a generator, got " + row + "."));
    }

    private static Provider jdk(String name) {
        Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw new ProviderException("Expected the JDK's provider " + name + " in the list of java.security.");
        }
        return provider;
    }

    /** @return the row's name in the JCA */
    public String row() {
        return row;
    }

    /** Mechanism and function, as the JDK's own DRBG names them. */
    String label() {
        return label;
    }

    /**
     * Instantiates.
     *
     * @param entropyInput at least 32 bytes; wiped by the caller
     * @param nonce at least 16 bytes
     * @param personalization any bytes
     */
    abstract Drbg open(byte[] entropyInput, byte[] nonce, byte[] personalization) throws GeneralSecurityException;

    /** What {@link #answer} is to be; it was checked against ACVP's answers for the same code. */
    byte[] knownAnswer() {
        return HexFormat.of().parseHex(knownAnswer);
    }

    /** Instantiates, reseeds and generates with fixed input. Source: SP 800-90A Rev. 1 §11.3. */
    byte[] answer() throws GeneralSecurityException {
        byte[] entropy = new byte[32];
        byte[] nonce = new byte[16];
        for (int i = 0; i < entropy.length; i++) {
            entropy[i] = (byte) i;
            nonce[i % nonce.length] = (byte) (0x20 + i);
        }
        Drbg drbg = open(entropy, nonce, new byte[0]);
        byte[] output = new byte[40];
        drbg.generate(output, 0, output.length, new byte[0]);
        drbg.reseed(nonce, entropy);
        drbg.generate(output, 0, output.length, nonce);
        return output;
    }
}
