package org.wardkey.tpm2.structure;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import org.wardkey.tpm2.crypto.JdkCrypto;

/** TPMU_PUBLIC_PARMS and TPMU_PUBLIC_ID: what depends on the type of an object. Source: TPM 2.0 Part 2 §12.2.3. */
public sealed interface PublicArea {
    /** Returns the TPMI_ALG_PUBLIC. */
    int type();

    /** Appends the parameters. */
    void writeParameters(TpmWriter out);

    /** Appends the unique part. */
    void writeUnique(TpmWriter out);

    /** Reads parameters and unique part of this type. */
    static PublicArea read(int type, TpmReader in) {
        return switch (type) {
            case Rsa.TYPE ->
                new Rsa(
                        Symmetric.read(in),
                        Scheme.read(in),
                        in.u16("TPMS_RSA_PARMS.keyBits"),
                        in.u32("TPMS_RSA_PARMS.exponent"),
                        in.sized(512, "TPM2B_PUBLIC_KEY_RSA"));
            case Ecc.TYPE ->
                new Ecc(Symmetric.read(in), Scheme.read(in), Curve.read(in), Scheme.read(in), EccPoint.read(in));
            case KeyedHash.TYPE -> new KeyedHash(Scheme.read(in), in.sized(64, "TPMU_PUBLIC_ID.keyedHash"));
            case SymCipher.TYPE -> new SymCipher(Symmetric.read(in), in.sized(64, "TPMU_PUBLIC_ID.sym"));
            default ->
                throw new TpmFormatException(
                        String.format("TPMT_PUBLIC.type: expected RSA, KEYEDHASH, ECC or SYMCIPHER, got 0x%04X", type));
        };
    }

    /**
     * TPM_ALG_RSA.
     *
     * @param symmetric for a storage key what protects its children, else NULL
     * @param scheme what it may be used with; NULL for any
     * @param keyBits the size of the modulus
     * @param exponent the public exponent; 0 means 65537
     * @param modulus the modulus, big-endian; in a template empty or zeros
     */
    record Rsa(Symmetric symmetric, Scheme scheme, int keyBits, int exponent, byte[] modulus) implements PublicArea {
        private static final int TYPE = 0x0001;

        /** Returns the JDK's key. */
        public RSAPublicKey publicKey() {
            BigInteger e = BigInteger.valueOf(exponent == 0 ? 65537 : Integer.toUnsignedLong(exponent));
            try {
                return (RSAPublicKey)
                        JdkCrypto.keyFactory("RSA").generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), e));
            } catch (GeneralSecurityException refused) {
                throw new IllegalArgumentException("expected an RSA key of " + keyBits + " bits", refused);
            }
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeParameters(TpmWriter out) {
            out.put(symmetric).put(scheme).u16(keyBits).u32(exponent);
        }

        @Override
        public void writeUnique(TpmWriter out) {
            out.sized(modulus);
        }
    }

    /**
     * TPM_ALG_ECC.
     *
     * @param symmetric for a storage key what protects its children, else NULL
     * @param scheme what it may be used with; NULL for any
     * @param curve the curve
     * @param kdf reserved for key derivation; NULL
     * @param point the public point; in a template empty or zeros
     */
    record Ecc(Symmetric symmetric, Scheme scheme, Curve curve, Scheme kdf, EccPoint point) implements PublicArea {
        private static final int TYPE = 0x0023;

        /** Returns the JDK's key. */
        public java.security.interfaces.ECPublicKey publicKey() {
            return curve.publicKey(point);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeParameters(TpmWriter out) {
            out.put(symmetric).put(scheme).u16(curve.id()).put(kdf);
        }

        @Override
        public void writeUnique(TpmWriter out) {
            out.put(point);
        }
    }

    /**
     * TPM_ALG_KEYEDHASH: an HMAC key, or with scheme NULL sealed data.
     *
     * @param scheme HMAC or NULL
     * @param unique the digest over the obfuscation value and the sensitive part
     */
    record KeyedHash(Scheme scheme, byte[] unique) implements PublicArea {
        private static final int TYPE = 0x0008;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeParameters(TpmWriter out) {
            out.put(scheme);
        }

        @Override
        public void writeUnique(TpmWriter out) {
            out.sized(unique);
        }
    }

    /**
     * TPM_ALG_SYMCIPHER.
     *
     * @param symmetric the block cipher
     * @param unique the digest over the obfuscation value and the key
     */
    record SymCipher(Symmetric symmetric, byte[] unique) implements PublicArea {
        private static final int TYPE = 0x0025;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeParameters(TpmWriter out) {
            out.put(symmetric);
        }

        @Override
        public void writeUnique(TpmWriter out) {
            out.sized(unique);
        }
    }
}
