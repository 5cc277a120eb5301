package org.wardkey.provider.operation;

import java.security.KeyStore;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a generator for a managed key, or says with what authorizations a key is to be imported.
 *
 * <p>Given to {@code KeyPairGenerator.initialize} or {@code KeyGenerator.init}, the key is made inside
 * the token and stays there under its alias. Given to {@code KeyStore.setEntry} as protection
 * parameter, the key is imported with these authorizations; alias and size, if one is given, must be those of
 * the entry. The shape is that of Android's {@code
 * KeyGenParameterSpec} and {@code KeyProtection}. Immutable.
 *
 * <pre>{@code
 * KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "Wardkey");
 * generator.initialize(KeyGenParameters.builder("pump-17", Purpose.SIGN)
 *         .curve("secp256r1")
 *         .originationEnd(Instant.parse("2027-12-01T00:00:00Z"))
 *         .maximumOperations(1_000_000)
 *         .build());
 * KeyPair pair = generator.generateKeyPair();
 * }</pre>
 */
public final class KeyGenParameters implements AlgorithmParameterSpec, KeyStore.ProtectionParameter {
    private final Builder from;

    private KeyGenParameters(Builder from) {
        this.from = from;
    }

    /**
     * Starts with the alias and what the key is for.
     *
     * @param alias the alias in the token, {@code token:alias} to name a token; 1 to 255 characters,
     *     none of them a control character
     * @param first a purpose
     * @param more further purposes
     * @return a builder
     */
    public static Builder builder(String alias, Purpose first, Purpose... more) {
        return new Builder(alias, EnumSet.of(first, more));
    }

    /** @return the alias, with the token's name before a colon where one was given */
    public String alias() {
        return from.alias;
    }

    /** @return the size of the key in bits, where one was given */
    public OptionalInt keySizeBits() {
        return from.keySizeBits;
    }

    /** @return the JCA's name of the curve, where one was given */
    public Optional<String> curve() {
        return Optional.ofNullable(from.curve);
    }

    /**
     * The authorizations for a key of a type; what was not set has the type's default.
     *
     * @param type the type of the key
     * @return the authorizations
     */
    public KeyAuthorizations authorizations(KeyType type) {
        KeyAuthorizations defaults = KeyAuthorizations.defaultsFor(type);
        return new KeyAuthorizations(
                from.purposes,
                from.digests,
                from.paddings,
                new Window(from.originationStart, from.originationEnd),
                new Window(from.consumptionStart, from.consumptionEnd),
                from.maximumOperations,
                from.maximumBytes,
                from.exportable,
                from.audit == null ? defaults.audit() : from.audit,
                Optional.ofNullable(from.continuity),
                from.constantTimeRequired,
                from.labels);
    }

    @Override
    public String toString() {
        return "KeyGenParameters[" + from.alias + ", " + from.purposes + "]";
    }

    /** Collects the parameters of a key. Not thread-safe. */
    public static final class Builder {
        private final String alias;
        private final Set<Purpose> purposes;
        private Set<Digest> digests = Set.of();
        private Set<Padding> paddings = Set.of();
        private Instant originationStart = Instant.MIN;
        private Instant originationEnd = Instant.MAX;
        private Instant consumptionStart = Instant.MIN;
        private Instant consumptionEnd = Instant.MAX;
        private OptionalLong maximumOperations = OptionalLong.empty();
        private OptionalLong maximumBytes = OptionalLong.empty();
        private boolean exportable;
        private @Nullable AuditGranularity audit;
        private @Nullable Continuity continuity;
        private boolean constantTimeRequired;
        private Set<String> labels = Set.of();
        private OptionalInt keySizeBits = OptionalInt.empty();
        private @Nullable String curve;

        private Builder(String alias, Set<Purpose> purposes) {
            this.alias = Aliases.checked(alias);
            this.purposes = purposes;
        }

        private Builder(Builder that) {
            this.alias = that.alias;
            this.purposes = EnumSet.copyOf(that.purposes);
            this.digests = that.digests;
            this.paddings = that.paddings;
            this.originationStart = that.originationStart;
            this.originationEnd = that.originationEnd;
            this.consumptionStart = that.consumptionStart;
            this.consumptionEnd = that.consumptionEnd;
            this.maximumOperations = that.maximumOperations;
            this.maximumBytes = that.maximumBytes;
            this.exportable = that.exportable;
            this.audit = that.audit;
            this.continuity = that.continuity;
            this.constantTimeRequired = that.constantTimeRequired;
            this.labels = that.labels;
            this.keySizeBits = that.keySizeBits;
            this.curve = that.curve;
        }

        /**
         * Allows these hash functions only.
         *
         * @param first a hash function
         * @param more further ones
         * @return this
         */
        public Builder digests(Digest first, Digest... more) {
            digests = EnumSet.of(first, more);
            return this;
        }

        /**
         * Allows these RSA paddings only.
         *
         * @param first a padding
         * @param more further ones
         * @return this
         */
        public Builder paddings(Padding first, Padding... more) {
            paddings = EnumSet.of(first, more);
            return this;
        }

        /**
         * Sets when the key may first sign, encrypt, wrap, authenticate or agree.
         *
         * @param start the first instant inside
         * @return this
         */
        public Builder originationStart(Instant start) {
            originationStart = start;
            return this;
        }

        /**
         * Sets when the key may no longer sign, encrypt, wrap, authenticate or agree.
         *
         * @param end the first instant outside
         * @return this
         */
        public Builder originationEnd(Instant end) {
            originationEnd = end;
            return this;
        }

        /**
         * Sets when the key may first decrypt or unwrap.
         *
         * @param start the first instant inside
         * @return this
         */
        public Builder consumptionStart(Instant start) {
            consumptionStart = start;
            return this;
        }

        /**
         * Sets when the key may no longer decrypt or unwrap.
         *
         * @param end the first instant outside
         * @return this
         */
        public Builder consumptionEnd(Instant end) {
            consumptionEnd = end;
            return this;
        }

        /**
         * Limits how often the key may be used in its life.
         *
         * @param operations at least 1; exact up to 1 000 and for the last 256
         * @return this
         */
        public Builder maximumOperations(long operations) {
            maximumOperations = OptionalLong.of(operations);
            return this;
        }

        /**
         * Limits how much data the key may process in its life.
         *
         * @param bytes at least 1
         * @return this
         */
        public Builder maximumBytes(long bytes) {
            maximumBytes = OptionalLong.of(bytes);
            return this;
        }

        /**
         * Sets whether another key may wrap this one; it never gives its encoding to a program.
         *
         * @param allowed whether it may
         * @return this
         */
        public Builder exportable(boolean allowed) {
            exportable = allowed;
            return this;
        }

        /**
         * Sets how operations are recorded; by default {@code EACH} for private keys and {@code
         * AGGREGATE} for secret keys.
         *
         * @param granularity how
         * @return this
         */
        public Builder audit(AuditGranularity granularity) {
            audit = granularity;
            return this;
        }

        /**
         * Lets the key go on while the audit log is full.
         *
         * @param owner who answers for that
         * @param until when the mark lapses
         * @return this
         */
        public Builder continuity(String owner, Instant until) {
            continuity = new Continuity(owner, until);
            return this;
        }

        /**
         * Restricts the key to engines whose timing does not depend on secrets.
         *
         * @param required whether to
         * @return this
         */
        public Builder constantTimeRequired(boolean required) {
            constantTimeRequired = required;
            return this;
        }

        /**
         * Gives the key labels, by which rules of the policy choose keys. They stay with it for life.
         *
         * @param words labels of 1 to 63 characters a-z, 0-9, dot, underscore and hyphen
         * @return this
         */
        public Builder labels(String... words) {
            labels = Set.copyOf(Arrays.asList(words));
            return this;
        }

        /**
         * Sets the size of an RSA, AES or HMAC key.
         *
         * @param bits the size in bits
         * @return this
         */
        public Builder keySizeBits(int bits) {
            keySizeBits = OptionalInt.of(bits);
            return this;
        }

        /**
         * Sets the curve of an EC key.
         *
         * @param name {@code secp256r1}, {@code secp384r1} or {@code secp521r1}
         * @return this
         */
        public Builder curve(String name) {
            curve = name;
            return this;
        }

        /**
         * Finishes.
         *
         * @return the parameters
         * @throws IllegalArgumentException if a window ends before it starts, a limit is not
         *     positive or a label is not a word
         */
        public KeyGenParameters build() {
            KeyGenParameters parameters = new KeyGenParameters(new Builder(this));
            // Checks windows and limits now, where the caller can see the mistake.
            parameters.authorizations(KeyType.HMAC);
            return parameters;
        }
    }
}
