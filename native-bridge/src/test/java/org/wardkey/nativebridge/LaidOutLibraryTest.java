package org.wardkey.nativebridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaidOutLibraryTest {
    private static final byte[] CONTENTS = {1, 2, 3};

    @TempDir
    Path folder;

    @Test
    void find_theJarsBytes_isThatFile() throws IOException {
        Path library = Files.write(folder.resolve("lib.so"), CONTENTS);
        assertThat(LaidOutLibrary.find(folder, "lib.so", () -> CONTENTS)).contains(library);
    }

    @Test
    void find_otherBytes_isEmptyAndChangesNothing() throws IOException {
        Path library = Files.write(folder.resolve("lib.so"), new byte[] {1, 2, 4});
        assertThat(LaidOutLibrary.find(folder, "lib.so", () -> CONTENTS)).isEmpty();
        assertThat(library).hasBinaryContent(new byte[] {1, 2, 4});
    }

    @Test
    void find_nothingOrFolder_isEmpty() throws IOException {
        Files.createDirectory(folder.resolve("folder.so"));
        assertThat(LaidOutLibrary.find(folder, "lib.so", () -> CONTENTS)).isEmpty();
        assertThat(LaidOutLibrary.find(folder, "folder.so", () -> CONTENTS)).isEmpty();
        assertThat(LaidOutLibrary.find(folder.resolve("none"), "lib.so", () -> CONTENTS))
                .isEmpty();
    }

    @Test
    void find_nothingLaidOut_doesNotReadTheJar() {
        assertThat(LaidOutLibrary.find(folder, "lib.so", () -> {
                    throw new AssertionError("read");
                }))
                .isEmpty();
    }

    @Test
    void find_jarThatCannotBeRead_isEmpty() throws IOException {
        Files.write(folder.resolve("lib.so"), CONTENTS);
        assertThat(LaidOutLibrary.find(folder, "lib.so", () -> {
                    throw new IOException("damaged");
                }))
                .isEmpty();
    }

    @Test
    void folder_jarInAFolderWithBlanks_isBesideIt() throws Exception {
        Path lib = Files.createDirectories(folder.resolve("ward key%20ü"));
        Path jar = lib.resolve("classes");
        Path classFile = jar.resolve(LaidOutLibrary.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(classFile.getParent());
        try (var bytes = LaidOutLibrary.class.getResourceAsStream("LaidOutLibrary.class")) {
            Files.copy(bytes, classFile);
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            assertThat(LaidOutLibrary.folder(loader.loadClass(LaidOutLibrary.class.getName())))
                    .contains(lib.resolve("native"));
        }
    }

    @Test
    void folder_classOfTheRuntimeItself_isEmpty() {
        assertThat(LaidOutLibrary.folder(String.class)).isEmpty();
    }
}
