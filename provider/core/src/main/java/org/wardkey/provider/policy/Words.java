package org.wardkey.provider.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.wardkey.provider.operation.Digest;

/** The words of the language for the constants of the vocabulary. */
final class Words {
    private Words() {}

    /** The word for a constant: a hash function's standard name, else lower case with hyphens. */
    static String of(Enum<?> constant) {
        if (constant instanceof Digest digest) {
            return digest.standardName();
        }
        if (constant instanceof AlgorithmName algorithm) {
            return algorithm.standardName();
        }
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The words for some constants, in the order of their type. */
    static List<String> of(Collection<? extends Enum<?>> constants) {
        return constants.stream().sorted().map(constant -> of(constant)).toList();
    }

    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equalsIgnoreCase(word))
                .findFirst();
    }

    static <E extends Enum<E>> List<String> all(Class<E> type) {
        return of(Arrays.asList(type.getEnumConstants()));
    }
}
