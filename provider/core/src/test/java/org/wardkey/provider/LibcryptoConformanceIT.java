package org.wardkey.provider;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ConformanceTest} does, where libcrypto serves what it has. */
class LibcryptoConformanceIT {
    @TempDir
    private Path folder;

    @AfterEach
    void clear() {
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    @Test
    void vectors_onLibcrypto_pass() throws Exception {
        ConformanceTest.requirePasses(folder, "jdk");
    }
}
