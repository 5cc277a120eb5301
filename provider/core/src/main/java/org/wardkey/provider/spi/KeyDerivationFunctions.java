package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.GatedMac;
import org.wardkey.provider.gate.OperationGate;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.operation.KeyDerivation.CounterPosition;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.secret.Encodings;

/**
 * The key derivation functions, block by block over the gate's codes and hashes. Intermediate blocks are wiped; copies that
 * engines make of keys are the engines'.
 */
final class KeyDerivationFunctions {
    private static final byte[] NOTHING = {};
    private static final byte[] KDF = "KDF".getBytes(StandardCharsets.US_ASCII);

    private final OperationGate gate;
    private final KeyDerivation derivation;
    private @Nullable GatedMac open;
    private @Nullable SecretKey openKey;

    KeyDerivationFunctions(OperationGate gate, KeyDerivation derivation) {
        this.gate = gate;
        this.derivation = derivation;
    }

    /** Derives; the caller wipes the result. */
    byte[] derive() throws InvalidKeyException {
        try {
            return computed();
        } finally {
            close();
        }
    }

    private byte[] computed() throws InvalidKeyException {
        return switch (derivation.function()) {
            case HKDF -> hkdf();
            case HKDF_EXTRACT -> extract();
            case HKDF_EXPAND -> expand(derivation.key(), derivation.info());
            case TLS13_EXPAND_LABEL -> expand(derivation.key(), hkdfLabel());
            case COUNTER -> feedback(derivation.key(), false);
            case FEEDBACK -> feedback(derivation.key(), true);
            case DOUBLE_PIPELINE -> doublePipeline(derivation.key());
            case KMAC -> kmac(derivation.key(), derivation.label(), derivation.info());
            case ONE_STEP -> primitive().family().isKmac() ? oneStepWithKmac() : oneStep(true);
            case TWO_STEP_COUNTER, TWO_STEP_FEEDBACK, TWO_STEP_DOUBLE_PIPELINE -> twoStep();
            case X963 -> oneStep(false);
            case TLS12_PRF -> tls12();
        };
    }

    private Mechanism primitive() {
        return derivation.primitive();
    }

    private byte[] mac(SecretKey key, byte[]... parts) throws InvalidKeyException {
        GatedMac mac = opened(key);
        for (byte[] part : parts) {
            mac.update(part, 0, part.length);
        }
        return mac.finish();
    }

    /** One code as long as the key that comes out. Source: SP 800-108r1 §4.4: KMAC#(K_IN, Context, L, Label). */
    private byte[] kmac(SecretKey key, byte[] customization, byte[]... parts) throws InvalidKeyException {
        if (key instanceof WardkeyKey managed && managed.type() != KeyType.KMAC) {
            throw new InvalidKeyException("Expected a key for KMAC, got one for " + managed.getAlgorithm() + ".");
        }
        GatedMac mac = gate.kmac(key, primitive(), new KmacParameters(derivation.sizeBytes(), customization));
        try {
            for (byte[] part : parts) {
                mac.update(part, 0, part.length);
            }
            return mac.finish();
        } finally {
            mac.close();
        }
    }

    /** The same for all blocks under one key. */
    @SuppressWarnings("ReferenceEquality") // another object may be another key
    private GatedMac opened(SecretKey key) throws InvalidKeyException {
        GatedMac present = open;
        if (present != null && openKey == key) {
            return present;
        }
        close();
        if (primitive().family() == Family.AES_CMAC) {
            CipherMode.requireAes(key, 0);
        } else if (key instanceof WardkeyKey managed && managed.type() != KeyType.HMAC) {
            throw new InvalidKeyException("Expected an HMAC key, got one for " + managed.getAlgorithm() + ".");
        }
        GatedMac made = gate.mac(key, primitive());
        open = made;
        openKey = key;
        return made;
    }

    private void close() {
        if (open != null) {
            open.close();
        }
        open = null;
        openKey = null;
    }

    private byte[] salt() {
        return derivation.salt().orElse(NOTHING);
    }

    /** The bytes of a plain key; of a managed one nobody has them. */
    private byte[] material() throws InvalidKeyException {
        byte[] bytes = Encodings.of(derivation.key());
        if (bytes == null) {
            throw new InvalidKeyException("Expected a plain secret for " + derivation.function()
                    + ", whose bytes are a message; a managed key can be the key of HKDF_EXPAND, KBKDF and the functions of"
                    + " TLS.");
        }
        return bytes;
    }

    private int zerosForSalt() {
        return primitive().family() == Family.AES_CMAC
                ? 16
                : primitive().digest().sizeBytes();
    }

    /** Source: RFC 5869 §2.2: "if not provided, [salt] is set to a string of HashLen zeros". */
    private byte[] extract() throws InvalidKeyException {
        byte[] salt = salt();
        byte[] material = material();
        try (WipedKey key = new WipedKey(salt.length == 0 ? new byte[zerosForSalt()] : salt)) {
            return mac(key, material);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    private byte[] hkdf() throws InvalidKeyException {
        try (WipedKey pseudorandom = new WipedKey(extract())) {
            return expand(pseudorandom, derivation.info());
        }
    }

    /** Source: RFC 5869 §2.3. */
    private byte[] expand(SecretKey key, byte[] info) throws InvalidKeyException {
        Output output = new Output(derivation.sizeBytes());
        byte[] block = NOTHING;
        for (int i = 1; output.wants(); i++) {
            byte[] next = mac(key, block, info, new byte[] {(byte) i});
            Arrays.fill(block, (byte) 0);
            block = next;
            output.take(block);
        }
        Arrays.fill(block, (byte) 0);
        return output.bytes();
    }

    /** Source: RFC 8446 §7.1. */
    private byte[] hkdfLabel() {
        byte[] info = derivation.info();
        return ByteBuffer.allocate(2 + info.length)
                .putShort((short) derivation.sizeBytes())
                .put(info)
                .array();
    }

    private byte[] counter(int i) {
        int size = derivation.counterBits() / Byte.SIZE;
        byte[] all = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
        return Arrays.copyOfRange(all, Integer.BYTES - size, Integer.BYTES);
    }

    private byte[] block(SecretKey key, int i, byte[] iterated) throws InvalidKeyException {
        byte[] info = derivation.info();
        CounterPosition position = derivation.counterPosition();
        return mac(
                key,
                position == CounterPosition.FIRST ? counter(i) : NOTHING,
                iterated,
                position == CounterPosition.BEFORE_FIXED_INPUT ? counter(i) : NOTHING,
                info,
                position == CounterPosition.AFTER_FIXED_INPUT ? counter(i) : NOTHING);
    }

    /** Counter mode is feedback mode without feedback. Source: SP 800-108 §4.1, §4.2. */
    private byte[] feedback(SecretKey key, boolean feeds) throws InvalidKeyException {
        Output output = new Output(derivation.sizeBytes());
        byte[] block = feeds ? derivation.initialValue() : NOTHING;
        for (int i = 1; output.wants(); i++) {
            byte[] next = block(key, i, block);
            output.take(next);
            Arrays.fill(feeds ? block : next, (byte) 0);
            block = feeds ? next : NOTHING;
        }
        Arrays.fill(block, (byte) 0);
        return output.bytes();
    }

    /** Source: SP 800-108 §4.3. */
    private byte[] doublePipeline(SecretKey key) throws InvalidKeyException {
        Output output = new Output(derivation.sizeBytes());
        byte[] first = derivation.info();
        for (int i = 1; output.wants(); i++) {
            byte[] next = mac(key, first);
            Arrays.fill(first, (byte) 0);
            first = next;
            byte[] block = block(key, i, first);
            output.take(block);
            Arrays.fill(block, (byte) 0);
        }
        Arrays.fill(first, (byte) 0);
        return output.bytes();
    }

    /** SP 800-56C §4.1 has the counter before Z, with HMAC if there is a salt; X9.63 has it behind, and a hash. */
    private byte[] oneStep(boolean counterFirst) throws InvalidKeyException {
        Output output = new Output(derivation.sizeBytes());
        byte[] secret = material();
        byte[] salt = salt();
        try (WipedKey key = new WipedKey(salt.length == 0 ? new byte[1] : salt)) {
            for (int i = 1; output.wants(); i++) {
                byte[] counter = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
                byte[] one = counterFirst ? counter : secret;
                byte[] two = counterFirst ? secret : counter;
                byte[] block = counterFirst && salt.length > 0
                        ? mac(key, one, two, derivation.info())
                        : hash(one, two, derivation.info());
                output.take(block);
                Arrays.fill(block, (byte) 0);
            }
            return output.bytes();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * H_outputBits is L, so that one code is enough; S is "KDF". Source: SP 800-56C Rev. 2 §4.1, option 3, with its default salt:
     * as many zeros as fill the first block of KMAC.
     */
    private byte[] oneStepWithKmac() throws InvalidKeyException {
        byte[] secret = material();
        byte[] salt = salt();
        int zeros = primitive().family() == Family.KMAC128 ? 164 : 132;
        try (WipedKey key = new WipedKey(salt.length == 0 ? new byte[zeros] : salt)) {
            return kmac(key, KDF, new byte[] {0, 0, 0, 1}, secret, derivation.info());
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * Source: SP 800-56C Rev. 2 §5.1. The default salt is as many zeros as HMAC's block or AES-128's key has; to HMAC every
     * shorter row of zeros is the same key. What CMAC extracts is a key of AES-128 whatever key it had.
     */
    private byte[] twoStep() throws InvalidKeyException {
        try (WipedKey extracted = new WipedKey(extract())) {
            return switch (derivation.function()) {
                case TWO_STEP_COUNTER -> feedback(extracted, false);
                case TWO_STEP_FEEDBACK -> feedback(extracted, true);
                default -> doublePipeline(extracted);
            };
        }
    }

    private byte[] hash(byte[]... parts) {
        MessageDigest digest = gate.digest(primitive().digest());
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** Source: RFC 5246 §5: P_hash. */
    private byte[] tls12() throws InvalidKeyException {
        Output output = new Output(derivation.sizeBytes());
        byte[] seed = derivation.info();
        byte[] chained = seed.clone();
        while (output.wants()) {
            byte[] next = mac(derivation.key(), chained);
            Arrays.fill(chained, (byte) 0);
            chained = next;
            byte[] block = mac(derivation.key(), chained, seed);
            output.take(block);
            Arrays.fill(block, (byte) 0);
        }
        Arrays.fill(chained, (byte) 0);
        return output.bytes();
    }

    /** Blocks one behind the other, up to a length. */
    private static final class Output {
        private final byte[] bytes;
        private int size;

        Output(int sizeBytes) {
            this.bytes = new byte[sizeBytes];
        }

        boolean wants() {
            return size < bytes.length;
        }

        void take(byte[] block) {
            int length = Math.min(block.length, bytes.length - size);
            System.arraycopy(block, 0, bytes, size, length);
            size += length;
        }

        byte[] bytes() {
            return bytes;
        }
    }
}
