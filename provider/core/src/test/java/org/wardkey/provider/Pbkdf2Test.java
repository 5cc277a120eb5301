package org.wardkey.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.Provider;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
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
