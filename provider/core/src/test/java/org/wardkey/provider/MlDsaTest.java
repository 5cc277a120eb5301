package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;

/** ML-DSA where the JVM has it (24 and newer, or OpenSSL 3.5); where it has not, rows are absent and the report says what would bring them. */
class MlDsaTest {
    private static final boolean PRESENT = Lattices.PRESENT;
    private static final List<String> SETS = List.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87");
    private static final byte[] MESSAGE = new byte[100];

    @TempDir
    private Path folder;

    private TestHome home;
    private WardkeyProvider provider;

    @BeforeEach
    void configure() {
        home = TestHome.in(folder);
        provider = home.provider();
    }

    private static boolean verifies(String name, java.security.Provider with, PublicKey key, byte[] signature)
            throws Exception {
        Signature verification = Signature.getInstance(name, with);
        verification.initVerify(key);
        verification.update(MESSAGE);
        return verification.verify(signature);
    }

    @Test
    void rows_everyJvm_arePresentOrReportedAbsent() {
        for (String name : List.of("ML-DSA", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87")) {
            for (String service : List.of("Signature", "KeyPairGenerator", "KeyFactory")) {
                assertThat(provider.getService(service, name) != null)
                        .as(service + " " + name)
                        .isEqualTo(PRESENT);
            }
            assertThat(provider.administration().report().absent().containsKey(name))
                    .isEqualTo(!PRESENT);
        }
    }

    @Test
    void managedKey_everyParameterSet_signsForTheJdkToVerify() throws Exception {
        for (String set : PRESENT ? SETS : List.<String>of()) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(set, provider);
            generator.initialize(KeyGenParameters.builder("key-" + set, Purpose.SIGN)
                    .maximumOperations(2)
                    .build());
            KeyPair pair = generator.generateKeyPair();
            assertThat(pair.getPrivate().getEncoded()).isNull();
            Signature signature = Signature.getInstance("ML-DSA", provider);
            signature.initSign(pair.getPrivate());
            for (int i = 0; i < 2; i++) {
                signature.update(MESSAGE);
                byte[] made = signature.sign();
                assertThat(verifies(set, Lattices.peer("Signature", set), pair.getPublic(), made))
                        .isTrue();
                assertThat(verifies("ML-DSA", provider, pair.getPublic(), made)).isTrue();
                made[7] ^= 1;
                assertThat(verifies(set, provider, pair.getPublic(), made)).isFalse();
            }
            signature.update(MESSAGE);
            assertThatThrownBy(signature::sign)
                    .isInstanceOf(PolicyDeniedSignatureException.class)
                    .hasMessageContaining("WK-K009");
        }
    }

    @Test
    void importedKey_readAgain_signs() throws Exception {
        for (String set : PRESENT ? SETS : List.<String>of()) {
            KeyPair pair = KeyPairGenerator.getInstance(set, Lattices.peer("KeyPairGenerator", set))
                    .generateKeyPair();
            KeyPair other = KeyPairGenerator.getInstance(set, Lattices.peer("KeyPairGenerator", set))
                    .generateKeyPair();
            KeyStore store = KeyStore.getInstance("Wardkey", provider);
            store.load(null, null);
            assertThatThrownBy(() -> store.setKeyEntry(
                            set, pair.getPrivate(), null, new Certificate[] {new FakeCertificate(other.getPublic())}))
                    .hasMessageContaining("of another");
            store.setKeyEntry(set, pair.getPrivate(), null, new Certificate[] {new FakeCertificate(pair.getPublic())});

            Signature signature = Signature.getInstance(set, provider);
            signature.initSign((PrivateKey) store.getKey(set, null));
            signature.update(MESSAGE);
            assertThat(verifies(set, provider, pair.getPublic(), signature.sign()))
                    .isTrue();
            assertThat(provider.administration().show(set).facts().type())
                    .isEqualTo(KeyType.valueOf(set.replace('-', '_')));
        }
    }

    @Test
    void keys_ofAnotherParameterSet_areNotTaken() throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-DSA", provider);
        assertThat(generator.generateKeyPair().getPublic().getEncoded()).hasSize(1974);
        generator.initialize(new NamedParameterSpec("ML-DSA-44"));
        KeyPair small = generator.generateKeyPair();
        Signature signature = Signature.getInstance("ML-DSA-65", provider);
        assertThatThrownBy(() -> signature.initSign(small.getPrivate()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("ML-DSA-65");
        Signature verification = Signature.getInstance("ML-DSA-44", provider);
        verification.initVerify(KeyFactory.getInstance("ML-DSA-44", provider)
                .generatePublic(new X509EncodedKeySpec(small.getPublic().getEncoded())));
        assertThatThrownBy(() -> verification.verify(new byte[3309]))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("2420");
        for (int size : new int[] {0, 65, 1952}) {
            assertThatThrownBy(() -> generator.initialize(size)).isInstanceOf(InvalidParameterException.class);
        }
        // As the JDK's: no size, and so the row's own parameter set.
        generator.initialize(-1);
        assertThat(generator.generateKeyPair().getPublic().getEncoded()).hasSize(1974);
        KeyPairGenerator fixed = KeyPairGenerator.getInstance("ML-DSA-44", provider);
        assertThatThrownBy(() -> fixed.initialize(new NamedParameterSpec("ML-DSA-87")))
                .isInstanceOf(InvalidAlgorithmParameterException.class);
    }
}
