package org.wardkey.tpm2.attestation;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import java.util.List;
import org.wardkey.tpm2.crypto.JdkCrypto;
import org.wardkey.tpm2.structure.Attest;
import org.wardkey.tpm2.structure.Attested;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.NvAttributes;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * The public half of an attestation key: a restricted key, which signs what its TPM says and nothing from outside that looks like it. That it is in a
 * genuine TPM is shown by {@link CredentialMaker} or by a certificate; this class judges what it signed. Immutable, thread-safe. Source: TPM 2.0
 * Part 1 §31, Part 2 §10.12.
 */
public final class AttestationKey {
    private static final int WANTED = Attributes.FIXED_TPM
            | Attributes.FIXED_PARENT
            | Attributes.SENSITIVE_DATA_ORIGIN
            | Attributes.RESTRICTED
            | Attributes.SIGN_ENCRYPT;

    private static final int SMALLEST_RSA_BITS = 2048;

    private final Public area;
    private final PublicKey publicKey;

    private AttestationKey(Public area, PublicKey publicKey) {
        this.area = area;
        this.publicKey = publicKey;
    }

    /**
     * Takes a public area.
     *
     * @throws AttestationException if it is not one of a restricted signing key that was made in its TPM and stays there
     */
    public static AttestationKey of(Public area) throws AttestationException {
        if (!area.attributes().has(WANTED) || area.attributes().has(Attributes.DECRYPT)) {
            throw new AttestationException(
                    "attestation key: expected a restricted signing key with fixedTPM, fixedParent and"
                            + " sensitiveDataOrigin, got " + area.attributes());
        }
        requireStrong(area);
        try {
            PublicKey publicKey = area.publicKey()
                    .orElseThrow(
                            () -> new AttestationException("attestation key: expected an RSA or ECC key, got another"));
            return new AttestationKey(area, publicKey);
        } catch (IllegalArgumentException e) {
            throw new AttestationException("attestation key: " + e.getMessage(), e);
        }
    }

    private static void requireStrong(Public area) throws AttestationException {
        Scheme scheme = area.area() instanceof PublicArea.Rsa rsa
                ? rsa.scheme()
                : area.area() instanceof PublicArea.Ecc ecc ? ecc.scheme() : Scheme.NULL;
        if (scheme.hash().isEmpty() || scheme.hash().get() == HashAlgorithm.SHA1) {
            // A restricted key has one scheme for ever; collisions of SHA-1 would let a TPM's words be put into
            // another's mouth.
            throw new AttestationException(
                    "attestation key: expected a scheme with SHA-256 or stronger, got " + scheme);
        }
        if (area.area() instanceof PublicArea.Rsa rsa && rsa.keyBits() < SMALLEST_RSA_BITS) {
            throw new AttestationException(
                    "attestation key: expected RSA with 2048 bits or more, got " + rsa.keyBits());
        }
        if (area.area() instanceof PublicArea.Rsa rsa
                && new BigInteger(1, rsa.modulus()).bitLength() != rsa.keyBits()) {
            throw new AttestationException(
                    "attestation key: expected a modulus of " + rsa.keyBits() + " bits as it says, got another");
        }
    }

    /** Returns its Name: what a credential for it is bound to. */
    public Name name() {
        return area.name();
    }

    /**
     * Reads what the TPM signed, if it signed it, and for this question.
     *
     * @param attest the octets of the TPMS_ATTEST
     * @param signature over them
     * @param qualifyingData what this verifier asked the TPM to put in: a nonce of its own, never used before
     * @throws AttestationException if the signature is not the key's, or the answer is to another question
     */
    public Attest verify(byte[] attest, Signature signature, byte[] qualifyingData) throws AttestationException {
        requireSignature(attest, signature);
        Attest read;
        try {
            read = TpmReader.readAll(attest, "TPMS_ATTEST", Attest::read);
        } catch (TpmFormatException e) {
            throw new AttestationException("attestation: expected a TPMS_ATTEST: " + e.getMessage(), e);
        }
        if (qualifyingData.length == 0 || !MessageDigest.isEqual(read.extraData(), qualifyingData)) {
            throw new AttestationException(
                    "attestation: expected the qualifying data that was asked for, got another: it is"
                            + " an answer to another question, or an old one");
        }
        return read;
    }

    private void requireSignature(byte[] attest, Signature signature) throws AttestationException {
        Scheme own = scheme();
        if (!signature.scheme().equals(own)) {
            throw new AttestationException(
                    "attestation: expected a signature by the key's scheme " + own + ", got " + signature.scheme());
        }
        try {
            java.security.Signature verification = verification(own);
            verification.update(attest);
            if (verification.verify(signature.toJca())) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new AttestationException("attestation: the signature is not the key's", e);
        }
        throw new AttestationException("attestation: the signature is not the key's");
    }

    private Scheme scheme() {
        return area.area() instanceof PublicArea.Rsa rsa ? rsa.scheme() : ((PublicArea.Ecc) area.area()).scheme();
    }

    private java.security.Signature verification(Scheme scheme) throws GeneralSecurityException {
        HashAlgorithm hash = scheme.hash().orElseThrow();
        java.security.Signature verification;
        switch (scheme.kind()) {
            case ECDSA -> verification = JdkCrypto.signature(compact(hash) + "withECDSA");
            case RSASSA -> verification = JdkCrypto.signature(compact(hash) + "withRSA");
            case RSAPSS -> {
                verification = JdkCrypto.signature("RSASSA-PSS");
                verification.setParameter(new PSSParameterSpec(
                        hash.jcaName(), "MGF1", new MGF1ParameterSpec(hash.jcaName()), hash.sizeBytes(), 1));
            }
            default -> throw new GeneralSecurityException("no verification of " + scheme.kind());
        }
        verification.initVerify(publicKey);
        return verification;
    }

    private static String compact(HashAlgorithm hash) {
        return hash.jcaName().startsWith("SHA3")
                ? hash.jcaName()
                : hash.jcaName().replace("-", "");
    }

    /**
     * Judges a TPM2_Certify by the Name alone: which object is in the TPM. What that object is, its Name says to who knows its public area.
     *
     * @param attest the octets of the TPMS_ATTEST
     * @param signature over them
     * @param qualifyingData what this verifier asked the TPM to put in
     * @return the Name of the object
     * @throws AttestationException if the TPM did not say it, or to another question
     */
    public Name requireCertifiedName(byte[] attest, Signature signature, byte[] qualifyingData)
            throws AttestationException {
        Attest read = verify(attest, signature, qualifyingData);
        if (!(read.attested() instanceof Attested.Certify certified)) {
            throw wrongType("TPM_ST_ATTEST_CERTIFY (0x8017)", read);
        }
        return certified.name();
    }

    /**
     * Judges a TPM2_Certify: whether a key is in the TPM, can only be used as the verifier wants, and never leaves.
     *
     * @param attest the octets of the TPMS_ATTEST
     * @param signature over them
     * @param qualifyingData what this verifier asked the TPM to put in
     * @param key the public area that the device shows
     * @param wanted what the key must be
     * @throws AttestationException if one of these is not so
     */
    public void requireCertified(
            byte[] attest, Signature signature, byte[] qualifyingData, Public key, KeyRequirements wanted)
            throws AttestationException {
        Name certified = requireCertifiedName(attest, signature, qualifyingData);
        if (!certified.equals(key.name())) {
            throw new AttestationException(
                    "attestation: expected the key that is shown, " + key.name() + ", it is about " + certified);
        }
        wanted.require(key);
    }

    /**
     * Judges a TPM2_Quote: whether PCRs have the values that are shown.
     *
     * @param attest the octets of the TPMS_ATTEST
     * @param signature over them
     * @param qualifyingData what this verifier asked the TPM to put in
     * @param asked which PCRs this verifier wants, in the order of the command
     * @param shown values that the device shows; those that were not asked for are left out of what comes back
     * @throws AttestationException if the TPM does not say so, or says it of other PCRs, more or fewer
     */
    public VerifiedQuote requireQuote(
            byte[] attest, Signature signature, byte[] qualifyingData, List<PcrSelection> asked, PcrValues shown)
            throws AttestationException {
        Attest read = requireQuoteOf(attest, signature, qualifyingData, asked);
        PcrValues values = shown.only(asked)
                .orElseThrow(() -> new AttestationException("quote: expected values of the PCRs "
                        + PcrValues.describe(asked) + ", one or more of them are not shown"));
        // Part 3, TPM2_Quote: the digest is of the signing scheme's hash algorithm.
        byte[] digest = values.digest(scheme().hash().orElseThrow(), asked);
        byte[] quoted = ((Attested.Quote) read.attested()).pcrDigest();
        if (!MessageDigest.isEqual(quoted, digest)) {
            throw new AttestationException("quote: expected the digest of the values that are shown, "
                    + HexFormat.of().formatHex(digest) + ", got "
                    + HexFormat.of().formatHex(quoted));
        }
        return new VerifiedQuote(values, read.clockInfo(), read.firmwareVersion());
    }

    /**
     * Judges a TPM2_Quote by the digest alone: what values the PCRs have, it says to who knows them.
     *
     * @param attest the octets of the TPMS_ATTEST
     * @param signature over them
     * @param qualifyingData what this verifier asked the TPM to put in
     * @param asked which PCRs this verifier wants, in the order of the command
     * @param hash the hash algorithm of the digest
     * @return the digest of their values
     * @throws AttestationException if the TPM does not say so, or says it of other PCRs, more or fewer, or with another hash algorithm
     */
    public byte[] requireQuotedDigest(
            byte[] attest, Signature signature, byte[] qualifyingData, List<PcrSelection> asked, HashAlgorithm hash)
            throws AttestationException {
        Attest read = requireQuoteOf(attest, signature, qualifyingData, asked);
        HashAlgorithm made = scheme().hash().orElseThrow();
        if (made != hash) {
            throw new AttestationException("quote: expected a digest of " + hash + ", got one of " + made);
        }
        return ((Attested.Quote) read.attested()).pcrDigest();
    }

    private Attest requireQuoteOf(byte[] attest, Signature signature, byte[] qualifyingData, List<PcrSelection> asked)
            throws AttestationException {
        if (asked.stream().allMatch(bank -> PcrValues.pcrs(bank).isEmpty())) {
            throw new IllegalArgumentException("expected a selection of at least one PCR, got none");
        }
        Attest read = verify(attest, signature, qualifyingData);
        if (!(read.attested() instanceof Attested.Quote quote)) {
            throw wrongType("TPM_ST_ATTEST_QUOTE (0x8018)", read);
        }
        String wanted = PcrValues.describe(asked);
        String quoted = PcrValues.describe(quote.pcrs());
        if (!quoted.equals(wanted)) {
            throw new AttestationException(
                    "quote: expected the PCRs that were asked for, " + wanted + ", got " + quoted);
        }
        return read;
    }

    /**
     * Judges a TPM2_GetTime.
     *
     * @param attest the octets of the TPMS_ATTEST
     * @param signature over them
     * @param qualifyingData what this verifier asked the TPM to put in
     * @throws AttestationException if the TPM did not say it, or to another question
     */
    public VerifiedTime requireTime(byte[] attest, Signature signature, byte[] qualifyingData)
            throws AttestationException {
        Attest read = verify(attest, signature, qualifyingData);
        if (!(read.attested() instanceof Attested.Time time)) {
            throw wrongType("TPM_ST_ATTEST_TIME (0x8019)", read);
        }
        return new VerifiedTime(time.time(), time.firmwareVersion());
    }

    /**
     * Judges a TPM2_NV_Certify: what a certain NV index holds.
     *
     * @param attest the octets of the TPMS_ATTEST
     * @param signature over them
     * @param qualifyingData what this verifier asked the TPM to put in
     * @param index the public area that this verifier knows the index by, as it is after the first write
     * @param offset where the contents start
     * @param size how many octets they are
     * @return the contents
     * @throws AttestationException if the TPM does not say so, or says it of another index or part
     */
    public byte[] requireNv(
            byte[] attest, Signature signature, byte[] qualifyingData, NvPublic index, int offset, int size)
            throws AttestationException {
        Attest read = verify(attest, signature, qualifyingData);
        if (!(read.attested() instanceof Attested.Nv nv)) {
            throw wrongType("TPM_ST_ATTEST_NV (0x8014)", read);
        }
        if (!nv.indexName().equals(index.name())) {
            throw new AttestationException(
                    "NV index: expected the one with the Name " + index.name() + ", it is about " + nv.indexName());
        }
        if (nv.offset() != offset || nv.contents().length != size) {
            throw new AttestationException("NV index: expected " + size + " bytes from " + offset + " on, got "
                    + nv.contents().length + " from " + nv.offset() + " on");
        }
        return nv.contents();
    }

    /**
     * Judges a TPM2_NV_Certify of a counter, which its TPM only counts upwards: one that is undefined and defined again starts above all others.
     *
     * @param attest the octets of the TPMS_ATTEST
     * @param signature over them
     * @param qualifyingData what this verifier asked the TPM to put in
     * @param index the public area that this verifier knows the counter by, as it is after the first count
     * @return its value, unsigned
     * @throws AttestationException if the TPM does not say so, or says it of another index, or that is no counter
     */
    public long requireCounter(byte[] attest, Signature signature, byte[] qualifyingData, NvPublic index)
            throws AttestationException {
        if (!index.attributes().isCounter() || !index.attributes().has(NvAttributes.WRITTEN)) {
            // Other indices hold whatever was written last.
            throw new AttestationException(String.format(
                    "NV index: expected a counter that has counted, got TPMA_NV 0x%08X",
                    index.attributes().bits()));
        }
        byte[] value = requireNv(attest, signature, qualifyingData, index, 0, Long.BYTES);
        return new TpmReader(value).u64("counter");
    }

    private static AttestationException wrongType(String expected, Attest got) {
        return new AttestationException(String.format(
                "attestation: expected %s, got 0x%04X", expected, got.attested().type()));
    }
}
