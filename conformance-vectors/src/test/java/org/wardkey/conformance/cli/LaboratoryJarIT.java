package org.wardkey.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a laboratory starts it: {@code java -jar}, nothing else on the class path. */
class LaboratoryJarIT {
    private static final String JAR = System.getProperty("wardkey.conformance.jar", "absent.jar");

    @TempDir
    private Path folder;

    private record Ended(int code, String text) {}

    private Ended java(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), text);
        }
    }

    @Test
    void selfcheck_ofTheJar_passes() throws Exception {
        Ended ended = java("selfcheck");
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("examples of the standards").doesNotContain("WRONG ");
    }

    @Test
    void run_promptFile_endsWithTheVerdict() throws Exception {
        Prompts.set(folder);
        Ended ended = java("run", "--provider", "JDK", "prompt.json");
        assertThat(ended.code()).as(ended.text()).isZero();
        Files.writeString(folder.resolve("expectedResults.json"), Prompts.ANSWERS.replace("BA", "BB"));
        assertThat(java("run", "--provider", "JDK", "prompt.json").code()).isEqualTo(1);
    }

    @Test
    void respond_promptFile_writesTheResponse() throws Exception {
        Prompts.set(folder);
        Ended ended = java("respond", "--provider", "SUN", "--out", "response.json", "prompt.json");
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(folder.resolve("response.json")).content().contains("BA7816BF");
    }

    @Test
    void run_providerInAJar_loadsItOnItsOwn() throws Exception {
        Path jar = providerJar();
        Prompts.set(folder);
        Ended byService = java("run", "--provider", jar.toString(), "prompt.json");
        assertThat(byService.code()).as(byService.text()).isEqualTo(1);
        assertThat(byService.text()).contains("came 0000");
        Ended byClass = java("run", "--provider", jar + "!" + WrongDigests.class.getName(), "prompt.json");
        assertThat(byClass.text()).contains("came 0000");
    }

    @Test
    void jar_holdsItsOwnClassesAndNoSignatureOfOthers() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            assertThat(jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(name.replaceFirst("META-INF/versions/\\d+/", ""))
                            .startsWith("org/wardkey/conformance/"));
        }
    }

    private Path providerJar() throws IOException {
        Path jar = folder.resolve("provider.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Class<?> type : List.of(WrongDigests.class, WrongDigests.Zero.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                zip.putNextEntry(new ZipEntry(name));
                try (InputStream in =
                        Objects.requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
                    in.transferTo(zip);
                }
            }
            zip.putNextEntry(new ZipEntry("META-INF/services/java.security.Provider"));
            zip.write(WrongDigests.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
