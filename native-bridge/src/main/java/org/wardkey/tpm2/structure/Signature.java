package org.wardkey.tpm2.structure;

import java.math.BigInteger;

/** TPMT_SIGNATURE. Source: TPM 2.0 Part 2 §11.3.4. */
public sealed interface Signature extends TpmStructure {
    /** Returns the scheme it was made with. */
    Scheme scheme();

    /** Returns it as the JCA's {@code Signature} takes it: DER for ECDSA, the octets for RSA and HMAC. */
    byte[] toJca();

    /** Reads a TPMT_SIGNATURE. */
    static Signature read(TpmReader in) {
        Scheme scheme = Scheme.read(in);
        return switch (scheme.kind()) {
            case RSASSA, RSAPSS -> new Rsa(scheme, in.sized(512, "TPMS_SIGNATURE_RSA.sig"));
            case ECDSA, ECSCHNORR ->
                new Ecc(scheme, in.sized(128, "TPMS_SIGNATURE_ECC.r"), in.sized(128, "TPMS_SIGNATURE_ECC.s"));
            case HMAC -> new Hmac(scheme, in.bytes(scheme.hash().orElseThrow().sizeBytes(), "TPMT_SIGNATURE.hmac"));
            default ->
                throw new TpmFormatException("TPMT_SIGNATURE.sigAlg: expected a signing scheme, got " + scheme.kind());
        };
    }

    /**
     * TPMS_SIGNATURE_RSA.
     *
     * @param scheme RSASSA or RSAPSS
     * @param octets the signature, as long as the modulus
     */
    record Rsa(Scheme scheme, byte[] octets) implements Signature {
        @Override
        public byte[] toJca() {
            return octets.clone();
        }

        @Override
        public void writeTo(TpmWriter out) {
            out.put(scheme).sized(octets);
        }
    }

    /**
     * TPMS_SIGNATURE_ECC.
     *
     * @param scheme ECDSA or ECSCHNORR
     * @param r the first integer
     * @param s the second integer
     */
    record Ecc(Scheme scheme, byte[] r, byte[] s) implements Signature {
        @Override
        public byte[] toJca() {
            byte[] first = new BigInteger(1, r).toByteArray();
            byte[] second = new BigInteger(1, s).toByteArray();
            int length = 4 + first.length + second.length;
            try (TpmWriter der = new TpmWriter()) {
                der.u8(0x30);
                if (length > 127) {
                    der.u8(0x81);
                }
                der.u8(length).u8(2).u8(first.length).bytes(first);
                return der.u8(2).u8(second.length).bytes(second).toBytes();
            }
        }

        @Override
        public void writeTo(TpmWriter out) {
            out.put(scheme).sized(r).sized(s);
        }
    }

    /**
     * TPMT_HA under TPM_ALG_HMAC.
     *
     * @param scheme HMAC
     * @param digest the MAC
     */
    record Hmac(Scheme scheme, byte[] digest) implements Signature {
        @Override
        public byte[] toJca() {
            return digest.clone();
        }

        @Override
        public void writeTo(TpmWriter out) {
            out.put(scheme).bytes(digest);
        }
    }
}
