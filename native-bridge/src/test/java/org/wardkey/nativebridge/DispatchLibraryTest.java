package org.wardkey.nativebridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchLibraryTest {
    private static final byte[] CONTENTS = {1, 2, 3};

    @TempDir
    Path directory;

    @Test
    void install_emptyDirectory_leavesTheFileAlone() throws IOException {
        assertThat(DispatchLibrary.install("lib.so", CONTENTS, directory)).contains(directory.resolve("lib.so"));
        assertThat(directory.resolve("lib.so")).hasBinaryContent(CONTENTS);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void install_sameContents_keepsTheFile() throws IOException {
        DispatchLibrary.install("lib.so", CONTENTS, directory);
        Object before = Files.readAttributes(
                        directory.resolve("lib.so"), java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        DispatchLibrary.install("lib.so", CONTENTS, directory);
        assertThat(Files.readAttributes(directory.resolve("lib.so"), java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey())
                .isEqualTo(before);
    }

    @Test
    void install_tamperedFile_isReplaced() throws IOException {
        Files.write(directory.resolve("lib.so"), new byte[] {1, 2, 4});
        assertThat(DispatchLibrary.install("lib.so", CONTENTS, directory)).isPresent();
        assertThat(directory.resolve("lib.so")).hasBinaryContent(CONTENTS);
    }

    @Test
    void install_symbolicLink_isReplaced() throws IOException {
        Path elsewhere = Files.write(directory.resolve("elsewhere"), CONTENTS);
        Files.createSymbolicLink(directory.resolve("lib.so"), elsewhere);
        assertThat(DispatchLibrary.install("lib.so", CONTENTS, directory)).isPresent();
        assertThat(directory.resolve("lib.so")).isRegularFile();
        assertThat(Files.isSymbolicLink(directory.resolve("lib.so"))).isFalse();
    }

    @Test
    void install_missingDirectory_isEmpty() {
        assertThat(DispatchLibrary.install("lib.so", CONTENTS, directory.resolve("none")))
                .isEmpty();
    }
}
