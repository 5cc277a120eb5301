package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.JDBC;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.audit.Checkpoint;
import org.wardkey.provider.audit.VerifierKey;

/**
 * Homes that earlier versions have made, one for each version of the formats: they are used, not only read.
 * {@code -Dwardkey.regenerate=true} makes one of the present version, if it has none.
 */
class GoldenHomeIT {
    private static final Path GOLDEN = Path.of("src/test/resources/org/wardkey/provider/golden");
    private static final List<String> NOT_KEPT = List.of("native", "lock", "wardkey.db-wal", "wardkey.db-shm");

    @TempDir
    private Path folder;

    static Stream<Path> golden() throws IOException {
        try (Stream<Path> versions = Files.list(GOLDEN)) {
            return versions.sorted().toList().stream();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                boolean kept = Stream.of(from.relativize(file).toString().split("/", -1))
                        .noneMatch(NOT_KEPT::contains);
                if (kept && Files.isRegularFile(file)) {
                    Path target = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                    // Git keeps no such permissions, and key files that others may read are refused.
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void use_homeOfAnEarlierVersion_isAsItWas(Path version) throws Exception {
        copy(version, folder);

        ChildProcess child = ChildJvm.running(GoldenChild.class).run("use", folder);

        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.out())
                .containsExactly(
                        "decrypted kept for fifteen years",
                        "used 2 of 100",
                        "suspended SUSPENDED",
                        "destroyed [DESTROYED]",
                        "state READY");
        VerifierKey key = VerifierKey.parse(Files.readString(folder.resolve("verifier-key")));
        Checkpoint kept = Checkpoint.parse(Files.readString(folder.resolve("checkpoint")));
        assertThat(Administration.verifyAudit(
                        folder.resolve("home"), Map.of(), Map.of("0001", kept), List.of(), Optional.of(key)))
                .allSatisfy(check -> assertThat(check.result().findings()).isEmpty())
                .anySatisfy(check -> assertThat(check.result().provenUpTo()).isGreaterThanOrEqualTo(kept.size()));
    }

    @Test
    void golden_presentVersion_isKept() throws Exception {
        Files.writeString(
                folder.resolve("wardkey.conf"), "wardkey {\n  home = home\n  policy = permissive-legacy\n}\n");
        ChildProcess child = ChildJvm.running(GoldenChild.class).run("write", folder);
        assertThat(child.exitCode()).as(child.toString()).isZero();
        String version = "database-" + schema();
        if (Boolean.getBoolean("wardkey.regenerate") && !Files.exists(GOLDEN.resolve(version))) {
            copy(folder, GOLDEN.resolve(version));
        }
        assertThat(GOLDEN.resolve(version))
                .as("a home of the present version; made with -Dwardkey.regenerate=true")
                .exists();
    }

    /** Leaves the space for a full disk out, too. */
    private int schema() throws Exception {
        try (Connection connection =
                        JDBC.createConnection("jdbc:sqlite:" + folder.resolve("home/wardkey.db"), new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM");
            try (java.sql.ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                return row.getInt(1);
            }
        }
    }
}
