package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.provider.operation.Mechanism.Family;

/** What no engine of a JVM has is not in the table of that JVM, and whoever names no provider gets it from the next one. */
class AbsentRowsTest {
    @TempDir
    private Path folder;

    private WardkeyProvider wardkey;
    private String config;

    @BeforeEach
    void withoutLibcrypto() {
        TestHome home = TestHome.with(folder, "home = home\nlibcrypto { path = /nonexistent/libcrypto.so }\n");
        config = home.config().toString();
        wardkey = home.provider();
    }

    @ParameterizedTest
    @CsvSource({
        "Cipher, AES/CCM/NoPadding",
        "Cipher, AES_256/CCM/NoPadding",
        "Cipher, AES/XTS/NoPadding",
        "Mac, AESCMAC",
        "Mac, AES-CMAC",
        "Mac, KMAC128",
        "Mac, 2.16.840.1.101.3.4.2.22",
        "KeyGenerator, AES-XTS",
        "KeyGenerator, KMAC256",
        "SecretKeyFactory, KMAC128"
    })
    void getService_withoutItsEngine_isAbsent(String type, String name) {
        assertThat(wardkey.getService(type, name)).isNull();
        assertThat(wardkey.getServices())
                .noneMatch(
                        row -> row.getType().equals(type) && row.getAlgorithm().equals(name));
    }

    @Test
    void getInstance_pinned_saysThatThereIsNone() {
        assertThatThrownBy(() -> Cipher.getInstance("AES/CCM/NoPadding", wardkey))
                .isInstanceOf(NoSuchAlgorithmException.class);
        assertThatThrownBy(() -> Mac.getInstance("AESCMAC", wardkey)).isInstanceOf(NoSuchAlgorithmException.class);
        assertThatThrownBy(() -> KeyGenerator.getInstance("KMAC128", wardkey))
                .isInstanceOf(NoSuchAlgorithmException.class);
        assertThatThrownBy(() -> SecretKeyFactory.getInstance("AES-XTS", wardkey))
                .isInstanceOf(NoSuchAlgorithmException.class);
    }

    @Test
    void getInstance_ofNoProvider_asksTheNext() throws Exception {
        Provider peer = new BouncyCastleProvider();
        Security.insertProviderAt(wardkey, 1);
        Security.insertProviderAt(peer, 2);
        try {
            Mac mac = Mac.getInstance("AESCMAC");
            mac.init(new SecretKeySpec(new byte[16], "AES"));
            assertThat(mac.doFinal()).hasSize(16);
            assertThat(mac.getProvider()).isSameAs(peer);
            assertThat(Cipher.getInstance("AES/CCM/NoPadding").getProvider()).isSameAs(peer);
            assertThat(Mac.getInstance("HmacSHA256").getProvider()).isSameAs(wardkey);
        } finally {
            Security.removeProvider(wardkey.getName());
            Security.removeProvider(peer.getName());
        }
    }

    /** Nothing that the JDK always has makes libcrypto be loaded: the first signature is to come soon. */
    @Test
    void getService_ofWhatTheJdkHas_loadsNothing() throws Exception {
        for (String name : List.of("SHA-256", "SHA3-512")) {
            assertThat(wardkey.getService("MessageDigest", name)).isNotNull();
        }
        assertThat(Mac.getInstance("AESGMAC", wardkey)).isNotNull();
        assertThat(Cipher.getInstance("AES/GCM/NoPadding", wardkey)).isNotNull();
        WardkeyRuntime runtime = WardkeyRuntime.of(config);
        assertThat(runtime.askedForLibcrypto()).isFalse();
        assertThat(runtime.offers(Family.AES_CCM)).isFalse();
        assertThat(runtime.askedForLibcrypto()).isTrue();
    }

    @Test
    void report_withoutLibcrypto_saysWhatWouldBringThem() {
        assertThat(wardkey.administration().report().absent())
                .containsEntry("AESCMAC", "OpenSSL 3 or AWS-LC")
                .containsEntry("AES/XTS/NoPadding", "OpenSSL 3 or AWS-LC")
                .containsEntry("KMAC256", "OpenSSL 3")
                .doesNotContainKey("AES/GCM/NoPadding");
        boolean shake = Runtime.version().feature() >= 25;
        assertThat(wardkey.getService("MessageDigest", "SHAKE128") != null).isEqualTo(shake);
        assertThat(wardkey.administration().report().absent().containsKey("SHAKE128-256"))
                .isEqualTo(!shake);
    }

    @Test
    void getServices_withoutLibcrypto_areTheOthers() {
        long needing = ServiceTable.ENTRIES.stream()
                .filter(row -> row.engine() == EngineType.TOKEN_RANDOM
                        || row.needed()
                                .filter(family -> !WardkeyRuntime.of(config).offers(family))
                                .isPresent())
                .count();
        assertThat(wardkey.getServices()).hasSize(ServiceTable.ENTRIES.size() - (int) needing);
    }
}
