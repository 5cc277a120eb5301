package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.conformance.Capability;
import org.wardkey.conformance.ConformanceRunner;
import org.wardkey.conformance.EmbeddedExamples;
import org.wardkey.conformance.Failure;
import org.wardkey.conformance.ProviderGroup;
import org.wardkey.conformance.Report;

/**
 * Every row on every engine that serves it, through published vectors where the folder is there and
 * through the standards' own examples in any case. An engine is chosen by failing the self-tests of
 * the other one; ML-DSA, AES-CCM, AES-XTS and CMAC have one engine, and none of them fails it. This is the JDK's engine;
 * {@link LibcryptoConformanceIT} is the other, in a class of its own, since classes run beside one another.
 */
class ConformanceTest {
    private static final String ASYMMETRIC =
            "ECDSA@%1$s,ECDH@%1$s,RSASSA-PKCS1-v1_5@%1$s,RSASSA-PSS@%1$s,RSAES-OAEP@%1$s,Ed25519@%1$s,X25519@%1$s"
                    + ",Ed448@%1$s,X448@%1$s";
    private static final String SYMMETRIC = "HMAC@%1$s,AES-GCM@%1$s,AES-KW@%1$s,AES-KWP@%1$s,AES-CBC@%1$s,"
            + "AES-CTR@%1$s,AES-ECB@%1$s,AES-GMAC@%1$s,ChaCha20-Poly1305@%1$s";

    /** EdDSA with context and pre-hash is the JDK's engine's alone. */
    private static final Set<String> EDDSA_WITH_PARAMETERS = Set.of("Ed25519ctx", "Ed25519ph", "Ed448ctx", "Ed448ph");

    /** EdDSA is pure; libcrypto takes IVs of up to 1 024 bits for GCM; tags of CCM have 64 bits at least. */
    static final Capability CAPABILITY = Capability.standard()
            .withCurves(Set.of(
                    "P-256",
                    "P-384",
                    "P-521",
                    "Ed25519",
                    "Ed448",
                    "X25519",
                    "X448",
                    "ML-DSA-44",
                    "ML-DSA-65",
                    "ML-DSA-87",
                    "ML-KEM-512",
                    "ML-KEM-768",
                    "ML-KEM-1024",
                    "SLH-DSA-SHA2-128s",
                    "SLH-DSA-SHA2-128f",
                    "SLH-DSA-SHA2-192s",
                    "SLH-DSA-SHA2-192f",
                    "SLH-DSA-SHA2-256s",
                    "SLH-DSA-SHA2-256f",
                    "SLH-DSA-SHAKE-128s",
                    "SLH-DSA-SHAKE-128f",
                    "SLH-DSA-SHAKE-192s",
                    "SLH-DSA-SHAKE-192f",
                    "SLH-DSA-SHAKE-256s",
                    "SLH-DSA-SHAKE-256f"))
            .withCcmTagBits(Set.of(64, 80, 96, 112, 128))
            .withGcmIvBits(8, 1024);

    @TempDir
    private Path folder;

    @AfterEach
    void clear() {
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    @Test
    void vectors_onTheJdksEngine_pass() throws Exception {
        requirePasses(folder, "libcrypto");
    }

    /** Runs what there is with one engine failing, so that the other one serves. */
    static void requirePasses(Path folder, String failing) throws Exception {
        System.setProperty(WardkeyRuntime.FORCED_FAILURES, String.format(ASYMMETRIC + "," + SYMMETRIC, failing));
        Provider wardkey = TestHome.in(folder).provider();
        Provider second = new ProviderGroup(
                "JDK",
                List.of(
                        Security.getProvider("SunEC"),
                        Security.getProvider("SunRsaSign"),
                        Security.getProvider("SunJCE"),
                        Security.getProvider("SUN")));
        Set<String> curves = new HashSet<>(CAPABILITY.curves());
        if (failing.equals("libcrypto")) {
            curves.addAll(EDDSA_WITH_PARAMETERS);
        }
        Capability capability = CAPABILITY.withCurves(curves);
        Report report = EmbeddedExamples.run(wardkey, second, capability);
        assertThat(report.failures()).isEmpty();
        assertThat(report.totals().passed()).isGreaterThan(250);
        Path root = Path.of(System.getProperty("wardkey.vectors", "absent"));
        if (Files.isDirectory(root)) {
            Report corpus = ConformanceRunner.run(root, wardkey, second, capability, wanted(failing));
            assertThat(corpus.failures().stream().filter(f -> !isFaultOfSunEcOn17(f, failing)))
                    .isEmpty();
            assertThat(corpus.totals().passed()).isGreaterThan(atLeast(failing));
        }
    }

    private static int atLeast(String failing) {
        if (isNewest()) {
            return 40_400;
        }
        return failing.equals("jdk") ? 18_000 : 30_000;
    }

    private static boolean isNewest() {
        return Runtime.version().feature() >= 22;
    }

    /**
     * All on the newest JDK. On the other one, of libcrypto, which is the same file, what is most unlike between the two linkers: Wycheproof's odd inputs; of
     * the JDK's engine all but RSA keys of up to 8192 bits, which take a quarter of the time.
     */
    private static Predicate<String> wanted(String failing) {
        if (isNewest()) {
            return name -> true;
        }
        return failing.equals("jdk")
                ? name -> name.startsWith("wycheproof/")
                : name -> !name.equals("acvp-server/aws-lc/RSA-KeyGen");
    }

    /** SunEC up to 17 refuses ECDSA signatures whose point has x not below the order: only it serves here. */
    private static boolean isFaultOfSunEcOn17(Failure failure, String failing) {
        return Runtime.version().feature() < 22
                && failing.equals("libcrypto")
                && failure.file().contains("ecdsa_secp")
                && (failure.flags().contains("ArithmeticError")
                        || failure.flags().contains("ValidSignature"));
    }
}
