package org.wardkey.provider;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

/** {@code javax.crypto.KDF} and {@code HKDFParameterSpec} of Java 25, which tests that also run on 17 cannot name. */
final class Kdf {
    private final Object kdf;

    private Kdf(Object kdf) {
        this.kdf = kdf;
    }

    static Kdf of(String name, Optional<Provider> provider) throws Exception {
        Class<?> type = Class.forName("javax.crypto.KDF");
        return new Kdf(
                provider.isPresent()
                        ? call(type.getMethod("getInstance", String.class, Provider.class), null, name, provider.get())
                        : call(type.getMethod("getInstance", String.class), null, name));
    }

    byte[] data(AlgorithmParameterSpec specification) throws Exception {
        return (byte[]) call(kdf.getClass().getMethod("deriveData", AlgorithmParameterSpec.class), kdf, specification);
    }

    SecretKey key(String algorithm, AlgorithmParameterSpec specification) throws Exception {
        return (SecretKey) call(
                kdf.getClass().getMethod("deriveKey", String.class, AlgorithmParameterSpec.class),
                kdf,
                algorithm,
                specification);
    }

    String providerName() throws Exception {
        return (String) call(kdf.getClass().getMethod("getProviderName"), kdf);
    }

    private static Class<?> specification(String inner) throws ClassNotFoundException {
        return Class.forName("javax.crypto.spec.HKDFParameterSpec" + inner);
    }

    private static Object builder(List<byte[]> materials, List<byte[]> salts) throws Exception {
        Class<?> type = specification("$Builder");
        Object builder = call(specification("").getMethod("ofExtract"), null);
        for (byte[] material : materials) {
            call(type.getMethod("addIKM", byte[].class), builder, (Object) material);
        }
        for (byte[] salt : salts) {
            call(type.getMethod("addSalt", byte[].class), builder, (Object) salt);
        }
        return builder;
    }

    static AlgorithmParameterSpec extract(List<byte[]> materials, List<byte[]> salts) throws Exception {
        return (AlgorithmParameterSpec)
                call(specification("$Builder").getMethod("extractOnly"), builder(materials, salts));
    }

    static AlgorithmParameterSpec extract(SecretKey material) throws Exception {
        Object builder = builder(List.of(), List.of());
        call(specification("$Builder").getMethod("addIKM", SecretKey.class), builder, material);
        return (AlgorithmParameterSpec) call(specification("$Builder").getMethod("extractOnly"), builder);
    }

    static AlgorithmParameterSpec both(List<byte[]> materials, List<byte[]> salts, byte[] info, int size)
            throws Exception {
        return (AlgorithmParameterSpec) call(
                specification("$Builder").getMethod("thenExpand", byte[].class, int.class),
                builder(materials, salts),
                info,
                size);
    }

    static AlgorithmParameterSpec expand(SecretKey key, byte[] info, int size) throws Exception {
        return (AlgorithmParameterSpec) call(
                specification("").getMethod("expandOnly", SecretKey.class, byte[].class, int.class),
                null,
                key,
                info,
                size);
    }

    private static Object call(Method method, Object target, Object... arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
