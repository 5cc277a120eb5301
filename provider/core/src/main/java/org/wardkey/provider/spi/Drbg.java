package org.wardkey.provider.spi;

/**
 * A deterministic random bit generator of security strength 256, without prediction resistance of its own. Not
 * thread-safe.
 *
 * <p>Source: SP 800-90A Rev. 1 §9.
 */
interface Drbg {
    /** Source: SP 800-90A Rev. 1 tables 2 and 3. */
    int LARGEST_REQUEST_BYTES = 1 << 16;

    /**
     * Reseeds.
     *
     * @param entropyInput at least 32 bytes; wiped by the caller
     * @param additionalInput any bytes; empty for none
     */
    void reseed(byte[] entropyInput, byte[] additionalInput);

    /** How many requests were answered since the last seeding, and one. */
    long reseedCounter();

    /**
     * Generates.
     *
     * @param output receives the bits
     * @param offset where
     * @param length how many bytes, up to {@link #LARGEST_REQUEST_BYTES}
     * @param additionalInput any bytes; empty for none
     * @throws IllegalArgumentException if more are asked for
     */
    void generate(byte[] output, int offset, int length, byte[] additionalInput);

    /** Refuses a length that is too large for one request. */
    static void requireRequest(int length) {
        if (length > LARGEST_REQUEST_BYTES) {
            throw new IllegalArgumentException(
                    "Expected at most " + LARGEST_REQUEST_BYTES + " bytes for one request, got " + length + ".");
        }
    }
}
