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
        refused(factory, new PBEKeySpec(password, SALT, 1000), "whole bytes");
        refused(factory, new PBEKeySpec(password, SALT, 1000, 129), "got 129 bits");
    }

    private static void refused(SecretKeyFactory factory, KeySpec spec, String expected) {
        assertThatThrownBy(() -> factory.generateSecret(spec))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("password");
    }
}
