package org.wardkey.tpm2.policy;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * That a lease runs, which a key signed for one session of one TPM: unlike clock and counter, the TPM looks at its end when the key is used, so that a session
 * that was satisfied ends with it. Source: TPM 2.0 Part 3 §23.3 (PolicySigned), §23.5 (PolicyTicket).
 *
 * @param authority who signs leases: an ECDSA key on P-256 or P-384, as {@link Template#verification(ECPublicKey)} has it
 * @param leaseRef for which keys, see {@link KeyGroup#leaseRef}
 */
public record LeaseCondition(Public authority, byte[] leaseRef) {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the authority is not such a key, or the reference is not of 32 bytes
     */
    public LeaseCondition {
        if (leaseRef.length != HashAlgorithm.SHA256.sizeBytes() || !isVerification(authority)) {
            throw expected();
        }
        leaseRef = leaseRef.clone();
    }

    /** Returns a copy. */
    @Override
    public byte[] leaseRef() {
        return leaseRef.clone();
    }

    /**
     * Returns the condition for keys whose windows have this policyRef.
     *
     * @throws IllegalArgumentException if the key is on another curve
     */
    public static LeaseCondition of(ECPublicKey authority, byte[] policyRef) {
        try {
            return new LeaseCondition(Template.verification(authority), KeyGroup.leaseRef(policyRef));
        } catch (InvalidParameterSpecException e) {
            throw new IllegalArgumentException(expected().getMessage(), e);
        }
    }

    static LeaseCondition of(byte[] authority, byte[] policyRef) {
        try {
            return new LeaseCondition(
                    TpmReader.readAll(authority, "lease authority", Public::read), KeyGroup.leaseRef(policyRef));
        } catch (TpmFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns the Name that the policy pins. */
    public Name authorityName() {
        return authority.name();
    }

    boolean isFor(byte[] policyRef) {
        return Arrays.equals(leaseRef, KeyGroup.leaseRef(policyRef));
    }

    private static boolean isVerification(Public area) {
        if (!(area.area() instanceof PublicArea.Ecc ecc) || (ecc.curve() != Curve.P256 && ecc.curve() != Curve.P384)) {
            return false;
        }
        try {
            return area.publicKey().orElseThrow() instanceof ECPublicKey key
                    && isOnCurve(key.getW(), key.getParams().getCurve())
                    && Arrays.equals(area.toBytes(), Template.verification(key).toBytes());
        } catch (IllegalArgumentException | InvalidParameterSpecException e) {
            // No coordinates of the curve: no key of anybody.
            return false;
        }
    }

    /** Which the JDK does not look at. Source: SP 800-186 appendix D.1.1 */
    private static boolean isOnCurve(ECPoint point, EllipticCurve curve) {
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB());
        return x.compareTo(p) < 0
                && point.getAffineY().compareTo(p) < 0
                && point.getAffineY().pow(2).subtract(right).mod(p).signum() == 0;
    }

    private static IllegalArgumentException expected() {
        return new IllegalArgumentException(
                "expected an authority of leases with an ECDSA key on P-256 or P-384, and a reference of 32 bytes, got"
                        + " another");
    }
}
