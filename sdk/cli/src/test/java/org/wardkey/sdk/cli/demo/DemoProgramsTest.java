package org.wardkey.sdk.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoProgramsTest {
    private static String source(String program) throws IOException {
        try (InputStream in = DemoProgramsTest.class.getResourceAsStream(program + ".java")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static java.util.List<String> programs() {
        return ConfigurationStep.PROGRAMS;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void program_source_knowsTheJdkOnly(String program) throws IOException {
        assertThat(source(program).toLowerCase(Locale.ROOT)).doesNotContain("wardkey");
        assertThat(source(program).lines().filter(line -> line.startsWith("import ")))
                .isNotEmpty()
                .allMatch(line -> line.matches("import (java|javax|com\\.sun\\.net\\.httpserver)\\..*"));
    }
}
