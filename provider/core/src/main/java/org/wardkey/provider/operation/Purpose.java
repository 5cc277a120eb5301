package org.wardkey.provider.operation;

/**
 * What a key is used for.
 *
 * <p>An originating purpose applies protection to data and ends with the origination window; the
 * others process protected data and end with the consumption window. Source: SP 800-57 Part 1 §5.3.
 */
public enum Purpose {
    /** Makes a signature. */
    SIGN(true),
    /** Verifies a signature. */
    VERIFY(false),
    /** Encrypts data. */
    ENCRYPT(true),
    /** Decrypts data. */
    DECRYPT(false),
    /** Encrypts another key. */
    WRAP(true),
    /** Decrypts another key. */
    UNWRAP(false),
    /**
     * Computes a message authentication code. The JCA's {@code Mac} cannot tell making a code from
     * checking one, so it counts as originating: the stricter of the two.
     */
    MAC(true),
    /** Agrees on a shared secret. */
    AGREE(true),
    /** Makes a shared secret for a public key, with a ciphertext of it. Source: SP 800-227 §2.1. */
    ENCAPSULATE(true),
    /** Recovers a shared secret from its ciphertext. Source: SP 800-227 §2.1. */
    DECAPSULATE(false),
    /** Makes a key. */
    GENERATE(true),
    /** Hashes or gives random bytes: no key takes part. */
    DIGEST(true);

    private final boolean originating;

    Purpose(boolean originating) {
        this.originating = originating;
    }

    /** @return whether the origination window applies; otherwise the consumption window does */
    public boolean originating() {
        return originating;
    }
}
