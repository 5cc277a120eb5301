package org.wardkey.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.security.Provider;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.interfaces.PBEKey;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.PolicyDeniedException;

/** PBKDF2 from passwords, beside the JDK's. */
class Pbkdf2Test {
    private static final byte[] SALT = "16 bytes of salt".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private Provider provider;

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1", "SHA224", "SHA256", "SHA384", "SHA512"})
    void derive_umlautsAndLongKey_isWhatTheJdkDerives(String digest) throws Exception {
        String name = "PBKDF2WithHmac" + digest;
        KeySpec spec = new PBEKeySpec("Schlüssel für die Pumpe".toCharArray(), SALT, 1000, 8 * 100);

        SecretKey key = SecretKeyFactory.getInstance(name, provider).generateSecret(spec);

        assertThat(key.getAlgorithm()).isEqualTo(name);
        assertThat(key.getEncoded())
                .isEqualTo(SecretKeyFactory.getInstance(name, "SunJCE")
                        .generateSecret(spec)
                        .getEncoded());
    }

    @Test
    void derive_badSpecification_saysWhatWasExpected() throws Exception {
        SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", provider);
        char[] password = "password".toCharArray();
        refused(factory, new SecretKeySpec(SALT, "AES"), "Expected a PBEKeySpec");
        refused(factory, new PBEKeySpec(password), "with a salt");
        refused(factory, new PBEKeySpec(password, SALT, 1000), "with a key length");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 129, 255})
    void derive_lengthNotInBytes_isCutAsTheJdkCutsIt(int bits) throws Exception {
        KeySpec spec = new PBEKeySpec("password".toCharArray(), SALT, 1000, bits);
        assertThat(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", provider)
                        .generateSecret(spec)
                        .getEncoded())
                .isEqualTo(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", "SunJCE")
                        .generateSecret(spec)
                        .getEncoded());
    }

    /** What applications do with the JDK's keys. */
    @Test
    void key_usedAsTheJdks_isOne() throws Exception {
        String name = "PBKDF2WithHmacSHA256";
        PBEKeySpec spec = new PBEKeySpec("Schlüssel".toCharArray(), SALT, 1000, 256);
        SecretKeyFactory factory = SecretKeyFactory.getInstance(name, provider);
        SecretKey key = factory.generateSecret(spec);
        SecretKey theirs = SecretKeyFactory.getInstance(name, "SunJCE").generateSecret(spec);
        SecretKeySpec bytes = new SecretKeySpec(key.getEncoded(), name);
        assertThat(key).isEqualTo(theirs).isEqualTo(bytes).hasSameHashCodeAs(bytes);
        assertThat(bytes).isEqualTo(key);
        assertThat(key.getFormat()).isEqualTo("RAW");

        assertThat(key).isInstanceOfSatisfying(PBEKey.class, from -> {
            assertThat(from.getPassword()).isEqualTo("Schlüssel".toCharArray());
            assertThat(from.getSalt()).isEqualTo(SALT);
            assertThat(from.getIterationCount()).isEqualTo(1000);
        });
        PBEKeySpec again = (PBEKeySpec) factory.getKeySpec(key, PBEKeySpec.class);
        assertThat(again.getKeyLength()).isEqualTo(256);
        assertThat(factory.generateSecret(again)).isEqualTo(key);
        assertThat(factory.translateKey(key)).isSameAs(key);
        assertThat(factory.translateKey(theirs)).isEqualTo(key);

        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(key);
        Mac other = Mac.getInstance("HmacSHA256", "SunJCE");
        other.init(bytes);
        assertThat(mac.doFinal(SALT)).isEqualTo(other.doFinal(SALT));
    }

    @Test
    void key_destroyed_saysNothingMore() throws Exception {
        SecretKey key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", provider)
                .generateSecret(new PBEKeySpec("password".toCharArray(), SALT, 1000, 128));
        key.destroy();
        assertThat(key.isDestroyed()).isTrue();
        assertThatThrownBy(key::getEncoded).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(((PBEKey) key)::getPassword).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void key_serialized_comesBackWithoutThePassword() throws Exception {
        SecretKey key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", provider)
                .generateSecret(new PBEKeySpec("password".toCharArray(), SALT, 1000, 128));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(key);
        }
        assertThat(bytes.toString(ISO_8859_1)).doesNotContain("password");
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(key).isNotInstanceOf(PBEKey.class);
        }
    }

    /** The JDK gives an empty key, and all of those are equal. */
    @Test
    void derive_lengthUnderAByte_givesAKeyThatNobodyCanUse() throws Exception {
        SecretKey key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", provider)
                .generateSecret(new PBEKeySpec("password".toCharArray(), SALT, 1000, 7));
        assertThatThrownBy(key::getEncoded)
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-E002")
                .hasMessageNotContaining("password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.113549.1.5.12", "OID.1.2.840.113549.1.5.12"})
    void factory_objectIdentifier_isThatOfHmacSha1(String name) throws Exception {
        assertThat(SecretKeyFactory.getInstance(name, provider)
                        .generateSecret(new PBEKeySpec("password".toCharArray(), SALT, 1000, 128))
                        .getAlgorithm())
                .isEqualTo("PBKDF2WithHmacSHA1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA512/224", "SHA512/256"})
    void derive_truncatedHash_isThereWhereTheJdkHasIt(String digest) throws Exception {
        String name = "PBKDF2WithHmac" + digest;
        boolean present = Runtime.version().feature() >= 21;
        assertThat(provider.getService("SecretKeyFactory", name) != null).isEqualTo(present);
        if (present) {
            derive_umlautsAndLongKey_isWhatTheJdkDerives(digest);
        }
    }

    private static void refused(SecretKeyFactory factory, KeySpec spec, String expected) {
        assertThatThrownBy(() -> factory.generateSecret(spec))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("password");
    }
}
