package org.wardkey.tpm2.policy;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import org.wardkey.tpm2.crypto.JdkCrypto;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;

/** ECDSA with SHA-256 as r | s, of equal length: how windows and leases are signed. */
final class WindowSignature {
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
    private static final int LONGEST = 132;

    private WindowSignature() {}

    static byte[] sign(byte[] message, PrivateKey key) throws GeneralSecurityException {
        java.security.Signature signer = java.security.Signature.getInstance(ALGORITHM);
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
    }

    static boolean isSignedBy(ECPublicKey key, byte[] message, byte[] signature) {
        try {
            java.security.Signature verification = JdkCrypto.signature("SHA256withECDSA");
            verification.initVerify(key);
            verification.update(message);
            return verification.verify(tpm(signature).toJca());
        } catch (GeneralSecurityException e) {
            // The JDK throws where numbers are out of range: that is no signature of anybody.
            return false;
        }
    }

    static boolean hasForm(byte[] signature) {
        return signature.length > 0 && signature.length <= LONGEST && signature.length % 2 == 0;
    }

    /** As commands take it. */
    static Signature.Ecc tpm(byte[] signature) {
        int half = signature.length / 2;
        return new Signature.Ecc(
                Scheme.ecdsa(HashAlgorithm.SHA256),
                Arrays.copyOf(signature, half),
                Arrays.copyOfRange(signature, half, signature.length));
    }
}
