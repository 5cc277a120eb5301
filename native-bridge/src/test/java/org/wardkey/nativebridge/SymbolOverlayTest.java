package org.wardkey.nativebridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the generated Java 22 symbol classes equal to what their Java 17 declarations say. Runs on exploded classes only. */
class SymbolOverlayTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.wardkey.nativebridge.libcrypto.LibcryptoAwsLcSymbols",
                "org.wardkey.nativebridge.libcrypto.LibcryptoEcSymbols",
                "org.wardkey.nativebridge.libcrypto.LibcryptoOpenssl3Symbols",
                "org.wardkey.nativebridge.libcrypto.LibcryptoPostQuantumSymbols",
                "org.wardkey.nativebridge.libcrypto.LibcryptoSha3Symbols",
                "org.wardkey.nativebridge.libcrypto.LibcryptoSymbols",
                "org.wardkey.tpm2.transport.TctiSymbols"
            })
    void overlay_comparedWithDeclarations_isCurrent(String className) throws Exception {
        Class<?> symbols = Class.forName(className, false, getClass().getClassLoader());
        Path file = Path.of("src/main/java22", className.replace('.', '/') + ".java");
        String generated = SymbolOverlay.of(symbols);

        if (Boolean.getBoolean("wardkey.regenerate")) {
            Files.writeString(file, generated);
        }

        assertThat(withoutSpace(read(file)))
                .as(
                        "%s is out of date; regenerate it with: mvn -pl native-bridge test -Dtest=SymbolOverlayTest"
                                + " -Dwardkey.regenerate=true, then mvn -pl native-bridge spotless:apply",
                        file)
                .isEqualTo(withoutSpace(generated));
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** The formatter owns the line breaks. */
    private static String withoutSpace(String source) {
        return source.replaceAll("\\s+", "");
    }
}
