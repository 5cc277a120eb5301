package org.wardkey.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What holds for completions with keys of a software token holds with those of a TPM; on the simulator swtpm, no real chip. */
class TpmCompletionIT extends CompletionTest {
    private static final Set<String> ENGINES =
            Set.of("ECDSA", "ECDSA P1363", "RSA PKCS#1", "RSA PSS", "HMAC", "GCM decryption", "KW", "OAEP", "ECDH");

    @TempDir
    private static Path chipFolder;

    private static SimulatedTpm tpm;

    @BeforeAll
    static void openChip() throws IOException {
        tpm = SimulatedTpm.start(chipFolder.resolve("chip"));
        use(TestHome.with(chipFolder, tpm.token()), ENGINES::contains);
    }

    @AfterAll
    static void closeChip() {
        if (tpm != null) {
            tpm.close();
        }
    }
}
