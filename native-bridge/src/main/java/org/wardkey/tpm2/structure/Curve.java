package org.wardkey.tpm2.structure;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidParameterSpecException;
import org.wardkey.tpm2.crypto.JdkCrypto;

/** TPM_ECC_CURVE, as far as the JDK knows them too. Source: TPM 2.0 Part 2 §6.4. */
public enum Curve {
    /** TPM_ECC_NIST_P256. */
    P256(0x0003, 32, "secp256r1"),
    /** TPM_ECC_NIST_P384. */
    P384(0x0004, 48, "secp384r1"),
    /** TPM_ECC_NIST_P521. */
    P521(0x0005, 66, "secp521r1");

    private final int id;
    private final int sizeBytes;
    private final String jcaName;

    Curve(int id, int sizeBytes, String jcaName) {
        this.id = id;
        this.sizeBytes = sizeBytes;
        this.jcaName = jcaName;
    }

    /** Returns the TPM_ECC_CURVE. */
    public int id() {
        return id;
    }

    /** Returns the length of a coordinate. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Returns the JCA's name, such as {@code secp256r1}. */
    public String jcaName() {
        return jcaName;
    }

    /** Reads a TPMI_ECC_CURVE. */
    public static Curve read(TpmReader in) {
        int id = in.u16("TPMI_ECC_CURVE");
        for (Curve curve : values()) {
            if (curve.id == id) {
                return curve;
            }
        }
        throw new TpmFormatException(String.format("TPMI_ECC_CURVE: expected P-256, P-384 or P-521, got 0x%04X", id));
    }

    /** Returns the curve's parameters. */
    public ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(jcaName));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected " + jcaName + " in this Java runtime, found none", e);
        }
    }

    /** Returns the JDK's key of a point. The caller of an agreement relies on the JDK's own check that it is on the curve. */
    public ECPublicKey publicKey(EccPoint point) {
        ECPoint w = new ECPoint(new BigInteger(1, point.x()), new BigInteger(1, point.y()));
        try {
            return (ECPublicKey) JdkCrypto.keyFactory("EC").generatePublic(new ECPublicKeySpec(w, parameters()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("expected a point of " + jcaName, e);
        }
    }

    /** Returns the curve with these parameters. */
    public static Curve of(ECParameterSpec parameters) throws InvalidParameterSpecException {
        for (Curve curve : values()) {
            ECParameterSpec own = curve.parameters();
            if (own.getCurve().equals(parameters.getCurve()) && own.getOrder().equals(parameters.getOrder())) {
                return curve;
            }
        }
        throw new InvalidParameterSpecException("expected P-256, P-384 or P-521");
    }
}
