package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.wardkey.provider.PolicyFiles;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.BundleKey;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySigners;
import org.wardkey.provider.policy.SignedDocument;

/** Says who signed a document, and whether that is enough for a configuration. */
final class PolicySignatures {
    private static final BundleCryptography CRYPTOGRAPHY = PolicyFiles.bundleCryptography();

    private PolicySignatures() {}

    /**
     * Prints the signatures of a document.
     *
     * @param out where to
     * @param given the document
     * @param signers who must sign
     * @param now the time
     * @return whether it may be applied, as far as its signatures go
     * @throws PolicyProblem if it begins like a bundle and is none
     */
    static boolean print(PrintWriter out, PolicyFile given, PolicySigners signers, Instant now) throws PolicyProblem {
        String file = Printable.text(given.origin());
        if (!SignedDocument.isSigned(given.text())) {
            if (signers.wanted()) {
                out.println(file + ": not signed; 0 signatures of " + signers.required() + " that are needed.");
            }
            return !signers.wanted();
        }
        for (SignedDocument.Signature signature :
                SignedDocument.parse(given.text()).signatures()) {
            out.println(file + ": signed by " + Printable.text(signature.name()) + " (" + signature.hash() + ")"
                    + (known(signature, signers.keys()) ? "" : ", a key that is not asked for"));
        }
        if (!signers.wanted()) {
            out.println(file + ": not verified; give --config, whose policy-signers name the keys.");
            return true;
        }
        try {
            DocumentReader.Believed believed =
                    new DocumentReader(signers, CRYPTOGRAPHY).read(given.origin(), given.text(), now);
            out.println(file + ": valid signatures of " + Printable.text(String.join(", ", believed.signers())) + "; "
                    + signers.required() + " of " + signers.keys().size() + " are needed.");
            return true;
        } catch (PolicyProblem e) {
            out.println(file + ": " + Printable.text(e.refusal().message()));
            return false;
        }
    }

    private static boolean known(SignedDocument.Signature signature, List<BundleKey> keys) {
        return keys.isEmpty()
                || keys.stream()
                        .anyMatch(key -> key.name().equals(signature.name())
                                && key.hash(CRYPTOGRAPHY).equals(signature.hash()));
    }
}
