package org.wardkey.provider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidNamespaceTest {
    @TempDir
    private Path proc;

    private void process(long pid, String numbers) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(folder.resolve("status"), "Name:\tjava\nNSpid:\t" + numbers + "\nTgid:\t1\n");
    }

    private void inNamespace(long pid, String namespace) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)).resolve("ns"));
        Files.createSymbolicLink(folder.resolve("pid"), Path.of("pid:[" + namespace + "]"));
    }

    @Test
    void isSame_processOfAContainer_isTheOneWithItsNumberThere() throws IOException {
        process(4711, "4711\t1");
        inNamespace(4711, "42");
        assertThat(PidNamespace.isSame(proc, 4711, 1, "42")).isTrue();
        assertThat(PidNamespace.isSame(proc, 4711, 4711, "42")).isFalse();
        assertThat(PidNamespace.isSame(proc, 4711, 1, "43")).isFalse();
    }

    /** Another user's process, whose namespace cannot be read, and what somebody said who could not read his own. */
    @Test
    void isSame_neitherNamespaceKnown_isFalse() throws IOException {
        process(4711, "4711");
        assertThat(PidNamespace.isSame(proc, 4711, 4711, "")).isFalse();
        assertThat(PidNamespace.isSame(proc, 4711, 4711, "42")).isFalse();
    }
}
