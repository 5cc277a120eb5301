package org.wardkey.provider.policy;

/** The two computations that a bundle needs; handed in, so that this package stays pure. Thread-safe. */
public interface BundleCryptography {
    /**
     * Hashes with SHA-256.
     *
     * @param data the data
     * @return 32 bytes
     */
    byte[] sha256(byte[] data);

    /**
     * Verifies a signature.
     *
     * @param key the key
     * @param message what was signed
     * @param signature 64 bytes for Ed25519; DER for ECDSA with SHA-256
     * @return whether it is valid; false too if key or signature do not decode
     */
    boolean verify(BundleKey key, byte[] message, byte[] signature);
}
