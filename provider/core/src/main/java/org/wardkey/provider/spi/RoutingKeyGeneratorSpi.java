package org.wardkey.provider.spi;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeySecretKey;

/**
 * {@code KeyGenerator}: AES, ChaCha20, HMAC and KMAC keys; managed with {@link KeyGenParameters}, plain without. A
 * denied key comes back as one that nobody can use: an exception would make the JCA ask the next
 * provider. Not thread-safe.
 */
public final class RoutingKeyGeneratorSpi extends KeyGeneratorSpi {
    private static final int LARGEST_HMAC_BITS = 1 << 16;

    private final SpiContext context;
    private final String algorithm;
    private final KeyType type;
    private final int defaultBits;
    private int sizeBits;
    private Optional<KeyGenParameters> parameters = Optional.empty();

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param algorithm the JCA's name of the keys' algorithm
     * @param type a type of secret keys
     * @param defaultBits the size unless told otherwise
     */
    public RoutingKeyGeneratorSpi(SpiContext context, String algorithm, KeyType type, int defaultBits) {
        this.context = context;
        this.algorithm = algorithm;
        this.type = type;
        this.defaultBits = defaultBits;
        this.sizeBits = defaultBits;
    }

    @Override
    protected void engineInit(@Nullable SecureRandom random) {
        sizeBits = defaultBits;
        parameters = Optional.empty();
    }

    @Override
    protected void engineInit(int bits, @Nullable SecureRandom random) {
        requireSize(bits);
        sizeBits = bits;
        parameters = Optional.empty();
    }

    private void requireSize(int bits) {
        List<Integer> sizes = switch (type) {
            case AES -> List.of(128, 192, 256);
            case AES_XTS -> List.of(256, 512);
            case CHACHA20 -> List.of(256);
            default -> List.of();
        };
        boolean kmac = type == KeyType.KMAC;
        int smallest = kmac ? KmacParameters.SMALLEST_KEY_BYTES * Byte.SIZE : Byte.SIZE;
        int largest = kmac ? KmacParameters.LARGEST_KEY_BYTES * Byte.SIZE : LARGEST_HMAC_BITS;
        boolean right =
                sizes.isEmpty() ? bits >= smallest && bits <= largest && bits % Byte.SIZE == 0 : sizes.contains(bits);
        if (!right) {
            throw new InvalidParameterException("Expected "
                    + (sizes.isEmpty()
                            ? "a multiple of 8 bits, from " + smallest + " to " + largest
                            : sizes.stream().map(String::valueOf).collect(Collectors.joining(" or ")) + " bits")
                    + " for " + algorithm + ", got " + bits + ".");
        }
    }

    @Override
    protected void engineInit(@Nullable AlgorithmParameterSpec spec, @Nullable SecureRandom random)
            throws InvalidAlgorithmParameterException {
        if (!(spec instanceof KeyGenParameters managed)) {
            throw new InvalidAlgorithmParameterException("Expected KeyGenParameters or a size in bits.");
        }
        int bits = managed.keySizeBits().orElse(defaultBits);
        try {
            requireSize(bits);
        } catch (InvalidParameterException e) {
            throw new InvalidAlgorithmParameterException(e.getMessage(), e);
        }
        sizeBits = bits;
        parameters = Optional.of(managed);
    }

    @Override
    protected SecretKey engineGenerateKey() {
        try {
            if (parameters.isPresent()) {
                return context.keys()
                        .generation()
                        .managedSecret(type, algorithm, sizeBits, parameters.get(), context.view());
            }
            if (context.view().isPresent()) {
                return context.keys()
                        .generation()
                        .sessionSecret(type, algorithm, sizeBits, context.view().get());
            }
            return plain();
        } catch (PolicyDeniedException e) {
            return refused(new Refusal(e.code(), e.detail() + notMade() + "."));
        } catch (BackendException e) {
            return refused(new Refusal(e.code(), e.detail() + notMade() + "."));
        } catch (RuntimeException e) {
            // Whatever it is: an exception from here would make the JCA ask the next provider for a plain key.
            return refused(new Refusal(RefusalCode.ENGINE_FAILED, notMade().strip() + ": " + e + "."));
        }
    }

    private SecretKey plain() {
        byte[] bytes = context.keys().generation().plainSecret((sizeBits + 7) / 8);
        try {
            return new SecretKeySpec(bytes, algorithm);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Aliases have no control characters. */
    private String notMade() {
        return " The key" + parameters.map(p -> " " + p.alias()).orElse("") + " was not made";
    }

    private SecretKey refused(Refusal refusal) {
        return WardkeySecretKey.refused(algorithm, type, refusal);
    }
}
