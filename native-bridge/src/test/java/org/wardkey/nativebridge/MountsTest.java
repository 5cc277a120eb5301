package org.wardkey.nativebridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mount a folder is on, and whether libraries may be mapped from there. */
class MountsTest {
    private static final List<String> MOUNTS = List.of(
            "/dev/vda / ext4 rw,relatime 0 0",
            "tmpfs /tmp tmpfs rw,nosuid,noexec 0 0",
            "tmpfs /tmp/exec tmpfs rw 0 0",
            "tmpfs /mnt/with\\040space tmpfs rw,noexec 0 0",
            "tmpfs /run tmpfs rw 0 0",
            "tmpfs /run tmpfs rw,noexec 0 0",
            "tmpfs /tmp/no\0path tmpfs rw,noexec 0 0",
            "malformed");

    @ParameterizedTest
    @CsvSource({
        "/, true",
        "/tmp, false",
        "/tmp/a/b, false",
        "/tmp/exec/b, true",
        "/tmpfile, true",
        "/mnt/with space/a, false",
        "/run/a, false"
    })
    void executable_folder_isDecidedByTheNearestMount(String folder, boolean executable) {
        assertThat(Mounts.executable(Path.of(folder), MOUNTS)).isEqualTo(executable);
    }

    @Test
    void executable_nothingKnown_isAssumed() {
        assertThat(Mounts.executable(Path.of("/tmp"), List.of())).isTrue();
    }
}
