package org.wardkey.provider.policy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wardkey.provider.operation.RefusalCode;

/**
 * A bundle of one document as one text: the signed note, an empty line, the document.
 *
 * <pre>
 * wardkey-policy-bundle/v1
 * name NAME ...
 * file SHA256 NAME.conf
 * (empty line)
 * — SIGNER SIGNATURE     one or more
 * (empty line)
 * the document
 * </pre>
 *
 * <p>Nothing of it is believed by reading it: {@link DocumentReader} verifies.
 */
public final class SignedDocument {
    private static final String FIRST_LINE = PolicyBundle.FORMAT + "\n";

    private final PolicyBundle bundle;
    private final List<SignedNote.Line> signatures;
    private final String content;

    private SignedDocument(PolicyBundle bundle, List<SignedNote.Line> signatures, String content) {
        this.bundle = bundle;
        this.signatures = List.copyOf(signatures);
        this.content = content;
    }

    /**
     * Who says to have signed.
     *
     * @param name the name of the key
     * @param hash the hash of the key: 8 hexadecimal digits
     */
    public record Signature(String name, String hash) {}

    /**
     * Tells a signed document from a bare one.
     *
     * @param text the text of a file
     * @return whether it begins like a bundle
     */
    public static boolean isSigned(String text) {
        return text.startsWith(FIRST_LINE);
    }

    /**
     * Takes a document out of what may be around it, without believing either.
     *
     * @param text a document, signed or bare
     * @return the document
     * @throws PolicyProblem if it begins like a bundle and is none
     */
    public static String contentOf(String text) throws PolicyProblem {
        return isSigned(text) ? parse(text).content : text;
    }

    /**
     * Prepares a document for signing.
     *
     * @param document what it was read as
     * @param content its text
     * @param notBefore from when it may be applied
     * @param requiredSigners who must sign, whatever the threshold
     * @param cryptography hashes
     * @return the document, not signed yet
     */
    public static SignedDocument of(
            PolicyDocument document,
            String content,
            Instant notBefore,
            List<String> requiredSigners,
            BundleCryptography cryptography) {
        PolicyBundle bundle = PolicyBundle.describe(
                document.name(),
                document.version(),
                notBefore,
                requiredSigners,
                Map.of(document.name() + ".conf", content.getBytes(StandardCharsets.UTF_8)),
                cryptography);
        return new SignedDocument(bundle, List.of(), content);
    }

    /**
     * Reads a text. No signature and no hash is verified.
     *
     * @param text the text
     * @return its parts
     * @throws PolicyProblem if it is not of the form, or lists more than one file
     */
    public static SignedDocument parse(String text) throws PolicyProblem {
        int signaturesAt = text.indexOf("\n\n") + 2;
        int documentAt = text.indexOf("\n\n", signaturesAt) + 2;
        if (!isSigned(text) || signaturesAt < 2 || documentAt < 2) {
            throw altered("The bundle: expected a signed note, an empty line and the document; fetch it again.");
        }
        SignedNote note = SignedNote.parse(SignedNote.Subject.BUNDLE, text.substring(0, documentAt - 1));
        PolicyBundle bundle = PolicyBundle.parse(note.text());
        if (bundle.files().size() != 1) {
            throw altered("The bundle " + bundle.name() + ": expected one document, got "
                    + bundle.files().size() + " files.");
        }
        return new SignedDocument(bundle, note.signatures(), text.substring(documentAt));
    }

    private static PolicyProblem altered(String message) {
        return new PolicyProblem(RefusalCode.BUNDLE_ALTERED, message);
    }

    /** @return what is signed: name, version, first day, required signers and hash */
    public PolicyBundle bundle() {
        return bundle;
    }

    /** @return the bytes that are signed: name, version, first day, required signers and hash, as UTF-8 */
    public byte[] message() {
        return bundle.text().getBytes(StandardCharsets.UTF_8);
    }

    /** @return the document */
    public String content() {
        return content;
    }

    /** @return who says to have signed, in the order of the lines */
    public List<Signature> signatures() {
        return signatures.stream()
                .map(line -> new Signature(line.name(), java.util.HexFormat.of().formatHex(line.identifier())))
                .toList();
    }

    /**
     * Adds a signature, in the place of an earlier one by the same key.
     *
     * @param key whose it is
     * @param signature the signature of {@link #message}
     * @param cryptography hashes
     * @return the document with it
     */
    public SignedDocument with(BundleKey key, byte[] signature, BundleCryptography cryptography) {
        byte[] identifier = key.identifier(cryptography);
        List<SignedNote.Line> lines = new ArrayList<>(signatures);
        lines.removeIf(line -> line.name().equals(key.name()) && Arrays.equals(line.identifier(), identifier));
        lines.add(new SignedNote.Line(key.name(), identifier, signature.clone()));
        return new SignedDocument(bundle, lines, content);
    }

    /** @return the whole as it goes into a file; {@link #parse} reads it if it is signed */
    public String text() {
        return note() + "\n" + content;
    }

    private String note() {
        StringBuilder note = new StringBuilder(bundle.text()).append('\n');
        signatures.forEach(line -> note.append(SignedNote.line(line)));
        return note.toString();
    }

    /**
     * Verifies the signatures, and then everything else.
     *
     * @return the bundle and its document
     */
    PolicyBundle.Verified verify(PolicySigners signers, Instant now, BundleCryptography cryptography)
            throws PolicyProblem {
        return PolicyBundle.verify(
                note(),
                believed -> contents(),
                signers.keys(),
                signers.required(),
                Optional.empty(),
                now,
                cryptography);
    }

    /** Verifies the hash alone, where nobody must sign. */
    void requireUnaltered(BundleCryptography cryptography) throws PolicyProblem {
        Map<String, String> texts = bundle.texts(contents(), cryptography);
        assert texts.containsValue(content);
    }

    private Map<String, byte[]> contents() {
        String file = Collections.min(bundle.files().keySet());
        return Map.of(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Name and version stand in both: whoever signs must see what is applied. */
    void requireSame(PolicyDocument document) throws PolicyProblem {
        if (!bundle.name().equals(document.name()) || bundle.version() != document.version()) {
            throw altered("The bundle: expected the name and version of its document, " + document.name() + " "
                    + document.version() + ", got " + bundle.name() + " " + bundle.version() + "; sign it again.");
        }
    }
}
