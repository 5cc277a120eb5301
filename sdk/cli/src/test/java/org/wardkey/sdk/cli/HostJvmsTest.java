package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.administration.ProtectedJvm;

class HostJvmsTest {
    private static final long PID = 4_194_303;

    @TempDir
    private Path home;

    private void said(Duration ago) throws IOException {
        new ProtectedJvm(
                        PID,
                        "1",
                        Instant.EPOCH,
                        "25",
                        "0.1.0",
                        List.of("Wardkey", "SUN"),
                        "wardkey.conf",
                        "READY",
                        "",
                        "foreign")
                .write(home);
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
            }
        }
    }

    private List<HostJvm> listed() throws IOException {
        return HostJvms.of(Optional.of(home)).all().stream()
                .filter(jvm -> jvm.protection() == HostJvm.Protection.ELSEWHERE)
                .toList();
    }

    @Test
    void elsewhere_saidWithinTwoHours_isListed() throws IOException {
        said(Duration.ofMinutes(90));
        assertThat(listed()).extracting(HostJvm::pid).containsExactly(PID);
    }

    @Test
    void elsewhere_silentForLonger_isNot() throws IOException {
        said(Duration.ofHours(3));
        assertThat(listed()).isEmpty();
    }
}
