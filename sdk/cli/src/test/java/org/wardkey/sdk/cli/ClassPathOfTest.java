package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes as the kernel describes them, in a folder. */
class ClassPathOfTest {
    @TempDir
    private Path folder;

    private Path application;

    @BeforeEach
    void makeApplication() throws IOException {
        application = Files.createDirectories(folder.resolve("app")).toRealPath();
        Files.createDirectories(application.resolve("lib"));
        Files.createDirectories(application.resolve("WEB-INF/lib"));
        Files.createDirectories(application.resolve("BOOT-INF/lib"));
    }

    private ClassPathOf running(String environment, String... arguments) throws IOException {
        Path process = Files.createTempDirectory(folder, "process");
        Files.createSymbolicLink(process.resolve("cwd"), application);
        Files.writeString(process.resolve("cmdline"), "java\0" + String.join("\0", arguments) + "\0");
        Files.writeString(process.resolve("environ"), environment);
        return ClassPathOf.process(process);
    }

    private Path jar(String folderOfIt) {
        return application.resolve(folderOfIt).resolve("wardkey-provider-1.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-jar app.war", "-cp . Main", "-cp app.jar:lib/* Main", "-classpath lib/* Main"})
    void mayHave_jarOfTheApplicationBelowAnEntry_isNotFound(String arguments) throws IOException {
        ClassPathOf found = running("HOME=/", arguments.split(" "));
        assertThat(found.mayHave(jar("WEB-INF/lib"))).isFalse();
        assertThat(found.mayHave(jar("BOOT-INF/lib"))).isFalse();
    }

    @Test
    void mayHave_jarBelowAFolderOfClasses_isNotFound() throws IOException {
        assertThat(running("HOME=/", "-cp", ".", "Main").mayHave(jar("lib"))).isFalse();
        assertThat(running("CLASSPATH=" + application, "Main").mayHave(jar("lib")))
                .isFalse();
    }

    @Test
    void mayHave_entryOrWhatItsManifestMayName_isFound() throws IOException {
        assertThat(running("HOME=/", "-cp", ".:lib/*", "Main").mayHave(jar("lib")))
                .isTrue();
        assertThat(running("HOME=/", "-cp", "WEB-INF/lib/*", "Main").mayHave(jar("WEB-INF/lib")))
                .isTrue();
        assertThat(running("HOME=/", "-jar", "app.jar").mayHave(jar("lib"))).isTrue();
        assertThat(running("HOME=/", "-p", "lib", "-m", "m/M").mayHave(jar("lib")))
                .isTrue();
        assertThat(running("HOME=/", "--module-path=lib", "-m", "m/M").mayHave(jar("lib")))
                .isTrue();
        assertThat(running("HOME=/", "-javaagent:" + application.resolve("lib/agent.jar") + "=x", "-jar", "/opt/a.jar")
                        .mayHave(jar("lib")))
                .isTrue();
        assertThat(running("CLASSPATH=lib/a.jar", "Main").mayHave(jar("lib"))).isTrue();
    }

    @Test
    void mayHave_argumentsThatAreNotRead_isFound() throws IOException {
        assertThat(running("HOME=/", "@arguments").mayHave(jar("WEB-INF/lib"))).isTrue();
        assertThat(running("JDK_JAVA_OPTIONS=-cp x", "Main").mayHave(jar("WEB-INF/lib")))
                .isTrue();
    }
}
