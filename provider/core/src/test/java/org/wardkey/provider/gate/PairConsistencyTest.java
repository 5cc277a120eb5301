package org.wardkey.provider.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.secret.SecretBytes;

/** An engine that gives a public key of another pair: nothing of it is kept. */
class PairConsistencyTest {
    @TempDir
    private Path folder;

    private final JdkBackend jdk = new JdkBackend(new SecureRandom());

    /** The JDK's engine, whose pairs can be made wrong; its self-tests use pairs that are given. */
    private static final class Mixed implements KeyBackend {
        private final JdkBackend jdk;
        private boolean wrong = true;

        private Mixed(JdkBackend jdk) {
            this.jdk = jdk;
        }

        @Override
        public String name() {
            return "jdk";
        }

        @Override
        public String description() {
            return "mixed";
        }

        @Override
        public boolean offers(Family family) {
            return jdk.offers(family);
        }

        @Override
        public GeneratedKey generatePair(KeyType type, int sizeBits) throws GeneralSecurityException {
            try (GeneratedKey one = jdk.generatePair(type, sizeBits);
                    GeneratedKey other = jdk.generatePair(type, sizeBits)) {
                return new GeneratedKey(
                        SecretBytes.take(one.material().copy()), wrong ? other.publicKey() : one.publicKey());
            }
        }

        @Override
        public BackendKey adopt(KeyType type, String algorithm, SecretBytes material) throws InvalidKeyException {
            return jdk.adopt(type, algorithm, material);
        }

        @Override
        public BackendKey plain(Key key) throws InvalidKeyException {
            return jdk.plain(key);
        }

        @Override
        public MessageDigest digest(Digest digest) {
            return jdk.digest(digest);
        }

        @Override
        public SignOperation openSign(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
            return jdk.openSign(key, mechanism);
        }

        @Override
        public VerifyOperation openVerify(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
            return jdk.openVerify(key, mechanism);
        }

        @Override
        public byte[] oaepEncrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] plaintext)
                throws GeneralSecurityException {
            return jdk.oaepEncrypt(key, mechanism, label, plaintext);
        }

        @Override
        public byte[] oaepDecrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] ciphertext)
                throws GeneralSecurityException {
            return jdk.oaepDecrypt(key, mechanism, label, ciphertext);
        }

        @Override
        public byte[] agree(BackendKey key, Mechanism mechanism, PublicKey peer) throws GeneralSecurityException {
            return jdk.agree(key, mechanism, peer);
        }
    }

    private interface Use {
        void with(KeyManagement keys, Mixed engine, Ledger ledger);
    }

    private void inHome(Use use) throws IOException {
        Mixed engine = new Mixed(jdk);
        GateHome.use(folder, engine, (keys, home) -> use.with(keys, engine, home.ledger()));
    }

    private static KeyGenParameters parameters(KeyType type) {
        return KeyGenParameters.builder(
                        "scale", type == KeyType.X25519 || type == KeyType.X448 ? Purpose.AGREE : Purpose.SIGN)
                .build();
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P521", "RSA", "ED25519", "ED448", "X25519", "X448"})
    void managedPair_wrongPublicKey_isRefusedAndNothingIsStored(KeyType type) throws Exception {
        int bits = type == KeyType.RSA ? 2048 : 0;
        inHome((keys, engine, ledger) -> {
            assertThatThrownBy(() -> keys.generation().managedPair(type, bits, parameters(type), Optional.empty()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("WK-E002")
                    .hasMessageContaining(type.toString());
            assertThat(ledger.catalog().list("desk")).isEmpty();
            engine.wrong = false;
            KeyPair pair = keys.generation().managedPair(type, bits, parameters(type), Optional.empty());
            assertThat(KeyType.of(pair.getPublic())).contains(type);
        });
    }

    @Test
    void managedPair_wrongKeyForTransport_isRefused() throws Exception {
        KeyGenParameters transport =
                KeyGenParameters.builder("scale", Purpose.DECRYPT).build();
        inHome((keys, engine, ledger) -> {
            assertThatThrownBy(() -> keys.generation().managedPair(KeyType.RSA, 2048, transport, Optional.empty()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("WK-E002");
            engine.wrong = false;
            assertThat(keys.generation()
                            .managedPair(KeyType.RSA, 2048, transport, Optional.empty())
                            .getPublic())
                    .isNotNull();
        });
    }

    @Test
    void sessionPair_wrongPublicKey_isRefused() throws Exception {
        inHome((keys, engine, ledger) -> assertThatThrownBy(
                        () -> keys.generation().sessionPair(KeyType.ED25519, 0, "desk"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-E002"));
    }
}
