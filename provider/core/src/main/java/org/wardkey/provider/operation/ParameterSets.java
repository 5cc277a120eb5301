package org.wardkey.provider.operation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameter set of keys that have no interface of their own in the JCA, such as those of ML-DSA, ML-KEM and SLH-DSA. JDKs from 22 on
 * have {@code AsymmetricKey.getParams}, which cannot be seen when compiling for 17; other providers name the parameter set
 * in the algorithm.
 */
final class ParameterSets {
    private static final @Nullable MethodHandle GET_PARAMS = getParams();
    private static final List<String> ALGORITHMS = List.of("ML-DSA", "ML-KEM", "SLH-DSA");

    private ParameterSets() {}

    private static @Nullable MethodHandle getParams() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            Class.forName("java.security.AsymmetricKey"),
                            "getParams",
                            MethodType.methodType(AlgorithmParameterSpec.class))
                    .asType(MethodType.methodType(AlgorithmParameterSpec.class, Key.class));
        } catch (ReflectiveOperationException e) {
            // A JDK up to 21.
            return null;
        }
    }

    /** The name of the parameter set; empty if the key is of another algorithm. */
    static Optional<String> of(Key key) {
        String algorithm = String.valueOf(key.getAlgorithm()).toUpperCase(Locale.ROOT);
        if (ALGORITHMS.stream().noneMatch(algorithm::startsWith)) {
            return Optional.empty();
        }
        return ALGORITHMS.contains(algorithm) ? parameters(key) : Optional.of(algorithm);
    }

    private static Optional<String> parameters(Key key) {
        if (GET_PARAMS == null) {
            return Optional.empty();
        }
        try {
            return (AlgorithmParameterSpec) GET_PARAMS.invokeExact(key) instanceof NamedParameterSpec named
                    ? Optional.of(named.getName())
                    : Optional.empty();
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            // A key of a class that does not answer, or is no AsymmetricKey, is none of ours.
            return Optional.empty();
        }
    }
}
