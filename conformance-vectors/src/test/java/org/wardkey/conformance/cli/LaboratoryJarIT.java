package org.wardkey.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a laboratory starts it: {@code java -jar}, nothing else on the class path. */
class LaboratoryJarIT {
    @TempDir
    private Path folder;

    private Laboratory.Ended java(String... words) throws IOException, InterruptedException {
        return Laboratory.java(folder, List.of(words));
    }

    @Test
    void selfcheck_ofTheJar_passes() throws Exception {
        Laboratory.Ended ended = java("selfcheck");
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("examples of the standards").doesNotContain("WRONG ");
    }

    @Test
    void run_promptFile_endsWithTheVerdict() throws Exception {
        Prompts.set(folder);
        Laboratory.Ended ended = java("run", "--provider", "JDK", "prompt.json");
        assertThat(ended.code()).as(ended.text()).isZero();
        Files.writeString(folder.resolve("expectedResults.json"), Prompts.ANSWERS.replace("BA", "BB"));
        assertThat(java("run", "--provider", "JDK", "prompt.json").code()).isEqualTo(1);
    }

    @Test
    void respond_promptFile_writesTheResponse() throws Exception {
        Prompts.set(folder);
        Laboratory.Ended ended = java("respond", "--provider", "SUN", "--out", "response.json", "prompt.json");
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(folder.resolve("response.json")).content().contains("BA7816BF");
    }

    @Test
    void run_providerInAJar_loadsItOnItsOwn() throws Exception {
        Path jar = Laboratory.providerJar(folder);
        Prompts.set(folder);
        Laboratory.Ended byService = java("run", "--provider", jar.toString(), "prompt.json");
        assertThat(byService.code()).as(byService.text()).isEqualTo(1);
        assertThat(byService.text()).contains("came 0000");
        Laboratory.Ended byClass = java("run", "--provider", jar + "!" + WrongDigests.class.getName(), "prompt.json");
        assertThat(byClass.text()).contains("came 0000");
    }

    @Test
    void jar_holdsItsOwnClassesAndNoSignatureOfOthers() throws IOException {
        try (JarFile jar = new JarFile(Laboratory.JAR)) {
            assertThat(jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(name.replaceFirst("META-INF/versions/\\d+/", ""))
                            .startsWith("org/wardkey/conformance/"));
        }
    }
}
