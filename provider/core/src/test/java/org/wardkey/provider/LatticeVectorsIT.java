package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.conformance.ConformanceRunner;
import org.wardkey.conformance.EmbeddedExamples;
import org.wardkey.conformance.Report;

/** ML-KEM, ML-DSA and SLH-DSA through published vectors, where OpenSSL 3.5 serves them: {@link ConformanceTest} has the JDK's. */
class LatticeVectorsIT {
    @TempDir
    private Path folder;

    @Test
    void vectors_openssl35_pass() throws Exception {
        WardkeyProvider wardkey =
                TestHome.in(Files.createDirectory(folder.resolve("home"))).provider();
        if (!Lattices.OPENSSL_35) {
            assertThat(wardkey.getService("Signature", "ML-DSA") != null).isEqualTo(Lattices.PRESENT);
            return;
        }
        Provider second = new BouncyCastleProvider();
        assertThat(EmbeddedExamples.run(wardkey, second, ConformanceTest.CAPABILITY)
                        .failures())
                .isEmpty();
        Path root = Path.of(System.getProperty("wardkey.vectors", "absent"));
        if (Files.isDirectory(root)) {
            Report corpus = ConformanceRunner.run(lattices(root), wardkey, second, ConformanceTest.CAPABILITY);
            assertThat(corpus.failures()).isEmpty();
            assertThat(corpus.totals().passed()).isGreaterThan(500);
        }
        assertThat(wardkey.administration().report().selfTests())
                .containsEntry("ML-DSA-65@libcrypto", true)
                .containsEntry("SLH-DSA@libcrypto", true)
                .containsEntry("ML-KEM-768@libcrypto", true);
    }

    /** A copy of the corpus' files of these algorithms alone. */
    private Path lattices(Path root) throws IOException {
        Path copy = folder.resolve("vectors");
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> isLattice(root.relativize(file)))
                    .toList();
        }
        files.forEach(file -> {
            Path target = copy.resolve(root.relativize(file).toString());
            try {
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return copy;
    }

    private static boolean isLattice(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.contains("slh-dsa")
                || name.contains("ml-dsa")
                || name.contains("ml-kem")
                || name.contains("mldsa")
                || name.contains("mlkem");
    }
}
