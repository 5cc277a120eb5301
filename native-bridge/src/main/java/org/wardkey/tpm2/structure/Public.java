package org.wardkey.tpm2.structure;

import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * TPMT_PUBLIC: the public area of an object, or the template of one to be made. Source: TPM 2.0 Part 2 §12.2.4.
 *
 * <pre>
 * type (2) | nameAlg (2) | objectAttributes (4) | authPolicy (TPM2B) | parameters | unique
 * </pre>
 *
 * @param nameAlgorithm makes the Name, and the digests of its policy
 * @param attributes what it may do
 * @param authPolicy the digest of its policy; empty for none
 * @param area what depends on its type
 */
public record Public(HashAlgorithm nameAlgorithm, Attributes attributes, byte[] authPolicy, PublicArea area)
        implements TpmStructure {
    /** Reads a TPMT_PUBLIC. */
    public static Public read(TpmReader in) {
        int type = in.u16("TPMT_PUBLIC.type");
        HashAlgorithm nameAlgorithm = HashAlgorithm.read(in, "TPMT_PUBLIC.nameAlg");
        Attributes attributes = Attributes.read(in);
        byte[] authPolicy = in.sized(64, "TPMT_PUBLIC.authPolicy");
        if (authPolicy.length != 0 && authPolicy.length != nameAlgorithm.sizeBytes()) {
            throw new TpmFormatException("TPMT_PUBLIC.authPolicy: expected 0 or " + nameAlgorithm.sizeBytes()
                    + " bytes, got " + authPolicy.length);
        }
        return new Public(nameAlgorithm, attributes, authPolicy, PublicArea.read(type, in));
    }

    /** Returns the Name: {@code nameAlg | H(TPMT_PUBLIC)}. Source: Part 1 §16. */
    public Name name() {
        return Name.of(nameAlgorithm, toBytes());
    }

    /**
     * Says whether it is what was asked for by a template: all but {@code unique} is the same, and an RSA modulus has the size that it claims.
     */
    public boolean isFrom(Public template) {
        boolean sized =
                !(area instanceof PublicArea.Rsa rsa) || new BigInteger(1, rsa.modulus()).bitLength() == rsa.keyBits();
        return sized && Arrays.equals(withoutUnique(), template.withoutUnique());
    }

    /** The exponent 0 means 65537, and either may be written. */
    private byte[] withoutUnique() {
        PublicArea parameters = area instanceof PublicArea.Rsa rsa && rsa.exponent() == 65537
                ? new PublicArea.Rsa(rsa.symmetric(), rsa.scheme(), rsa.keyBits(), 0, rsa.modulus())
                : area;
        try (TpmWriter out = new TpmWriter()) {
            out.u16(area.type()).u16(nameAlgorithm.id()).put(attributes).sized(authPolicy);
            parameters.writeParameters(out);
            return out.toBytes();
        }
    }

    /** Returns the same with another policy. */
    public Public withPolicy(byte[] digest) {
        return new Public(nameAlgorithm, attributes, digest, area);
    }

    /** Returns the same with other attributes. */
    public Public withAttributes(Attributes others) {
        return new Public(nameAlgorithm, others, authPolicy, area);
    }

    /** Returns the JDK's public key, if it is an asymmetric one. */
    public Optional<PublicKey> publicKey() {
        if (area instanceof PublicArea.Rsa rsa) {
            return Optional.of(rsa.publicKey());
        }
        return area instanceof PublicArea.Ecc ecc ? Optional.of(ecc.publicKey()) : Optional.empty();
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u16(area.type()).u16(nameAlgorithm.id()).put(attributes).sized(authPolicy);
        area.writeParameters(out);
        area.writeUnique(out);
    }
}
