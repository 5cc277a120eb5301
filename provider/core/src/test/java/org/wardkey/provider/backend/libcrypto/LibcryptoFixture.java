package org.wardkey.provider.backend.libcrypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;

/** Engines, keys and whole operations for the tests of this package. */
final class LibcryptoFixture {
    static final Libcrypto LIBCRYPTO =
            Libcrypto.load(Optional.empty()).libcrypto().orElseThrow();
    static final KeyBackend NATIVE = new LibcryptoBackend(LIBCRYPTO);
    static final KeyBackend JDK = new JdkBackend(new SecureRandom());
    static final byte[] MESSAGE =
            "Of what was hashed, what was signed?".repeat(50).getBytes(UTF_8);

    private static final Map<KeyType, Pair> PAIRS = new EnumMap<>(KeyType.class);

    private LibcryptoFixture() {}

    record Pair(PrivateKey privateKey, PublicKey publicKey) {
        static Pair generate(KeyBackend engine, KeyType type, int sizeBits) throws GeneralSecurityException {
            try (GeneratedKey made = engine.generatePair(type, sizeBits)) {
                return new Pair(
                        PlainKeys.privateKey(type, made.material().copy()),
                        PlainKeys.publicKey(type, made.publicKey()));
            }
        }
    }

    /** Returns the pair of a type that all tests share. */
    static synchronized Pair pair(KeyType type) throws GeneralSecurityException {
        Pair known = PAIRS.get(type);
        if (known != null) {
            return known;
        }
        Pair made = Pair.generate(type == KeyType.EC_P384 ? JDK : NATIVE, type, 2048);
        PAIRS.put(type, made);
        return made;
    }

    /** Signs in three parts, twice with one operation; gives the second signature. */
    static byte[] sign(KeyBackend engine, BackendKey key, Mechanism mechanism, byte[] message) throws Exception {
        try (SignOperation operation = engine.openSign(key, mechanism)) {
            operation.update(message, 0, message.length);
            operation.sign();
            operation.update(message, 0, 1);
            operation.update(message, 1, 0);
            operation.update(message, 1, message.length - 1);
            return operation.sign();
        }
    }

    static boolean verify(KeyBackend engine, PublicKey key, Mechanism mechanism, byte[] message, byte[] signature)
            throws Exception {
        try (VerifyOperation operation = engine.openVerify(engine.plain(key), mechanism)) {
            operation.update(message, 0, message.length);
            return operation.verify(signature);
        }
    }
}
