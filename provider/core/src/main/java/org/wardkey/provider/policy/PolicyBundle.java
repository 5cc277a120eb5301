package org.wardkey.provider.policy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.wardkey.provider.operation.RefusalCode;

/**
 * Policy files that somebody answers for: a signed note lists them.
 *
 * <pre>
 * wardkey-policy-bundle/v1
 * name NAME
 * version NUMBER
 * not-before INSTANT
 * signer NAME            none or more: who must have signed
 * file SHA256 NAME       one or more, by name
 * </pre>
 *
 * @param name its name; versions count for this name
 * @param version its version, at least 1
 * @param notBefore from when it may be applied
 * @param requiredSigners who must have signed, whatever the threshold
 * @param files the SHA-256 of each file in hexadecimal, by the file's name
 */
public record PolicyBundle(
        String name, int version, Instant notBefore, List<String> requiredSigners, Map<String, String> files) {
    static final String FORMAT = "wardkey-policy-bundle/v1";
    private static final String WORD = "[a-z0-9][a-z0-9.-]{0,62}";
    private static final String FILE = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
    private static final String HASH = "[0-9a-f]{64}";

    /**
     * Copies the lists and checks the fields.
     *
     * @throws IllegalArgumentException if a name, hash or the version is not of the form
     */
    public PolicyBundle {
        requiredSigners = List.copyOf(requiredSigners);
        files = java.util.Collections.unmodifiableMap(new TreeMap<>(files));
        boolean plain = name.matches(WORD)
                && version > 0
                && !files.isEmpty()
                && files.keySet().stream().allMatch(file -> file.matches(FILE))
                && files.values().stream().allMatch(hash -> hash.matches(HASH))
                && requiredSigners.stream().noneMatch(signer -> signer.isEmpty() || signer.matches(".*[\\s+].*"));
        if (!plain) {
            throw new IllegalArgumentException("Expected name, version, signers and files of a bundle, got others.");
        }
    }

    /**
     * The bundle that is in force.
     *
     * @param name its name
     * @param version its version
     * @param text the text that was signed, which tells two bundles of one version apart
     */
    public record Applied(String name, int version, String text) {}

    /**
     * A bundle that may be applied.
     *
     * @param bundle what it is
     * @param contents the text of each file, by its name
     * @param signers the names of those whose valid signatures it has
     * @param applied what to keep for the next one
     */
    public record Verified(PolicyBundle bundle, Map<String, String> contents, List<String> signers, Applied applied) {
        /** Copies the collections. */
        public Verified {
            contents = java.util.Collections.unmodifiableMap(new TreeMap<>(contents));
            signers = List.copyOf(signers);
        }
    }

    /**
     * Describes files, so that they can be signed.
     *
     * @param name the bundle's name
     * @param version its version
     * @param notBefore from when it may be applied
     * @param requiredSigners who must sign
     * @param files the files by name
     * @param cryptography hashes
     * @return the bundle
     */
    public static PolicyBundle describe(
            String name,
            int version,
            Instant notBefore,
            List<String> requiredSigners,
            Map<String, byte[]> files,
            BundleCryptography cryptography) {
        Map<String, String> hashes = new TreeMap<>();
        files.forEach((file, content) -> hashes.put(file, HexFormat.of().formatHex(cryptography.sha256(content))));
        return new PolicyBundle(name, version, notBefore, requiredSigners, hashes);
    }

    /** @return the text to be signed, as UTF-8, with its last new line */
    public String text() {
        StringBuilder text = new StringBuilder(FORMAT)
                .append("\nname ")
                .append(name)
                .append("\nversion ")
                .append(version)
                .append("\nnot-before ")
                .append(notBefore)
                .append('\n');
        requiredSigners.forEach(signer -> text.append("signer ").append(signer).append('\n'));
        files.forEach((file, hash) ->
                text.append("file ").append(hash).append(' ').append(file).append('\n'));
        return text.toString();
    }

    /**
     * Puts signatures under the text.
     *
     * @param signatures for each key its signature of {@link #text}
     * @param cryptography hashes
     * @return the signed note
     */
    public String note(Map<BundleKey, byte[]> signatures, BundleCryptography cryptography) {
        StringBuilder note = new StringBuilder(text()).append('\n');
        new LinkedHashMap<>(signatures)
                .forEach((key, signature) -> note.append(SignedNote.line(key, signature, cryptography)));
        return note.toString();
    }

    /**
     * Verifies a bundle. Nothing of it is believed before its signatures are.
     *
     * @param note the signed note
     * @param contents the files by name; others than the listed ones are refused
     * @param keys the keys that may sign
     * @param threshold how many of them must have signed, at least 1
     * @param inForce the bundle in force, if there is one
     * @param now the time
     * @param cryptography hashes and verifies
     * @return the bundle with its files
     * @throws PolicyProblem if it lacks signatures, does not match its files, is not newer than the one in
     *     force, or is not valid yet
     * @throws IllegalArgumentException if the threshold is less than 1
     */
    public static Verified verify(
            String note,
            Map<String, byte[]> contents,
            List<BundleKey> keys,
            int threshold,
            Optional<Applied> inForce,
            Instant now,
            BundleCryptography cryptography)
            throws PolicyProblem {
        return verify(note, bundle -> contents, keys, threshold, inForce, now, cryptography);
    }

    /** The same for files whose names only the bundle knows; it is asked for them once it is believed. */
    static Verified verify(
            String note,
            Function<PolicyBundle, Map<String, byte[]>> contents,
            List<BundleKey> keys,
            int threshold,
            Optional<Applied> inForce,
            Instant now,
            BundleCryptography cryptography)
            throws PolicyProblem {
        if (threshold < 1) {
            throw new IllegalArgumentException("Expected a threshold of at least 1, got " + threshold + ".");
        }
        SignedNote signed = SignedNote.parse(SignedNote.Subject.BUNDLE, note);
        List<BundleKey> signers = signed.signers(keys, cryptography);
        // The same key under two names signs once.
        long distinct = signers.stream()
                .map(key -> HexFormat.of().formatHex(key.encoded()))
                .distinct()
                .count();
        if (distinct < threshold) {
            throw new PolicyProblem(
                    RefusalCode.BUNDLE_NOT_SIGNED,
                    "The bundle: expected valid signatures of " + threshold + " of the " + keys.size() + " keys, got "
                            + distinct + ".");
        }
        List<String> names = signers.stream().map(BundleKey::name).distinct().toList();
        PolicyBundle bundle = parse(signed.text());
        bundle.requireSigners(names);
        bundle.requireNewer(signed.text(), inForce);
        if (now.isBefore(bundle.notBefore)) {
            throw new PolicyProblem(
                    RefusalCode.BUNDLE_NOT_YET,
                    "The bundle " + bundle.name + " is valid from " + bundle.notBefore + ", it is " + now + ".");
        }
        Applied applied = new Applied(bundle.name, bundle.version, signed.text());
        return new Verified(bundle, bundle.texts(contents.apply(bundle), cryptography), names, applied);
    }

    private void requireSigners(List<String> signers) throws PolicyProblem {
        for (String required : requiredSigners) {
            if (!signers.contains(required)) {
                throw new PolicyProblem(
                        RefusalCode.BUNDLE_NOT_SIGNED,
                        "The bundle " + name + ": expected a valid signature of " + required + ", got none.");
            }
        }
    }

    private void requireNewer(String text, Optional<Applied> inForce) throws PolicyProblem {
        if (inForce.isEmpty() || inForce.get().text().equals(text)) {
            return;
        }
        Applied old = inForce.get();
        if (!old.name().equals(name) || version <= old.version()) {
            throw new PolicyProblem(
                    RefusalCode.BUNDLE_ROLLED_BACK,
                    "The bundle: expected " + old.name() + " of a version above " + old.version() + ", got " + name
                            + " " + version + ".");
        }
    }

    Map<String, String> texts(Map<String, byte[]> contents, BundleCryptography cryptography) throws PolicyProblem {
        if (!contents.keySet().equals(files.keySet())) {
            throw new PolicyProblem(
                    RefusalCode.BUNDLE_ALTERED,
                    "The bundle " + name + ": expected the files " + files.keySet() + ", got " + contents.size()
                            + " files, not all of them the same.");
        }
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            String hash = HexFormat.of().formatHex(cryptography.sha256(file.getValue()));
            String text = new String(file.getValue(), StandardCharsets.UTF_8);
            boolean utf8 = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), file.getValue());
            if (!hash.equals(files.get(file.getKey())) || !utf8) {
                throw new PolicyProblem(
                        RefusalCode.BUNDLE_ALTERED,
                        "The bundle " + name + ": file " + file.getKey() + " is not the one that was signed.");
            }
            texts.put(file.getKey(), text);
        }
        return texts;
    }

    /** Reads the text in its one form: what is read must write back to the same text. */
    static PolicyBundle parse(String text) throws PolicyProblem {
        try {
            Map<String, String> single = new LinkedHashMap<>();
            List<String> signers = new ArrayList<>();
            Map<String, String> files = new TreeMap<>();
            for (String line : text.split("\n", -1)) {
                int space = line.indexOf(' ');
                String key = space < 0 ? "" : line.substring(0, space);
                String value = line.substring(space + 1);
                if (key.equals("signer")) {
                    signers.add(value);
                } else if (key.equals("file") && value.length() > 65) {
                    files.put(value.substring(65), value.substring(0, 64));
                } else if (Set.of("name", "version", "not-before").contains(key)) {
                    single.put(key, value);
                }
            }
            PolicyBundle bundle = new PolicyBundle(
                    single.getOrDefault("name", ""),
                    Integer.parseInt(single.getOrDefault("version", "")),
                    Instant.parse(single.getOrDefault("not-before", "")),
                    signers,
                    files);
            if (bundle.text().equals(text)) {
                return bundle;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new PolicyProblem(
                    RefusalCode.BUNDLE_ALTERED, "The bundle: expected the form of " + FORMAT + ", got another.");
        }
        throw new PolicyProblem(
                RefusalCode.BUNDLE_ALTERED, "The bundle: expected the form of " + FORMAT + ", got another.");
    }
}
