package org.wardkey.provider.operation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.KeySpec;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * What a {@code SecretKeyFactory} for key derivation is asked for: the function, the key that it starts from, what goes into
 * it, and the key that comes out. The key that comes out is a plain one; the bytes of a managed key never leave its token, and
 * every block that is computed with one passes its rules as a message authentication code does.
 *
 * <p>The factory's name is {@link Function#row}. TLS 1.3's label goes with {@link #tls13Info}. Immutable; arrays are copied on
 * the way in and out.
 */
public final class KeyDerivation implements KeySpec, AlgorithmParameterSpec {
    /** The functions. */
    public enum Function {
        /** HKDF: extract, then expand. Source: RFC 5869 §2; SP 800-56C §5. */
        HKDF("HKDF"),
        /** The first half of HKDF, which gives a pseudorandom key as long as the hash. Source: RFC 5869 §2.2. */
        HKDF_EXTRACT("HKDF"),
        /** The second half of HKDF. Source: RFC 5869 §2.3. */
        HKDF_EXPAND("HKDF"),
        /** KDF in counter mode. Source: SP 800-108 §4.1. */
        COUNTER("KBKDF"),
        /** KDF in feedback mode. Source: SP 800-108 §4.2. */
        FEEDBACK("KBKDF"),
        /** KDF in double-pipeline mode. Source: SP 800-108 §4.3. */
        DOUBLE_PIPELINE("KBKDF"),
        /** KDF with KMAC; info is the context. Source: SP 800-108r1 §4.4. */
        KMAC("KBKDF"),
        /** One-step derivation with a hash function, with HMAC if there is a salt, or with KMAC. Source: SP 800-56C §4.1. */
        ONE_STEP("SSKDF"),
        /** Two-step derivation: extract with HMAC or CMAC, then expand in counter mode. Source: SP 800-56C §5.1. */
        TWO_STEP_COUNTER("TSKDF"),
        /** Two-step derivation: extract with HMAC or CMAC, then expand in feedback mode. Source: SP 800-56C §5.1. */
        TWO_STEP_FEEDBACK("TSKDF"),
        /** Two-step derivation: extract with HMAC or CMAC, then expand in double-pipeline mode. Source: SP 800-56C §5.1. */
        TWO_STEP_DOUBLE_PIPELINE("TSKDF"),
        /** The derivation of ANSI X9.63. Source: SEC 1 §3.6.1. */
        X963("X963KDF"),
        /** The pseudorandom function of TLS 1.2. Source: RFC 5246 §5. */
        TLS12_PRF("TLS12-PRF"),
        /** HKDF-Expand-Label of TLS 1.3. Source: RFC 8446 §7.1. */
        TLS13_EXPAND_LABEL("TLS13-KDF");

        private final String row;

        Function(String row) {
            this.row = row;
        }

        /** @return the name of the {@code SecretKeyFactory}, and from Java 25 on of the {@code KDF}, that takes it */
        public String row() {
            return row;
        }

        /** @return whether it first extracts a key, then expands it by SP 800-108 */
        public boolean isTwoStep() {
            return row.equals("TSKDF");
        }

        private boolean takesCmac() {
            return isTwoStep() || this == COUNTER || this == FEEDBACK || this == DOUBLE_PIPELINE;
        }
    }

    /** Where SP 800-108's counter stands in what is authenticated for a block. */
    public enum CounterPosition {
        /** Nowhere; for feedback and double pipeline. */
        NONE,
        /** In front of everything. */
        FIRST,
        /** In front of the fixed input, behind what comes from the block before. */
        BEFORE_FIXED_INPUT,
        /** Behind the fixed input. */
        AFTER_FIXED_INPUT
    }

    private static final int LARGEST_BYTES = 1 << 20;
    private static final byte[] NOTHING = {};

    private final Function function;
    private final SecretKey key;
    private final Mechanism primitive;
    private final byte[] salt;
    private final byte[] info;
    private final byte[] label;
    private final byte[] initialValue;
    private final String algorithm;
    private final int sizeBytes;
    private final CounterPosition position;
    private final int counterBits;

    private KeyDerivation(Builder builder, String algorithm, int sizeBytes) {
        this.function = builder.function;
        this.key = builder.key;
        this.primitive = builder.primitive;
        this.salt = builder.salt;
        this.info = builder.info;
        this.label = builder.label;
        this.initialValue = builder.initialValue;
        this.position = builder.position;
        this.counterBits = builder.counterBits;
        this.algorithm = algorithm;
        this.sizeBytes = sizeBytes;
    }

    /**
     * Begins a derivation.
     *
     * @param function the function
     * @param key what it starts from: input keying material, a shared secret Z, or a key; a managed HMAC key (or for KBKDF with
     *     CMAC a managed AES key) where the function uses it as a key, that is for all but HKDF, HKDF_EXTRACT, ONE_STEP, X963
     *     and the two-step functions
     * @param digest the hash function, of HMAC where the function uses that
     * @return the builder
     */
    public static Builder with(Function function, SecretKey key, Digest digest) {
        if (!digest.isOfHmac()) {
            throw new IllegalArgumentException(
                    "Expected a hash function that HMAC is defined with, got " + digest.standardName() + ".");
        }
        if (function == Function.KMAC) {
            throw new IllegalArgumentException("Expected no hash function for KMAC; begin it with withKmac.");
        }
        return new Builder(function, key, Mechanism.of(Mechanism.Family.HMAC, digest));
    }

    /**
     * Begins a derivation of SP 800-108 or a two-step one of SP 800-56C with CMAC.
     *
     * @param function COUNTER, FEEDBACK or DOUBLE_PIPELINE with an AES key, or a two-step function
     * @param key what it starts from
     * @return the builder
     */
    public static Builder withCmac(Function function, SecretKey key) {
        if (!function.takesCmac()) {
            throw new IllegalArgumentException(
                    "Expected a mode of SP 800-108 or a two-step function for CMAC, got " + function + ".");
        }
        return new Builder(function, key, Mechanism.of(Mechanism.Family.AES_CMAC));
    }

    /**
     * Begins a derivation with KMAC.
     *
     * @param function KMAC with a key for KMAC, which may be a managed one, or ONE_STEP
     * @param key what it starts from
     * @param family KMAC128 or KMAC256
     * @return the builder
     */
    public static Builder withKmac(Function function, SecretKey key, Mechanism.Family family) {
        if (!family.isKmac() || (function != Function.KMAC && function != Function.ONE_STEP)) {
            throw new IllegalArgumentException("Expected KMAC or ONE_STEP with KMAC128 or KMAC256, got " + function
                    + " with " + family.standardName() + ".");
        }
        return new Builder(function, key, Mechanism.of(family));
    }

    /** Collects what goes into a derivation. Not thread-safe. */
    public static final class Builder {
        private final Function function;
        private final SecretKey key;
        private final Mechanism primitive;
        private byte[] salt = NOTHING;
        private byte[] info = NOTHING;
        private byte[] label = NOTHING;
        private byte[] initialValue = NOTHING;
        private CounterPosition position = CounterPosition.BEFORE_FIXED_INPUT;
        private int counterBits = 32;

        private Builder(Function function, SecretKey key, Mechanism primitive) {
            this.function = function;
            this.key = key;
            this.primitive = primitive;
        }

        /**
         * Sets the salt of HKDF, of the two-step functions and of ONE_STEP with HMAC or KMAC, or the initial value of
         * FEEDBACK; none unless told otherwise. The salt of a two-step function with CMAC has 16, 24 or 32 bytes.
         *
         * @param bytes copied
         * @return this
         */
        public Builder salt(byte[] bytes) {
            salt = bytes.clone();
            return this;
        }

        /**
         * Sets the label of KMAC, its customization string; none unless told otherwise.
         *
         * @param bytes copied
         * @return this
         */
        public Builder label(byte[] bytes) {
            label = bytes.clone();
            return this;
        }

        /**
         * Sets the initial value of TWO_STEP_FEEDBACK; none unless told otherwise.
         *
         * @param bytes copied
         * @return this
         */
        public Builder initialValue(byte[] bytes) {
            initialValue = bytes.clone();
            return this;
        }

        /**
         * Sets the public input: HKDF's info, SP 800-108's fixed input or with KMAC its context, SP 800-56C's FixedInfo, X9.63's SharedInfo, label and
         * seed of TLS 1.2 one behind the other, or what {@link #tls13Info} makes for TLS 1.3.
         *
         * @param bytes copied
         * @return this
         */
        public Builder info(byte[] bytes) {
            info = bytes.clone();
            return this;
        }

        /**
         * Sets SP 800-108's counter; before the fixed input and of 32 bits unless told otherwise.
         *
         * @param where where it stands
         * @param bits 8, 16, 24 or 32
         * @return this
         */
        public Builder counter(CounterPosition where, int bits) {
            if (bits < 8 || bits > 32 || bits % 8 != 0) {
                throw new IllegalArgumentException("Expected a counter of 8, 16, 24 or 32 bits, got " + bits + ".");
            }
            if (where == CounterPosition.NONE
                    && (function == Function.COUNTER || function == Function.TWO_STEP_COUNTER)) {
                throw new IllegalArgumentException("Expected a place for the counter of the counter mode, got none.");
            }
            position = where;
            counterBits = bits;
            return this;
        }

        /**
         * Ends.
         *
         * @param algorithm the JCA's name of the algorithm of the key that comes out, such as {@code AES}
         * @param sizeBytes how long it is, 1 to 1048576 bytes; for HKDF_EXTRACT as long as the hash
         * @return the derivation
         * @throws IllegalArgumentException if the function gives no such length
         */
        public KeyDerivation to(String algorithm, int sizeBytes) {
            int smallest = primitive.family().isKmac() ? KmacParameters.SMALLEST_BYTES : 1;
            if (sizeBytes < smallest || sizeBytes > LARGEST_BYTES) {
                throw new IllegalArgumentException(
                        "Expected a key of " + smallest + " to " + LARGEST_BYTES + " bytes, got " + sizeBytes + ".");
            }
            long largest = largestBytes();
            if (sizeBytes > largest) {
                throw new IllegalArgumentException(
                        "Expected at most " + largest + " bytes from " + function + ", got " + sizeBytes + ".");
            }
            if ((label.length > 0 && function != Function.KMAC)
                    || (initialValue.length > 0 && function != Function.TWO_STEP_FEEDBACK)) {
                throw new IllegalArgumentException(
                        "Expected no label and no initial value for " + function + ", which does not take them.");
            }
            if (function == Function.HKDF_EXTRACT
                    && sizeBytes != primitive.digest().sizeBytes()) {
                throw new IllegalArgumentException("Expected the hash function's length, "
                        + primitive.digest().sizeBytes() + " bytes, got " + sizeBytes + ".");
            }
            return new KeyDerivation(this, algorithm, sizeBytes);
        }

        private long largestBytes() {
            int block = primitive.family() == Mechanism.Family.AES_CMAC
                    ? 16
                    : primitive.digest().sizeBytes();
            return switch (function) {
                case HKDF, HKDF_EXPAND -> 255L * block;
                case TLS13_EXPAND_LABEL -> Math.min(255L * block, 65_535);
                case COUNTER,
                        FEEDBACK,
                        DOUBLE_PIPELINE,
                        TWO_STEP_COUNTER,
                        TWO_STEP_FEEDBACK,
                        TWO_STEP_DOUBLE_PIPELINE ->
                    position == CounterPosition.NONE ? LARGEST_BYTES : ((1L << counterBits) - 1) * block;
                case HKDF_EXTRACT, KMAC, ONE_STEP, X963, TLS12_PRF -> LARGEST_BYTES;
            };
        }
    }

    /**
     * The public input of {@link Function#TLS13_EXPAND_LABEL}: HkdfLabel without the length in front, which the factory adds.
     *
     * @param label without {@code "tls13 "}, at most 249 bytes
     * @param context at most 255 bytes
     * @return the bytes for {@link Builder#info}
     */
    public static byte[] tls13Info(String label, byte[] context) {
        byte[] full = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        if (full.length > 255 || context.length > 255) {
            throw new IllegalArgumentException(
                    "Expected a label of at most 249 and a context of at most 255 bytes, got " + (full.length - 6)
                            + " and " + context.length + ".");
        }
        ByteBuffer info = ByteBuffer.allocate(2 + full.length + context.length);
        return info.put((byte) full.length)
                .put(full)
                .put((byte) context.length)
                .put(context)
                .array();
    }

    /** @return the function */
    public Function function() {
        return function;
    }

    /** @return what it starts from */
    public SecretKey key() {
        return key;
    }

    /** @return HMAC with its hash function, CMAC or KMAC */
    public Mechanism primitive() {
        return primitive;
    }

    /** @return the salt or initial value; empty if there is none; a copy */
    public Optional<byte[]> salt() {
        return salt.length == 0 ? Optional.empty() : Optional.of(salt.clone());
    }

    /** @return the public input; a copy */
    public byte[] info() {
        return info.clone();
    }

    /** @return the label of KMAC; a copy */
    public byte[] label() {
        return label.clone();
    }

    /** @return the initial value of feedback mode; a copy */
    public byte[] initialValue() {
        return function == Function.FEEDBACK ? salt.clone() : initialValue.clone();
    }

    /** @return where SP 800-108's counter stands */
    public CounterPosition counterPosition() {
        return position;
    }

    /** @return how many bits SP 800-108's counter has */
    public int counterBits() {
        return counterBits;
    }

    /** @return the JCA's name of the algorithm of the key that comes out */
    public String algorithm() {
        return algorithm;
    }

    /** @return how long the key is that comes out, in bytes */
    public int sizeBytes() {
        return sizeBytes;
    }

    @Override
    public String toString() {
        return "KeyDerivation[" + function + " with " + primitive + ", " + sizeBytes + " bytes for " + algorithm + "]";
    }
}
