package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedInvalidKeyException;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;

/** What strict mode denies is refused at position 1, with every provider of the JDK behind ready to take over. */
class RefusedServiceTest {
    private static final byte[] DATA = new byte[16];

    private static Provider provider;
    private static String before;

    @BeforeAll
    static void register() {
        before = Security.getProperty(WardkeyProvider.REFUSED_SERVICES);
        Security.setProperty(
                WardkeyProvider.REFUSED_SERVICES,
                "Cipher.DES, Cipher.ARCFOUR,Cipher.RC4, Cipher.RSA/ECB/PKCS1Padding, Signature.MD5withRSA,"
                        + " Signature.SHA1withDSA, Cipher.AES/GCM/NoPadding, MessageDigest.MD5, nonsense, Cipher., ,");
        provider = new WardkeyProvider();
        assertThat(Security.insertProviderAt(provider, 1)).isEqualTo(1);
    }

    @AfterAll
    static void unregister() {
        Security.removeProvider(provider.getName());
        Security.setProperty(WardkeyProvider.REFUSED_SERVICES, before == null ? "" : before);
    }

    private static List<Optional<Provider>> pins() {
        return List.of(Optional.of(provider), Optional.empty());
    }

    private static Cipher cipher(String name, Optional<Provider> pin) throws Exception {
        return pin.isPresent() ? Cipher.getInstance(name, pin.get()) : Cipher.getInstance(name);
    }

    @Test
    void rows_property_addsWhatWardkeyLacks() {
        assertThat(provider.getServices()).hasSize(ServiceTable.ENTRIES.size() + 6);
        assertThat(provider.getService("Cipher", "AES/GCM/NoPadding").getClassName())
                .contains("AesGcm");
        assertThat(provider.getService("MessageDigest", "MD5")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DES", "DES/CBC/PKCS5Padding", "DES/ECB/NoPadding", "RC4", "ARCFOUR"})
    void cipher_refused_deniesAtEveryCompletionAndLetsNobodyElseServe(String name) throws Exception {
        SecretKey key = KeyGenerator.getInstance(name.startsWith("DES") ? "DES" : "ARCFOUR")
                .generateKey();
        for (Optional<Provider> pin : pins()) {
            Cipher cipher = cipher(name, pin);
            List<ThrowingCallable> attempts = new ArrayList<>(List.of(
                    () -> cipher.update(DATA),
                    () -> cipher.doFinal(),
                    () -> cipher.doFinal(DATA),
                    () -> cipher.doFinal(DATA, 0, 8, new byte[64])));
            for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
                cipher.init(mode, key);
                assertThat(cipher.getProvider()).isSameAs(provider);
                for (ThrowingCallable attempt : attempts) {
                    assertThatThrownBy(attempt)
                            .isInstanceOf(PolicyDeniedException.class)
                            .hasMessageContaining("WK-P002")
                            .hasMessageContaining("is refused in this JVM");
                }
            }
            cipher.init(Cipher.WRAP_MODE, key);
            assertThatThrownBy(() -> cipher.wrap(key))
                    .isInstanceOf(PolicyDeniedInvalidKeyException.class)
                    .isInstanceOf(InvalidKeyException.class);
            cipher.init(Cipher.UNWRAP_MODE, key);
            assertThatThrownBy(() -> cipher.unwrap(DATA, "DES", Cipher.SECRET_KEY))
                    .isInstanceOf(PolicyDeniedInvalidKeyException.class);
        }
    }

    @Test
    void rsaCipher_paddingRefused_leavesTheOthers() throws Exception {
        KeyPair pair = pair("RSA");
        for (Optional<Provider> pin : pins()) {
            Cipher pkcs1 = cipher("RSA/ECB/PKCS1Padding", pin);
            pkcs1.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            assertThatThrownBy(() -> pkcs1.doFinal(DATA)).isInstanceOf(PolicyDeniedException.class);
            Cipher oaep = cipher("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", pin);
            oaep.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            assertThat(oaep.doFinal(DATA)).hasSize(256);
        }
    }

    private static KeyPair pair(String algorithm) throws Exception {
        KeyPairGenerator generator =
                KeyPairGenerator.getInstance(algorithm, algorithm.equals("DSA") ? "SUN" : "SunRsaSign");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5withRSA", "SHA1withDSA"})
    void signature_refused_deniesToSignAndToVerify(String name) throws Exception {
        KeyPair pair = pair(name.endsWith("DSA") ? "DSA" : "RSA");
        for (Optional<Provider> pin : pins()) {
            Signature signature =
                    pin.isPresent() ? Signature.getInstance(name, pin.get()) : Signature.getInstance(name);
            signature.initSign(pair.getPrivate());
            signature.update(DATA);
            assertThatThrownBy(signature::sign)
                    .isInstanceOf(PolicyDeniedSignatureException.class)
                    .isInstanceOf(SignatureException.class)
                    .hasMessageContaining("WK-P002");
            signature.initVerify(pair.getPublic());
            signature.update((byte) 1);
            assertThatThrownBy(() -> signature.verify(DATA)).isInstanceOf(PolicyDeniedSignatureException.class);
            assertThat(signature.getProvider()).isSameAs(provider);
        }
    }

    @Test
    void hashFunction_usedForNoSecurity_goesOn() throws NoSuchAlgorithmException {
        assertThat(UUID.nameUUIDFromBytes(DATA).version()).isEqualTo(3);
        assertThat(MessageDigest.getInstance("MD5").digest(DATA)).hasSize(16);
    }
}
