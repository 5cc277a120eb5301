package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;

/**
 * What a policy says about the JVM as a whole, in the words of {@code java.security}: for strict mode.
 *
 * <p>Only denials for every key and every purpose can be said there. A rule with a selector, a purpose
 * or the verdict {@code legacy-only} stays Wardkey's own, and so does one that only observes. Pure.
 */
public final class DisabledAlgorithms {
    /** The JDK's property for {@code getInstance}; from 25 on. */
    public static final String SERVICES = "jdk.crypto.disabledAlgorithms";

    /** Wardkey's own property: what it refuses at the first position, in its own notation. */
    public static final String REFUSED_SERVICES = "wardkey.refusedServices";

    /** The JDK's properties that {@link #of} gives values for. */
    public static final List<String> PROPERTIES = List.of(
            "jdk.tls.disabledAlgorithms", "jdk.certpath.disabledAlgorithms", "jdk.jar.disabledAlgorithms", SERVICES);

    private static final Set<AlgorithmName> SIGNATURES =
            EnumSet.of(AlgorithmName.ECDSA, AlgorithmName.RSASSA_PKCS1, AlgorithmName.RSASSA_PSS);

    private final Set<String> constraints = new LinkedHashSet<>();
    private final Set<String> services = new LinkedHashSet<>();

    private DisabledAlgorithms() {}

    /**
     * Gives the values for a policy at a time. They come on top of the JDK's own: see {@link #merge}.
     *
     * @param policy the policy
     * @param now the time: what is not denied yet is not named
     * @return the value of each of {@link #PROPERTIES} and of {@link #REFUSED_SERVICES}; empty where the policy says
     *     nothing
     */
    public static Map<String, String> of(Policy policy, Instant now) {
        DisabledAlgorithms disabled = new DisabledAlgorithms();
        for (PolicyRule rule : policy.rules()) {
            if (rule instanceof AlgorithmRule algorithm && isForEverything(algorithm, now)) {
                disabled.add(algorithm);
            }
        }
        return disabled.values();
    }

    /**
     * Gives the values for algorithms that are denied to everybody. Password-based encryption is left out: the JDK reads
     * PKCS12 files with it.
     *
     * @param denied the algorithms
     * @return as for a policy
     */
    public static Map<String, String> of(Collection<AlgorithmName> denied) {
        DisabledAlgorithms disabled = new DisabledAlgorithms();
        disabled.algorithms(denied);
        disabled.services.removeIf(service -> service.startsWith("Cipher.PBE"));
        return disabled.values();
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String property : PROPERTIES) {
            values.put(property, String.join(", ", constraints));
        }
        values.put(SERVICES, String.join(", ", ServiceNames.ofTheJdk(services)));
        values.put(REFUSED_SERVICES, String.join(", ", services));
        return values;
    }

    /**
     * Puts the values behind those that are there.
     *
     * @param present the value of {@code java.security}
     * @param disabled a value of {@link #of}
     * @return both, each entry once
     */
    public static String merge(String present, String disabled) {
        Set<String> entries = new LinkedHashSet<>();
        for (String value : List.of(present, disabled)) {
            for (String entry : value.split(",", -1)) {
                if (!entry.isBlank()) {
                    entries.add(entry.strip());
                }
            }
        }
        return String.join(", ", entries);
    }

    private static boolean isForEverything(AlgorithmRule rule, Instant now) {
        boolean within = !now.isBefore(rule.effect().start())
                && now.isBefore(rule.effect().end());
        boolean denies = switch (rule.verdict()) {
            case DENIED -> within;
            case ALLOWED -> !within;
            case LEGACY_ONLY -> false;
        };
        return denies
                && rule.header().when().equals(Selector.EVERY_KEY)
                && rule.scope().purposes().isEmpty()
                && !rule.header().observesAt(now);
    }

    private void add(AlgorithmRule rule) {
        AlgorithmScope scope = rule.scope();
        if (rule.requirement().isPresent()) {
            require(scope, rule.requirement().get());
            return;
        }
        if (scope.bounded()) {
            scope.keyBitsBelow().ifPresent(bits -> sizes(scope, bits));
            scope.strengthBelow().ifPresent(bits -> strength(scope, bits));
            return;
        }
        if (scope.keyTypes().isEmpty() && scope.digests().isEmpty()) {
            algorithms(scope.algorithms());
            return;
        }
        if (scope.algorithms().isEmpty() && scope.digests().isEmpty()) {
            keyTypes(scope.keyTypes());
            return;
        }
        if (scope.keyTypes().isEmpty()) {
            digests(scope.digests(), scope.algorithms());
        }
    }

    private void require(AlgorithmScope scope, Requirement requirement) {
        requirement.minimumKeyBits().ifPresent(bits -> sizes(scope, bits));
        requirement.minimumStrength().ifPresent(bits -> strength(scope, bits));
        boolean everywhere = scope.keyTypes().isEmpty() && scope.digests().isEmpty() && !scope.bounded();
        if (!requirement.algorithms().isEmpty()
                && everywhere
                && scope.algorithms().isEmpty()) {
            algorithms(others(AlgorithmName.class, requirement.algorithms()));
        }
        if (!requirement.digests().isEmpty() && everywhere) {
            Set<Digest> others = others(Digest.class, requirement.digests());
            others.removeIf(digest -> !digest.isOfHmac()); // no signatures are made with SHAKE
            digests(others, scope.algorithms());
        }
        if (!requirement.keyTypes().isEmpty() && everywhere) {
            Set<KeyType> others = others(KeyType.class, requirement.keyTypes());
            others.removeIf(type -> !scope.algorithms().isEmpty() && !isCurve(type));
            keyTypes(others);
        }
    }

    private static <E extends Enum<E>> Set<E> others(Class<E> type, Collection<E> listed) {
        Set<E> others = EnumSet.allOf(type);
        others.removeAll(listed);
        return others;
    }

    private void algorithms(Collection<AlgorithmName> algorithms) {
        for (AlgorithmName algorithm : sorted(algorithms)) {
            constraints.addAll(algorithm.constraintNames());
            services.addAll(algorithm.serviceNames());
        }
    }

    private static <E extends Enum<E>> List<E> sorted(Collection<E> constants) {
        return constants.stream().sorted().toList();
    }

    private static boolean isCurve(KeyType type) {
        return switch (type) {
            case EC_P256, EC_P384, EC_P521 -> true;
            default -> false;
        };
    }

    private void keyTypes(Collection<KeyType> types) {
        for (KeyType type : sorted(types)) {
            switch (type.kind()) {
                case EC -> constraints.add(type.curve());
                case RSA -> constraints.add("RSA");
                case EDDSA, XDH, ML_DSA, ML_KEM -> algorithms(Set.of(AlgorithmName.valueOf(type.name())));
                case SLH_DSA -> {
                    constraints.add(type.curve());
                    services.add("Signature." + type.curve());
                    services.add(ServiceNames.of("Signature.SLH-DSA", type.curve()));
                }
                case AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD -> {
                    // No name of java.security means all ciphers or codes with such keys.
                }
            }
        }
    }

    /** The JVM's other uses of an old hash function go on: only signatures with it are named. */
    private void digests(Collection<Digest> digests, Set<AlgorithmName> algorithms) {
        Set<AlgorithmName> signatures = EnumSet.copyOf(SIGNATURES);
        if (!algorithms.isEmpty()) {
            signatures.retainAll(algorithms);
        }
        for (Digest digest : sorted(digests)) {
            for (AlgorithmName signature : sorted(signatures)) {
                if (signature != AlgorithmName.RSASSA_PSS && digest != Digest.NONE) {
                    String name = digest.compactName() + (signature == AlgorithmName.ECDSA ? "withECDSA" : "withRSA");
                    constraints.add(name);
                    services.add("Signature." + name);
                    if (signature == AlgorithmName.ECDSA) {
                        services.add("Signature." + name + "inP1363Format");
                        services.add("Signature." + digest.compactName() + "withDetECDSA");
                    }
                }
            }
        }
    }

    private void sizes(AlgorithmScope scope, int bits) {
        if (isForWholeKeys(scope) && scope.keyTypes().contains(KeyType.RSA)) {
            constraints.add("RSA keySize < " + bits);
        }
    }

    /** A size for one algorithm or hash function only has no words in java.security. */
    private static boolean isForWholeKeys(AlgorithmScope scope) {
        return scope.algorithms().isEmpty() && scope.digests().isEmpty();
    }

    private void strength(AlgorithmScope scope, int bits) {
        if (!isForWholeKeys(scope)) {
            return;
        }
        boolean every = scope.keyTypes().isEmpty();
        List<String> integers = new ArrayList<>();
        if (every || scope.keyTypes().contains(KeyType.RSA)) {
            integers.add("RSA");
        }
        if (every) {
            integers.addAll(List.of("DSA", "DH"));
            constraints.add("EC keySize < " + 2 * bits);
        }
        for (String algorithm : integers) {
            constraints.add(algorithm + " keySize < " + SecurityStrength.integerBits(bits));
        }
    }
}
