package org.wardkey.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.hocon.HoconBlock;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyDocument;
import org.wardkey.provider.policy.PolicyPack;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicyReader;
import org.wardkey.provider.policy.PolicySigners;
import org.wardkey.provider.policy.SignedDocument;

/** Reads policies as a configuration or command line names them: shipped packs and files. */
public final class PolicyFiles {
    private static final String FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

    private PolicyFiles() {}

    /**
     * Reads and combines documents.
     *
     * @param folder what relative names of files start from
     * @param names names of shipped packs, or files; a file that is called like a pack needs a folder, such
     *     as {@code ./cnsa-2.0}
     * @return the policy
     * @throws PolicyProblem if one cannot be read, or they do not combine
     */
    public static Policy load(Path folder, List<String> names) throws PolicyProblem {
        return Policy.combine(documents(folder, names), PolicyPack.LIBRARY);
    }

    /**
     * Reads documents.
     *
     * @param folder what relative names of files start from
     * @param names names of shipped packs, or files
     * @return the documents, in the order of the names
     * @throws PolicyProblem if one cannot be read
     */
    public static List<PolicyDocument> documents(Path folder, List<String> names) throws PolicyProblem {
        List<PolicyDocument> documents = new ArrayList<>();
        for (String name : names) {
            documents.add(PolicyPack.NAMES.contains(name) ? PolicyPack.document(name) : read(resolve(folder, name)));
        }
        return documents;
    }

    private static Path resolve(Path folder, String name) throws PolicyProblem {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new PolicyProblem(
                    RefusalCode.POLICY_UNKNOWN,
                    "Expected a pack of " + packs() + ", or a policy file, got what cannot be a file's name.");
        }
    }

    private static String packs() {
        return String.join(", ", PolicyPack.NAMES);
    }

    /**
     * Reads a document. It may include files that lie in its own folder, by their plain names; a signed one
     * includes none. Signatures are not verified: the file is named by somebody who is believed.
     *
     * @param file the file
     * @return the document
     * @throws PolicyProblem if it is not there or not a policy
     */
    public static PolicyDocument read(Path file) throws PolicyProblem {
        if (!Files.isRegularFile(file)) {
            throw new PolicyProblem(
                    RefusalCode.POLICY_UNKNOWN,
                    "Expected a pack of " + packs() + ", or a policy file, got " + file.getFileName()
                            + "; there is no file " + file + ".");
        }
        Optional<String> text = text(file);
        if (text.isEmpty()) {
            throw problem(file + ": expected a readable file of at most " + HoconBlock.LARGEST_BYTES
                    + " bytes of UTF-8; check its permissions and encoding.");
        }
        return SignedDocument.isSigned(text.get())
                ? new DocumentReader(PolicySigners.NONE, bundleCryptography())
                        .readUnverified(file.toString(), text.get())
                : PolicyReader.read(file.toString(), text.get(), name -> beside(file, name));
    }

    /**
     * Reads and combines the documents that a configuration names; opens no home.
     *
     * @param config the configuration
     * @return the policy; the default pack if it names none
     * @throws PolicyProblem if the configuration is not usable
     */
    public static Policy configured(Path config) throws PolicyProblem {
        try {
            List<PolicyDocument> documents = ConfigReader.read(config).policy();
            return documents.isEmpty() ? PolicyPack.defaultPolicy() : Policy.combine(documents, PolicyPack.LIBRARY);
        } catch (ConfigProblem e) {
            throw new PolicyProblem(RefusalCode.LOCKED, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads whose signatures a configuration wants under documents that are applied; opens no home.
     *
     * @param config the configuration
     * @return the signers
     * @throws PolicyProblem if the configuration is not usable
     */
    public static PolicySigners signers(Path config) throws PolicyProblem {
        try {
            return ConfigReader.read(config).signers();
        } catch (ConfigProblem e) {
            throw new PolicyProblem(RefusalCode.LOCKED, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What {@link org.wardkey.provider.policy.PolicyBundle} needs to verify, on the JDK's own providers.
     *
     * @return hashes and verifies; thread-safe
     */
    public static BundleCryptography bundleCryptography() {
        return new JdkBundleCryptography();
    }

    private static Optional<String> beside(Path file, String name) {
        Path included = name.matches(FILE_NAME) ? file.resolveSibling(name) : file;
        boolean taken = !included.equals(file) && Files.isRegularFile(included, LinkOption.NOFOLLOW_LINKS);
        return taken ? text(included) : Optional.empty();
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.size(file) > HoconBlock.LARGEST_BYTES ? Optional.empty() : Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static PolicyProblem problem(String message) {
        return new PolicyProblem(RefusalCode.POLICY_UNREADABLE, message);
    }
}
