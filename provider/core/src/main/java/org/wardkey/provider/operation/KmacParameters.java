package org.wardkey.provider.operation;

import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;

/**
 * What {@code KMAC128} and {@code KMAC256} take besides the key: the length of the code, which enters the computation, and the
 * customization string. Without these parameters the code has 32 and 64 bytes and the string is empty. Immutable.
 *
 * <p>Source: SP 800-185 §4.2, §8.4.2.
 */
public final class KmacParameters implements AlgorithmParameterSpec {
    /** SP 800-185 §8.4.2: "applications shall not select an output length L that is less than 32 bits". */
    static final int SMALLEST_BYTES = 4;

    private static final int LARGEST_BYTES = 1 << 20;

    /** The shortest key that every engine takes, in bytes. */
    public static final int SMALLEST_KEY_BYTES = 4;

    /** The longest key that every engine takes, in bytes. */
    public static final int LARGEST_KEY_BYTES = 512;

    /** What every engine takes; SP 800-185 has no limit. */
    private static final int LARGEST_CUSTOMIZATION_BYTES = 512;

    private final int macSizeBytes;
    private final byte[] customization;

    /**
     * Sets the parameters up.
     *
     * @param macSizeBytes the length of the code, 4 to 1048576 bytes
     * @param customization the customization string S of up to 512 bytes, empty for none; copied
     * @throws IllegalArgumentException if there are no codes of such a length, or the string is longer
     */
    public KmacParameters(int macSizeBytes, byte[] customization) {
        if (macSizeBytes < SMALLEST_BYTES || macSizeBytes > LARGEST_BYTES) {
            throw new IllegalArgumentException("Expected a code of " + SMALLEST_BYTES + " to " + LARGEST_BYTES
                    + " bytes, got " + macSizeBytes + ".");
        }
        if (customization.length > LARGEST_CUSTOMIZATION_BYTES) {
            throw new IllegalArgumentException("Expected a customization string of up to " + LARGEST_CUSTOMIZATION_BYTES
                    + " bytes, got " + customization.length + ".");
        }
        this.macSizeBytes = macSizeBytes;
        this.customization = customization.clone();
    }

    /**
     * What holds unless told otherwise: as long as makes collisions as hard as the function can, and no customization.
     *
     * @param family KMAC128 or KMAC256
     * @return 32 or 64 bytes
     */
    public static KmacParameters defaultsFor(Mechanism.Family family) {
        return new KmacParameters(
                switch (family) {
                    case KMAC128 -> 32;
                    case KMAC256 -> 64;
                    default -> throw new IllegalArgumentException("Expected KMAC, got " + family.standardName() + ".");
                },
                new byte[0]);
    }

    /** @return the length of the code in bytes */
    public int macSizeBytes() {
        return macSizeBytes;
    }

    /** @return the customization string; a copy */
    public byte[] customization() {
        return customization.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KmacParameters that
                && macSizeBytes == that.macSizeBytes
                && Arrays.equals(customization, that.customization);
    }

    @Override
    public int hashCode() {
        return 31 * macSizeBytes + Arrays.hashCode(customization);
    }

    @Override
    public String toString() {
        return "KmacParameters[" + macSizeBytes + " bytes, a customization string of " + customization.length
                + " bytes]";
    }
}
