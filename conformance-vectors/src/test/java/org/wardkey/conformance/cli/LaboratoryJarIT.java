package org.wardkey.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.conformance.Environment;

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
        assertThat(ended.text())
                .contains("examples of the standards")
                .contains("ok    planted fault GCM_ACCEPTS_WRONG_TAGS")
                .doesNotContain("WRONG ");
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

    private JsonNames evidence(String report) throws IOException {
        return new JsonNames(Files.readString(folder.resolve(report).resolve("evidence.json")));
    }

    /** The fields of evidence.json that a test looks at. */
    private record JsonNames(String text) {
        String text(String name) {
            Matcher field = Pattern.compile("\"" + name + "\" : \"?([^\"\n]*)").matcher(text);
            assertThat(field.find()).as(name + " in " + text).isTrue();
            return field.group(1);
        }
    }

    /** Both runs pass; what each ran on is asked of its JVM, so that flags without effect would show. */
    @Test
    void run_withAndWithoutAcceleration_passesAndSaysWhatItRanOn() throws Exception {
        Prompts.set(folder);
        Files.writeString(folder.resolve("hmac.json"), Prompts.HMAC);
        Laboratory.Ended with = java("run", "--provider", "JDK", "--report", "with", "prompt.json", "hmac.json");
        Laboratory.Ended without = java(
                "run", "--provider", "JDK", "--no-acceleration", "--report", "without", "prompt.json", "hmac.json");
        assertThat(with.code()).as(with.text()).isZero();
        assertThat(without.code()).as(without.text()).isZero();
        String one = evidence("with").text("environment");
        String other = evidence("without").text("environment");
        assertThat(one).contains("Java " + Runtime.version(), " on ", " running on ");
        assertThat(without.text()).contains("ran on " + other);
        assertThat(Files.readString(folder.resolve("without/report.json"))).contains(other);
        assertThat(Files.readString(folder.resolve("without/report.html")))
                .contains("Operational environment: <code>" + other + "</code>");
        assertThat(evidence("without").text("accelerated")).startsWith("false");
        // A processor without such instructions has no difference to show.
        if (Environment.current().accelerated()) {
            assertThat(one).contains(" with PAA (").isNotEqualTo(other);
            assertThat(other).contains(" without PAA (of ", "JVM off, libcrypto restricted by OPENSSL_");
        }
    }

    @Test
    void run_noAccelerationAndAFailure_endsWithItsCode() throws Exception {
        Path jar = Laboratory.providerJar(folder);
        Prompts.set(folder);
        Laboratory.Ended ended = java("run", "--no-acceleration", "--provider", jar.toString(), "prompt.json");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.text()).contains("came 0000");
    }

    @Test
    void timingLab_short_measuresEachProviderOnTwoTiers() throws Exception {
        Path jar = Laboratory.providerJar(folder);
        Laboratory.Ended ended = java(
                "timing-lab",
                "--short",
                "--primitives",
                "tag-compare",
                "--provider",
                "JDK",
                "--provider",
                jar.toString(),
                "--json");
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.text())
                .contains("\"environment\" : \"Java ", "\"tier\" : \"interpreter\"", "\"tier\" : \"c1\"")
                .contains("\"controlT\" : ", "\"plantedT\" : ", "\"differenceNanos\" : ")
                .contains("not there: java.security.NoSuchAlgorithmException");
        assertThat(java("timing-lab", "--short", "--primitives", "tag-compare", "--provider", jar.toString())
                        .code())
                .as("nothing was measured")
                .isEqualTo(1);
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
