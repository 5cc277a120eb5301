package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;

/** {@code javax.crypto.KDF}, from the packed jar, whose overlay for Java 25 it is in. */
class KdfIT {
    @TempDir
    private Path folder;

    private WardkeyProvider provider;
    private final Random random = new Random(510);

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    private Kdf kdf(String name) throws Exception {
        return Kdf.of(name, Optional.of(provider));
    }

    @Test
    void rows_everyJvm_arePresentOrReportedAbsent() {
        for (String name : List.of("HKDF-SHA256", "HKDF-SHA384", "HKDF-SHA512", "KBKDF", "SSKDF", "X963KDF")) {
            assertThat(provider.getService("KDF", name) != null)
                    .as(name)
                    .isEqualTo(Runtime.version().feature() >= 25);
        }
        assertThat(provider.administration().report().absent().containsKey("HKDF-SHA256"))
                .isEqualTo(Runtime.version().feature() < 25);
    }

    /** Source: RFC 5869 A.1. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "older JDKs have no KDF")
    void hkdf_exampleOfTheRfc_equals() throws Exception {
        HexFormat hex = HexFormat.of();
        byte[] material = hex.parseHex("0b".repeat(22));
        byte[] salt = hex.parseHex("000102030405060708090a0b0c");
        byte[] info = hex.parseHex("f0f1f2f3f4f5f6f7f8f9");
        String pseudorandom = "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5";
        String output = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
        Kdf kdf = kdf("HKDF-SHA256");
        assertThat(hex.formatHex(kdf.data(Kdf.extract(List.of(material), List.of(salt)))))
                .isEqualTo(pseudorandom);
        SecretKey extracted = new SecretKeySpec(hex.parseHex(pseudorandom), "Generic");
        assertThat(hex.formatHex(kdf.data(Kdf.expand(extracted, info, 42)))).isEqualTo(output);
        SecretKey key = kdf.key("AES", Kdf.both(List.of(material), List.of(salt), info, 42));
        assertThat(key.getAlgorithm()).isEqualTo("AES");
        assertThat(hex.formatHex(key.getEncoded())).isEqualTo(output);
    }

    private List<byte[]> parts(int most) {
        List<byte[]> parts = new ArrayList<>();
        for (int count = random.nextInt(most + 1); count > 0; count--) {
            byte[] part = new byte[1 + random.nextInt(200)];
            random.nextBytes(part);
            parts.add(part);
        }
        return parts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"HKDF-SHA256", "HKDF-SHA384", "HKDF-SHA512"})
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "older JDKs have no KDF")
    void hkdf_anyParts_isTheJdks(String name) throws Exception {
        Kdf jdk = Kdf.of(name, Optional.of(Security.getProvider("SunJCE")));
        for (int i = 0; i < 200; i++) {
            byte[] info = new byte[random.nextInt(100)];
            random.nextBytes(info);
            AlgorithmParameterSpec specification = i % 3 == 0
                    ? Kdf.extract(parts(3), parts(3))
                    : Kdf.both(parts(3), parts(3), i % 2 == 0 ? null : info, 1 + random.nextInt(500));
            assertThat(kdf(name).data(specification)).isEqualTo(jdk.data(specification));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "older JDKs have no KDF")
    void hkdf_managedKey_expandsWithinItsLimits() throws Exception {
        assertThat(Security.insertProviderAt(provider, 1)).isEqualTo(1);
        try {
            KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256", provider);
            generator.init(KeyGenParameters.builder("root", Purpose.MAC)
                    .maximumOperations(2)
                    .build());
            SecretKey key = generator.generateKey();
            AlgorithmParameterSpec expansion = Kdf.expand(key, new byte[] {1}, 32);
            Kdf unnamed = Kdf.of("HKDF-SHA256", Optional.empty());
            assertThat(unnamed.data(expansion)).hasSize(32);
            assertThat(unnamed.providerName()).isEqualTo(provider.getName());
            assertThat(kdf("HKDF-SHA256").data(expansion)).hasSize(32);

            assertThatThrownBy(() -> kdf("HKDF-SHA256").data(expansion))
                    .isInstanceOf(PolicyDeniedException.class)
                    .hasMessageContaining("WK-K009");
            // The JDK asks the next provider after any exception; no other has the key.
            assertThatThrownBy(() -> Kdf.of("HKDF-SHA256", Optional.empty()).data(expansion))
                    .isInstanceOf(InvalidAlgorithmParameterException.class)
                    .hasRootCauseMessage(messageOfTheDenial(expansion));
            assertThatThrownBy(() -> kdf("HKDF-SHA256").data(Kdf.extract(key)))
                    .isInstanceOf(InvalidAlgorithmParameterException.class)
                    .hasMessageContaining("does not support this input")
                    .hasRootCauseMessage("Expected plain secrets as input keying material and salt, whose bytes are"
                            + " messages; a managed key can be the key of an expansion.");
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    private String messageOfTheDenial(AlgorithmParameterSpec expansion) throws Exception {
        try {
            kdf("HKDF-SHA256").data(expansion);
            throw new AssertionError("Expected a denial.");
        } catch (PolicyDeniedException e) {
            return e.getMessage();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "older JDKs have no KDF")
    void ownFunctions_asKdf_areThoseOfTheFactory() throws Exception {
        SecretKey key = new SecretKeySpec(new byte[32], "Generic");
        for (KeyDerivation.Function function : KeyDerivation.Function.values()) {
            KeyDerivation.Builder builder = function == KeyDerivation.Function.KMAC
                    ? KeyDerivation.withKmac(function, key, Family.KMAC128)
                    : KeyDerivation.with(function, key, Digest.SHA_256);
            KeyDerivation derivation = builder.info(new byte[] {3}).to("AES", 32);
            byte[] expected = SecretKeyFactory.getInstance(function.row(), provider)
                    .generateSecret(derivation)
                    .getEncoded();
            assertThat(kdf(function.row()).data(derivation)).isEqualTo(expected);
            assertThat(kdf(function.row()).key("HmacSHA256", derivation))
                    .isEqualTo(new SecretKeySpec(expected, "HmacSHA256"));
        }
        KeyDerivation other = KeyDerivation.with(KeyDerivation.Function.COUNTER, key, Digest.SHA_256)
                .to("AES", 32);
        assertThatThrownBy(() -> kdf("HKDF").data(other))
                .hasRootCauseMessage("Expected a KeyDerivation with a function of HKDF.");
        assertThatThrownBy(() -> kdf("HKDF-SHA256").data(other))
                .hasRootCauseMessage("Expected an HKDFParameterSpec for HKDF-SHA256.");
        assertThatThrownBy(() -> kdf("HKDF-SHA256").data(Kdf.expand(key, new byte[0], 255 * 32 + 1)))
                .isInstanceOf(InvalidAlgorithmParameterException.class);
        SecretKey shorter = new SecretKeySpec(new byte[31], "Generic");
        assertThatThrownBy(() -> kdf("HKDF-SHA256").data(Kdf.expand(shorter, new byte[0], 16)))
                .hasRootCauseMessage("Expected a pseudorandom key of at least 32 bytes for HKDF-SHA256, got 31.");
        Provider jdk = Security.getProvider("SunJCE");
        assertThat(jdk.getService("KDF", "KBKDF")).isNull();
    }
}
