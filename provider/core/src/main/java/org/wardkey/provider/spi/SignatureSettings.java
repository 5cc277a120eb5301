package org.wardkey.provider.spi;

import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.EdDsaParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.MlDsaParameters;
import org.wardkey.provider.operation.SlhDsaParameters;

/**
 * The parameters that a signature object has. Immutable, so that a change that is refused leaves what was.
 *
 * @param pss of RSASSA-PSS
 * @param contextual of EdDSA, ML-DSA and SLH-DSA where they say more than goes without saying
 * @param unserved whether the parameters are ones that no approved service has: said at completion, or the next provider would
 *     serve
 */
record SignatureSettings(
        @Nullable PSSParameterSpec pss, @Nullable ContextParameters contextual, boolean unserved) {
    private static final SignatureSettings NONE = new SignatureSettings(null, null, false);

    /** What the name alone says. */
    static SignatureSettings named(SignatureScheme scheme) {
        return scheme.family() == Family.RSA_PSS && !scheme.needsParameters()
                ? new SignatureSettings(PssParameters.named(scheme.digest()), null, false)
                : NONE;
    }

    /**
     * These settings with other parameters.
     *
     * @param scheme whose they are
     * @param key the key, if there is one already
     * @param approvedOnly whether what no approved service has is noted, not thrown
     * @param parameters the parameters
     * @return the settings
     * @throws InvalidAlgorithmParameterException if they are none of the scheme's
     */
    SignatureSettings with(
            SignatureScheme scheme,
            @Nullable Key key,
            boolean approvedOnly,
            @Nullable AlgorithmParameterSpec parameters)
            throws InvalidAlgorithmParameterException {
        if (scheme.family() == Family.RSA_PSS) {
            return withPss(approvedOnly, parameters);
        }
        if (parameters instanceof ContextParameters given && isOwn(scheme, given)) {
            return new SignatureSettings(null, given, false);
        }
        boolean pureEdDsa = scheme.family().isEdDsa()
                && parameters instanceof EdDSAParameterSpec edwards
                && EdDsaParameters.isPure(edwards);
        if (parameters == null || pureEdDsa) {
            return NONE;
        }
        if (isOwnCurve(scheme, key, parameters)) {
            return new SignatureSettings(pss, contextual, false);
        }
        if (approvedOnly) {
            return new SignatureSettings(pss, contextual, true);
        }
        if (scheme.family().isEdDsa() && parameters instanceof EdDSAParameterSpec edwards) {
            return new SignatureSettings(null, edDsa(edwards), false);
        }
        throw refused(scheme, parameters);
    }

    private static EdDsaParameters edDsa(EdDSAParameterSpec parameters) throws InvalidAlgorithmParameterException {
        try {
            return EdDsaParameters.of(parameters);
        } catch (IllegalArgumentException e) {
            throw new InvalidAlgorithmParameterException("The EdDSAParameterSpec is not usable: " + e.getMessage(), e);
        }
    }

    private SignatureSettings withPss(boolean approvedOnly, @Nullable AlgorithmParameterSpec parameters)
            throws InvalidAlgorithmParameterException {
        if (!(parameters instanceof PSSParameterSpec given)) {
            throw new InvalidAlgorithmParameterException(
                    "Expected a PSSParameterSpec for RSASSA-PSS, got " + named(parameters) + ".");
        }
        try {
            return new SignatureSettings(PssParameters.checked(given), null, false);
        } catch (InvalidAlgorithmParameterException e) {
            if (approvedOnly) {
                return new SignatureSettings(pss, null, true);
            }
            throw e;
        }
    }

    private static InvalidAlgorithmParameterException refused(
            SignatureScheme scheme, AlgorithmParameterSpec parameters) {
        Family family = scheme.family();
        String taken = family.isEdDsa()
                ? "an EdDSAParameterSpec or no parameters"
                : family.isMlDsa()
                        ? "MlDsaParameters or no parameters"
                        : family == Family.SLH_DSA
                                ? "SlhDsaParameters or no parameters"
                                : family.isEcdsa() ? "the key's ECParameterSpec or no parameters" : "no parameters";
        return new InvalidAlgorithmParameterException(
                "Expected " + taken + " for " + scheme.name() + ", got " + named(parameters) + ".");
    }

    private static String named(@Nullable AlgorithmParameterSpec parameters) {
        return parameters == null ? "none" : parameters.getClass().getName();
    }

    private static boolean isOwn(SignatureScheme scheme, ContextParameters given) {
        return (given instanceof MlDsaParameters && scheme.family().isMlDsa())
                || (given instanceof SlhDsaParameters && scheme.family() == Family.SLH_DSA);
    }

    /** X.509 code passes the curve of the key along with ECDSA. */
    private static boolean isOwnCurve(SignatureScheme scheme, @Nullable Key key, AlgorithmParameterSpec parameters) {
        return scheme.family().isEcdsa()
                && parameters instanceof ECParameterSpec curve
                && (!(key instanceof ECKey ec) || KeyType.ofCurve(curve).equals(KeyType.ofCurve(ec.getParams())));
    }
}
