package org.wardkey.tpm2.structure;

import java.math.BigInteger;
import java.security.spec.ECPoint;

/**
 * TPMS_ECC_POINT: two TPM2B_ECC_PARAMETER, big-endian. Source: TPM 2.0 Part 2 §11.2.5.2.
 *
 * @param x the x coordinate
 * @param y the y coordinate
 */
public record EccPoint(byte[] x, byte[] y) implements TpmStructure {
    /** No point: what a template has that says nothing about the key to be. */
    public static final EccPoint EMPTY = new EccPoint(new byte[0], new byte[0]);

    private static final int LONGEST = 128;

    /** Reads a TPMS_ECC_POINT. */
    public static EccPoint read(TpmReader in) {
        return new EccPoint(in.sized(LONGEST, "TPMS_ECC_POINT.x"), in.sized(LONGEST, "TPMS_ECC_POINT.y"));
    }

    /** Returns a point with coordinates of the curve's whole length, as a TPM writes them. */
    public static EccPoint of(Curve curve, ECPoint point) {
        return new EccPoint(fixed(point.getAffineX(), curve.sizeBytes()), fixed(point.getAffineY(), curve.sizeBytes()));
    }

    /** Returns a coordinate at the curve's whole length: zeros in front as needed. */
    static byte[] fixed(BigInteger value, int sizeBytes) {
        byte[] signed = value.toByteArray();
        int length = Math.min(signed.length, sizeBytes);
        byte[] octets = new byte[sizeBytes];
        System.arraycopy(signed, signed.length - length, octets, sizeBytes - length, length);
        return octets;
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.sized(x).sized(y);
    }
}
