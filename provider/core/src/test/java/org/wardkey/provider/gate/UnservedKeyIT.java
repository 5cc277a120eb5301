package org.wardkey.provider.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.keystore.WardkeyKeyStoreSpi;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Purpose;

/** A home with a key of ML-DSA, which another JVM made and this one may have no engine for. */
class UnservedKeyIT {
    @TempDir
    private Path folder;

    private static final class Store extends KeyStore {
        private Store(KeyManagement keys) {
            super(new WardkeyKeyStoreSpi(keys, Optional.empty()), new WardkeyProvider(), "Wardkey");
        }
    }

    private static KeyRecord foreign() throws GeneralSecurityException {
        KeyFacts facts = new KeyFacts(
                new KeyId(UUID.randomUUID()),
                "desk",
                "post-quantum",
                KeyType.ML_DSA_44,
                KeyType.ML_DSA_44.sizeBits(),
                KeyState.ACTIVE,
                KeyAuthorizations.defaultsFor(KeyType.ML_DSA_44),
                false,
                Instant.now());
        byte[] publicKey = KeyPairGenerator.getInstance("ML-DSA-44", new BouncyCastleProvider())
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        return new KeyRecord(facts, "ML-DSA", publicKey, new byte[] {2}, List.of(), "");
    }

    private static void look(KeyManagement keys, Home home, String managers)
            throws GeneralSecurityException, IOException {
        home.ledger().catalog().create(foreign());
        keys.generation()
                .managedPair(
                        KeyType.EC_P256,
                        256,
                        KeyGenParameters.builder("scale", Purpose.SIGN).build(),
                        Optional.empty());
        KeyStore store = new Store(keys);
        store.load(null, null);
        assertThat(store.isKeyEntry("scale")).isTrue();
        assertThat(store.isKeyEntry("post-quantum")).isTrue();
        assertThat(store.isCertificateEntry("post-quantum")).isFalse();
        assertThat(store.containsAlias("post-quantum")).isTrue();
        assertThat(KeyType.of(store.getKey("post-quantum", null))).contains(KeyType.ML_DSA_44);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(managers);
        factory.init(store, new char[0]);
        assertThat(factory.getKeyManagers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SunX509", "NewSunX509"})
    void keyManagers_storeWithAKeyOfANewerJdk_takeTheOthers(String managers) throws Exception {
        GateHome.use(folder, new JdkBackend(new SecureRandom()), (keys, home) -> {
            try {
                look(keys, home, managers);
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        });
    }
}
