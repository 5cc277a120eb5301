package org.wardkey.provider.spi;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.wardkey.provider.gate.JdkFactories;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.Mechanism;

/** Parameters of RSASSA-PSS as the JCA passes them, and as a mechanism. */
final class PssParameters {
    private PssParameters() {}

    /** What a row with a hash function in its name means: MGF1 with the same, and a salt as long as it. */
    static PSSParameterSpec named(Digest digest) {
        return new PSSParameterSpec(
                digest.standardName(),
                "MGF1",
                new MGF1ParameterSpec(digest.standardName()),
                digest.sizeBytes(),
                PSSParameterSpec.TRAILER_FIELD_BC);
    }

    /** Takes parameters whose hash functions are ours. */
    static PSSParameterSpec checked(PSSParameterSpec given) throws InvalidAlgorithmParameterException {
        if (!"MGF1".equalsIgnoreCase(given.getMGFAlgorithm())
                || given.getTrailerField() != PSSParameterSpec.TRAILER_FIELD_BC) {
            throw new InvalidAlgorithmParameterException("Expected MGF1 and trailer field 1 for RSASSA-PSS.");
        }
        try {
            requireKnown(given);
        } catch (ProviderException e) {
            throw new InvalidAlgorithmParameterException(e.getMessage(), e);
        }
        return given;
    }

    @SuppressWarnings("ReturnValueIgnored") // throws if a hash function is not one of ours
    private static void requireKnown(PSSParameterSpec given) {
        mechanism(given);
    }

    static Mechanism mechanism(PSSParameterSpec parameters) {
        return Mechanism.pss(digest(parameters.getDigestAlgorithm()), mgf1(parameters), parameters.getSaltLength());
    }

    private static Digest digest(String name) {
        return Digest.named(name)
                .filter(d -> d == Digest.SHA_1 || d.isSha2())
                .orElseThrow(() ->
                        new ProviderException("Expected SHA-2, or SHA-1 to verify, got " + printable(name) + "."));
    }

    private static Digest mgf1(PSSParameterSpec parameters) {
        String name = parameters.getMGFParameters() instanceof MGF1ParameterSpec mgf1 ? mgf1.getDigestAlgorithm() : "";
        return Digest.named(name)
                .filter(d -> d == Digest.SHA_1 || d.isSha2())
                .orElseThrow(
                        () -> new ProviderException("Expected MGF1 with SHA-1 or SHA-2, got " + printable(name) + "."));
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\x20-\\x7e]", "?");
    }

    static AlgorithmParameters encoded(PSSParameterSpec parameters) {
        try {
            AlgorithmParameters encoded = JdkFactories.parameters("RSASSA-PSS");
            encoded.init(parameters);
            return encoded;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The PSS parameters could not be encoded.", e);
        }
    }
}
