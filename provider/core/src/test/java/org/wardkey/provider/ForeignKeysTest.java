package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.interfaces.XECPrivateKey;
import javax.crypto.KeyAgreement;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Private keys of classes that give away the array that they keep: whoever wipes it ends the key. */
class ForeignKeysTest {
    private static final byte[] DATA = new byte[64];

    @TempDir
    private Path folder;

    private WardkeyProvider provider;

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    /** The same key, with one array for everybody who asks. */
    private static <T extends Key> T sharing(Class<T> type, T key) {
        byte[] kept = key.getEncoded();
        return type.cast(Proxy.newProxyInstance(
                ForeignKeysTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        method.getName().equals("getEncoded") ? kept : method.invoke(key, arguments)));
    }

    private interface Use {
        byte[] run() throws Exception;
    }

    private static void assertUnharmed(Key key, Use use) throws Exception {
        byte[] before = key.getEncoded().clone();
        byte[] first = use.run();
        assertThat(key.getEncoded()).isEqualTo(before);
        assertThat(use.run()).isEqualTo(first);
        assertThat(key.getEncoded()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "EC, SHA256withECDSA, java.security.interfaces.ECPrivateKey",
        "RSA, SHA256withRSA, java.security.interfaces.RSAPrivateCrtKey",
        "Ed25519, Ed25519, java.security.interfaces.EdECPrivateKey",
        "Ed448, Ed448, java.security.interfaces.EdECPrivateKey"
    })
    void signatures_ofASharedArray_leaveTheKeyWhole(String pairs, String name, Class<? extends PrivateKey> type)
            throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(pairs, provider).generateKeyPair();
        PrivateKey key = shared(type, pair.getPrivate());
        assertUnharmed(key, () -> {
            Signature signature = Signature.getInstance(name, provider);
            signature.initSign(key);
            signature.update(DATA);
            byte[] made = signature.sign();
            signature.initVerify(pair.getPublic());
            signature.update(DATA);
            return new byte[] {(byte) (signature.verify(made) ? 1 : 0)};
        });
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        byte[] before = key.getEncoded().clone();
        store.setKeyEntry("kept", key, null, new Certificate[] {new FakeCertificate(pair.getPublic())});
        assertThat(key.getEncoded()).isEqualTo(before);
    }

    private static <T extends PrivateKey> PrivateKey shared(Class<T> type, PrivateKey key) {
        return sharing(type, type.cast(key));
    }

    @Test
    void agreements_ofASharedArray_leaveTheKeyWhole() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("X25519", provider).generateKeyPair();
        PrivateKey key = shared(XECPrivateKey.class, pair.getPrivate());
        assertUnharmed(key, () -> {
            KeyAgreement agreement = KeyAgreement.getInstance("X25519", provider);
            agreement.init(key);
            agreement.doPhase(pair.getPublic(), true);
            return agreement.generateSecret();
        });
    }

    /** Bouncy Castle's keys of ML-KEM and ML-DSA do so. */
    @Test
    void bouncyCastlesLatticeKeys_translatedAndUsed_areWhole() throws Exception {
        if (!Lattices.PRESENT) {
            return;
        }
        for (String set : new String[] {"ML-DSA-44", "ML-KEM-512"}) {
            KeyPair pair = KeyPairGenerator.getInstance(set, new BouncyCastleProvider())
                    .generateKeyPair();
            PrivateKey key = pair.getPrivate();
            assertUnharmed(
                    key,
                    () -> KeyFactory.getInstance(set, provider)
                            .translateKey(key)
                            .getEncoded());
        }
    }
}
