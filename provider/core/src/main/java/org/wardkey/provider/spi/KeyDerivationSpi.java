package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeySecretKey;

/**
 * {@code SecretKeyFactory}: derives plain keys from a {@link KeyDerivation}. A refused derivation comes back as a key that
 * nobody can use and whose encoding throws: an exception from here would make the JCA ask the next provider. Thread-safe.
 */
public final class KeyDerivationSpi extends SecretKeyFactorySpi {
    private final SpiContext context;
    private final String row;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param row the name by which {@link KeyDerivation.Function#row} knows it
     */
    public KeyDerivationSpi(SpiContext context, String row) {
        this.context = context;
        this.row = row;
    }

    @Override
    protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
        if (!(spec instanceof KeyDerivation derivation)
                || !derivation.function().row().equals(row)) {
            throw new InvalidKeySpecException("Expected a KeyDerivation with a function of " + row + ".");
        }
        if (context.approvedOnly()) {
            // The module has its own functions of that kind, which nobody can reach through the JCA.
            return refused(
                    derivation,
                    new Refusal(RefusalCode.SERVICE_NOT_APPROVED, "Asked for " + derivation.function() + "."));
        }
        try {
            byte[] bytes = new KeyDerivationFunctions(context.gate(), derivation).derive();
            try {
                return new SecretKeySpec(bytes, derivation.algorithm());
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (InvalidKeyException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        } catch (PolicyDeniedException e) {
            return refused(derivation, new Refusal(e.code(), e.detail()));
        } catch (BackendException e) {
            return refused(derivation, new Refusal(e.code(), e.detail()));
        } catch (RuntimeException e) {
            // Whatever it is: an exception from here would make the JCA ask the next provider.
            return refused(derivation, new Refusal(RefusalCode.ENGINE_FAILED, "The derivation failed: " + e + "."));
        }
    }

    private static SecretKey refused(KeyDerivation derivation, Refusal refusal) {
        return WardkeySecretKey.refusedDerivation(derivation.algorithm(), refusal);
    }

    @Override
    protected KeySpec engineGetKeySpec(SecretKey key, Class<?> type) throws InvalidKeySpecException {
        throw new InvalidKeySpecException(
                "Expected no question for the specification of a derived key: it does not keep it.");
    }

    @Override
    protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
        throw new InvalidKeyException("Expected a KeyDerivation: no key of another provider is one of " + row + ".");
    }
}
