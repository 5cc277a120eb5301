package org.wardkey.provider.backend;

import org.wardkey.provider.secret.SecretBytes;

/** A new key: its material, and its public half if it has one. Closing it zeroes the material. */
public final class GeneratedKey implements AutoCloseable {
    private final SecretBytes material;
    private final byte[] publicKey;

    /**
     * Holds a new key.
     *
     * @param material PKCS#8 for a private key, the bytes themselves for a secret key; owned
     * @param publicKey SubjectPublicKeyInfo; empty for a secret key
     */
    public GeneratedKey(SecretBytes material, byte[] publicKey) {
        this.material = material;
        this.publicKey = publicKey;
    }

    /** @return PKCS#8 for a private key, the bytes themselves for a secret key; owned by this object */
    public SecretBytes material() {
        return material;
    }

    /** @return SubjectPublicKeyInfo; empty for a secret key */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public void close() {
        material.close();
    }
}
