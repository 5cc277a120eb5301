package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.List;
import org.wardkey.provider.operation.RefusalCode;

/**
 * Reads documents that are applied to a home, and believes them as its configuration says: bare ones where
 * nobody must sign, else those that enough signers signed. Pure; thread-safe.
 */
public final class DocumentReader {
    private final PolicySigners signers;
    private final BundleCryptography cryptography;

    /**
     * A document that is believed.
     *
     * @param document the document
     * @param signers whose valid signatures it has; none where nobody must sign
     */
    public record Believed(PolicyDocument document, List<String> signers) {
        /** Copies the list. */
        public Believed {
            signers = List.copyOf(signers);
        }
    }

    /**
     * Makes a reader.
     *
     * @param signers who must have signed
     * @param cryptography hashes and verifies
     */
    public DocumentReader(PolicySigners signers, BundleCryptography cryptography) {
        this.signers = signers;
        this.cryptography = cryptography;
    }

    /**
     * Reads a document that is to be in force. Where somebody must sign, its content is looked at after the
     * signatures.
     *
     * @param origin where it comes from, for messages
     * @param text its text, signed or bare
     * @param now the time: a bundle has a first day
     * @return the document, and who signed it
     * @throws PolicyProblem if it lacks signatures, was altered, or is not a policy
     */
    public Believed read(String origin, String text, Instant now) throws PolicyProblem {
        if (!signers.wanted()) {
            return new Believed(readUnverified(origin, text), List.of());
        }
        if (!SignedDocument.isSigned(text)) {
            throw new PolicyProblem(
                    RefusalCode.BUNDLE_NOT_SIGNED,
                    origin + ": expected a document with valid signatures of " + signers.required() + " of the "
                            + signers.keys().size() + " keys of policy-signers, got one with 0, as it is not signed.");
        }
        SignedDocument signed = SignedDocument.parse(text);
        PolicyBundle.Verified verified = signed.verify(signers, now, cryptography);
        return new Believed(document(origin, signed), verified.signers());
    }

    /**
     * Reads a document to look at it: whoever signed it, and whether anybody did, does not matter. What a
     * bundle says of the hash, name and version of its document must be true all the same.
     *
     * @param origin where it comes from, for messages
     * @param text its text, signed or bare
     * @return the document
     * @throws PolicyProblem if it was altered, or is not a policy
     */
    public PolicyDocument readUnverified(String origin, String text) throws PolicyProblem {
        if (!SignedDocument.isSigned(text)) {
            return PolicyReader.read(origin, text);
        }
        SignedDocument signed = SignedDocument.parse(text);
        signed.requireUnaltered(cryptography);
        return document(origin, signed);
    }

    private static PolicyDocument document(String origin, SignedDocument signed) throws PolicyProblem {
        PolicyDocument document = PolicyReader.read(origin, signed.content());
        signed.requireSame(document);
        return document;
    }
}
