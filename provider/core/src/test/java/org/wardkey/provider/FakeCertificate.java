package org.wardkey.provider;

import java.security.PublicKey;
import java.security.cert.Certificate;

/** What the key store asks of a chain: an encoding and the public key. */
public final class FakeCertificate extends Certificate {
    private static final long serialVersionUID = 1;
    private final transient PublicKey key;

    public FakeCertificate(PublicKey key) {
        super("X");
        this.key = key;
    }

    @Override
    public byte[] getEncoded() {
        return new byte[] {1};
    }

    @Override
    public void verify(PublicKey by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void verify(PublicKey by, String provider) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "chain";
    }

    @Override
    public PublicKey getPublicKey() {
        return key;
    }
}
