package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Algorithm;
import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Flavor;

class LibcryptoTest {
    private final LibcryptoCapabilities capabilities = TestLibcrypto.LIBCRYPTO.capabilities();

    @Test
    void capabilities_thisLibrary_areAllPresent() {
        // AWS-LC leaves Curve448 and KMAC out, and gives three ciphers no names; SHAKE and deterministic ECDSA want
        // OpenSSL 3, the algorithms of FIPS 203 to 205 its 3.5.
        Set<Algorithm> absent = EnumSet.noneOf(Algorithm.class);
        if (!TestLibcrypto.isOpenssl35()) {
            absent.addAll(EnumSet.of(Algorithm.ML_KEM, Algorithm.ML_DSA, Algorithm.SLH_DSA));
        }
        if (capabilities.flavor() == Flavor.AWS_LC) {
            absent.addAll(EnumSet.of(
                    Algorithm.ED448,
                    Algorithm.X448,
                    Algorithm.AES_CCM,
                    Algorithm.AES_XTS,
                    Algorithm.CHACHA20_POLY1305,
                    Algorithm.SHAKE,
                    Algorithm.KMAC,
                    Algorithm.DETERMINISTIC_ECDSA));
        }
        assertThat(Algorithm.values()).allMatch(algorithm -> capabilities.has(algorithm) != absent.contains(algorithm));
        assertThat(capabilities.describe()).startsWith(capabilities.version()).contains("AES_KWP: ok");
    }

    @Test
    void capabilities_version_fitsTheFlavor() {
        switch (capabilities.flavor()) {
            case OPENSSL_3 -> {
                assertThat(capabilities.version()).startsWith("OpenSSL 3.");
                assertThat(capabilities.versionNumber()).isBetween(0x30000000L, 0x3FFFFFFFL);
            }
            case AWS_LC -> assertThat(capabilities.version()).contains("AWS-LC");
        }
        boolean awsLc = TestLibcrypto.path()
                .filter(path -> path.toString().contains("amazon"))
                .isPresent();
        assertThat(capabilities.flavor()).isEqualTo(awsLc ? Flavor.AWS_LC : Flavor.OPENSSL_3);
    }

    @Test
    void has_algorithmThatFails_isFalseAndTriedOnce() {
        List<Algorithm> tried = new ArrayList<>();
        LibcryptoCapabilities partial = new LibcryptoCapabilities("test", Flavor.OPENSSL_3, 0, algorithm -> {
            tried.add(algorithm);
            return algorithm == Algorithm.ED25519 ? "unsupported" : "";
        });

        assertThat(partial.has(Algorithm.ED25519)).isFalse();
        assertThat(partial.has(Algorithm.ED25519)).isFalse();
        assertThat(partial.has(Algorithm.P256)).isTrue();
        assertThat(tried).containsExactly(Algorithm.ED25519, Algorithm.P256);
        assertThat(partial.describe()).contains("ED25519: unsupported\n").contains("RSA: ok\n");
    }

    @Test
    void load_again_isTheSameLibrary() {
        assertThat(Libcrypto.load(TestLibcrypto.path()).libcrypto()).contains(TestLibcrypto.LIBCRYPTO);
    }

    @Test
    void load_otherPathLater_isAbsentWithTheReason() {
        Libcrypto.Loaded other = Libcrypto.load(Optional.of(Path.of("/nowhere/libcrypto.so")));
        assertThat(other.libcrypto()).isEmpty();
        assertThat(other.reason()).contains("already").contains(capabilities.version());
    }
}
