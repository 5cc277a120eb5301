package org.wardkey.provider.fips;

import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;

/**
 * The module's own form of KMAC's parameters. A class of the JCA has room for the customization string alone, so that another
 * length needs a class of the module, which only its loader knows.
 */
final class KmacSpec {
    private static final String CLASS = "org.bouncycastle.jcajce.spec.KMACParameterSpec";

    private KmacSpec() {}

    static @Nullable AlgorithmParameterSpec of(Provider module, Mechanism mechanism, KmacParameters parameters)
            throws InvalidAlgorithmParameterException {
        byte[] customization = parameters.customization();
        if (parameters.macSizeBytes()
                == KmacParameters.defaultsFor(mechanism.family()).macSizeBytes()) {
            return customization.length == 0 ? null : new IvParameterSpec(customization);
        }
        try {
            return Class.forName(CLASS, true, module.getClass().getClassLoader())
                    .asSubclass(AlgorithmParameterSpec.class)
                    .getConstructor(int.class, byte[].class)
                    .newInstance(parameters.macSizeBytes() * Byte.SIZE, customization);
        } catch (ReflectiveOperationException e) {
            throw new InvalidAlgorithmParameterException(
                    "Expected the module to take KMAC of " + parameters.macSizeBytes() + " bytes; it does not.", e);
        }
    }
}
