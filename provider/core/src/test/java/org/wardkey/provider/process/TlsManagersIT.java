package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;

/** An application whose default TLS managers have a name that only Wardkey offers has Wardkey, or has no TLS. */
class TlsManagersIT {
    @TempDir
    private Path folder;

    private ChildJvm jvm;

    @BeforeEach
    void configure() throws IOException {
        TestHome home = TestHome.in(folder);
        Path security =
                ChildJvm.providerList(folder.resolve("java.security"), List.of("Wardkey " + home.config()), List.of());
        Files.write(
                security,
                List.of("ssl.KeyManagerFactory.algorithm=WardkeyPKIX", "ssl.TrustManagerFactory.algorithm=WardkeyPKIX"),
                StandardOpenOption.APPEND);
        jvm = ChildJvm.running(UnmodifiedChild.class).providers(security);
    }

    @Test
    void defaultContext_withTheJars_isTheJdks() {
        ChildProcess child = jvm.run();

        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.out()).containsExactly("first Wardkey", "signed by Wardkey true", "tls SunJSSE");
    }

    @Test
    void defaultContext_providersJarMissing_isRefused() {
        ChildProcess child = jvm.without("wardkey-provider-").run();

        assertThat(child.exitCode()).as(child.toString()).isPositive();
        assertThat(child.out()).noneMatch(line -> line.startsWith("tls"));
        assertThat(child.err()).anyMatch(line -> line.contains("WardkeyPKIX"));
    }
}
