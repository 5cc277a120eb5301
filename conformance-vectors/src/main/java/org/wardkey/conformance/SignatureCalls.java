package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;

/**
 * Signatures as an application calls them.
 *
 * @param algorithm the JCA name
 * @param parameters none, or the one parameter object to set
 */
record SignatureCalls(String algorithm, List<AlgorithmParameterSpec> parameters) {
    static SignatureCalls plain(String algorithm) {
        return new SignatureCalls(algorithm, List.of());
    }

    static SignatureCalls with(String algorithm, AlgorithmParameterSpec parameters) {
        return new SignatureCalls(algorithm, List.of(parameters));
    }

    static SignatureCalls pss(String digest, String maskDigest, int saltBytes) {
        return with(
                "RSASSA-PSS",
                new PSSParameterSpec(
                        digest,
                        "MGF1",
                        new MGF1ParameterSpec(maskDigest),
                        saltBytes,
                        PSSParameterSpec.TRAILER_FIELD_BC));
    }

    /** Verifies with a key that {@code key} makes; a refused key counts as a refused signature. */
    Attempt<Boolean> verify(Engines engines, CallPattern pattern, KeySource<PublicKey> key, byte[] message, byte[] sig)
            throws VectorFormatException {
        return Attempt.of(() -> {
            PublicKey publicKey = key.key();
            Signature signature = engine(engines, pattern);
            signature.initVerify(publicKey);
            pattern.feed(message, signature::update);
            return signature.verify(sig);
        });
    }

    Attempt<byte[]> sign(Engines engines, CallPattern pattern, KeySource<PrivateKey> key, byte[] message)
            throws VectorFormatException {
        return Attempt.of(() -> {
            PrivateKey privateKey = key.key();
            Signature signature = engine(engines, pattern);
            signature.initSign(privateKey);
            pattern.feed(message, signature::update);
            return signature.sign();
        });
    }

    /** Makes a key; part of the attempt, since providers may refuse at this point already. */
    @FunctionalInterface
    interface KeySource<K> {
        K key() throws GeneralSecurityException;
    }

    private Signature engine(Engines engines, CallPattern pattern) throws GeneralSecurityException {
        // Parameters of an earlier test would stay in a reused object, so only parameterless ones are shared.
        Signature signature = engines.signature(algorithm, parameters.isEmpty() ? pattern : pattern.onNewObject());
        for (AlgorithmParameterSpec parameter : parameters) {
            signature.setParameter(parameter);
        }
        return signature;
    }
}
