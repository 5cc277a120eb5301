package org.wardkey.provider.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The documents that ship inside the jar: data, read from resources of this package. */
public final class PolicyPack {
    /** The pack that holds where the configuration names none. */
    public static final String DEFAULT = "nist-sp800-57";

    /** The names of all packs. */
    public static final List<String> NAMES = List.of("cnsa-2.0", DEFAULT, "permissive-legacy");

    /** Finds packs by name, and nothing else. */
    public static final PolicyLibrary LIBRARY =
            name -> NAMES.contains(name) ? Optional.of(read(name)) : Optional.empty();

    private PolicyPack() {}

    /**
     * Reads a pack.
     *
     * @param name one of {@link #NAMES}
     * @return the document
     * @throws PolicyProblem if there is none of that name
     */
    public static PolicyDocument document(String name) throws PolicyProblem {
        return LIBRARY.find(name)
                .orElseThrow(() -> new PolicyProblem(
                        "The policy: expected the name of a shipped pack, got another; packs: " + NAMES + "."));
    }

    /** @return the policy that holds where the configuration names none; compiled at the first call */
    public static Policy defaultPolicy() {
        return Default.POLICY;
    }

    private static PolicyDocument read(String name) throws PolicyProblem {
        try (InputStream resource = PolicyPack.class.getResourceAsStream(name + ".conf")) {
            if (resource == null) {
                throw new AssertionError("The pack " + name + " is missing from the jar.");
            }
            return PolicyReader.read(name + ".conf", new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PolicyProblem("The pack " + name + " cannot be read from the jar.", e);
        }
    }

    /** Loaded at the first use: a provider that is only constructed must not read resources. */
    private static final class Default {
        private static final Policy POLICY = load();

        private static Policy load() {
            try {
                return Policy.combine(List.of(document(DEFAULT)), LIBRARY);
            } catch (PolicyProblem e) {
                throw new AssertionError("The default pack cannot be read.", e);
            }
        }
    }
}
