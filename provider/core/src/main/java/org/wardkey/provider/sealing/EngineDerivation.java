package org.wardkey.provider.sealing;

import java.security.GeneralSecurityException;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;

/** Derives keys with one engine. */
final class EngineDerivation implements Protector.Derivation {
    private static final int KEY_BYTES = 32;

    private final KeyBackend engine;

    EngineDerivation(KeyBackend engine) {
        this.engine = engine;
    }

    @Override
    public SecretBytes derive(SecretBytes input, byte[] salt, String info) {
        return new Hkdf(engine).derive(input, salt, info);
    }

    @Override
    public SecretBytes derive(char[] password, byte[] salt, int iterations) {
        try {
            return engine.deriveFromPassword(Digest.SHA_512, password, salt, iterations, KEY_BYTES);
        } catch (GeneralSecurityException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.ENGINE_FAILED, "Tried to derive a key from a password."), e);
        }
    }
}
