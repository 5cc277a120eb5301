package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A harness is as good as the mistakes it finds: each planted one must show, in its family and nowhere else. */
class FaultyProviderTest {
    private static Report sound = new Report(List.of());

    @BeforeAll
    static void runSound() throws IOException {
        sound = EmbeddedExamples.run(Jdk.providers(), Jdk.providers(), Capability.standard());
    }

    @ParameterizedTest
    @EnumSource
    void run_plantedFault_isFoundInItsFamiliesOnly(Fault fault) throws IOException {
        Report report = SelfCheck.report(fault, sound);
        assertThat(report.failures())
                .isNotEmpty()
                .anySatisfy(failure -> assertThat(failure.came()).contains(fault.symptom()));
        Set<String> families = report.files().stream()
                .filter(file -> file.failed() > 0)
                .map(FileReport::family)
                .collect(Collectors.toSet());
        assertThat(families).as(report.failures().toString()).isEqualTo(fault.families());
    }

    @ParameterizedTest
    @EnumSource
    void runFile_plantedFault_isFoundInWycheproof(Fault fault) throws IOException {
        Path folder = Jdk.vectors().map(root -> root.resolve("wycheproof")).orElse(Path.of("absent"));
        Path file = folder.resolve(fault.wycheproofFile() + ".json.gz");
        if (!Files.isRegularFile(file)) {
            return;
        }
        List<Failure> sound =
                Wycheproof.runFile(file, Jdk.providers(), Capability.standard()).failures();
        List<Failure> found = Wycheproof.runFile(file, new FaultyProvider(fault), Capability.standard())
                .failures();
        assertThat(found)
                .hasSizeGreaterThan(sound.size())
                .anySatisfy(failure -> assertThat(failure.came()).contains(fault.symptom()));
    }
}
