package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.administration.Administration;

/**
 * A home on a file system of its own, in memory, which is filled to the last byte for more than a minute:
 * every duty of the home comes due meanwhile. Needs {@code unshare} with user namespaces, or root.
 */
class FullFileSystemIT {
    private static final String SPACE = "400m";

    /** The home looks at its keys once a minute; the oldest JDK, which is tested last, is asked for less. */
    private static final int FULL_SECONDS = Runtime.version().feature() > 17 ? 66 : 10;

    @TempDir
    private Path folder;

    /** The child sees the small file system; what is left of the home is copied out of it for the test. */
    private ChildProcess onSmallFileSystem(TestHome home, Path copy) {
        String script = "mount -t tmpfs -o size=" + SPACE + " tmpfs "
                + home.home().getParent()
                + " && cp " + folder.resolve("wardkey.conf") + " " + home.home().getParent()
                + " && \"$@\" && cp -r " + home.home() + " " + copy;
        return ChildJvm.running(CareChild.class)
                .under("unshare", "--mount", "--map-root-user", "bash", "-c", script, "small")
                .start(
                        home.home().getParent().resolve("wardkey.conf"),
                        home.home().resolveSibling("filler"),
                        FULL_SECONDS);
    }

    @Test
    void use_fileSystemFullForAMinute_careGoesOnAndEveryUseIsRecorded() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Files.writeString(folder.resolve("wardkey.conf"), "wardkey { home = home }\n");
        TestHome home = TestHome.in(small);
        Path copy = folder.resolve("copy");

        ChildProcess child = onSmallFileSystem(home, copy);
        child.awaitEnd();

        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.await("ordinary refused ")).isEqualTo("WK-A001");
        long total = 0;
        for (String alias : List.of("signer", "counted", "stream")) {
            long used = Long.parseLong(child.await(alias + " used "));
            assertThat(RecordedUses.of(copy, alias)).as(alias + " in " + child).isEqualTo(used);
            total += used;
        }
        System.out.println(
                "FullFileSystemIT: " + total + " uses, all of them recorded, " + child.await("full for ") + " s full");
        System.out.println(child.await("ordinary signs again"));
        assertThat(child.out()).contains("no failure while full");
        assertThat(Administration.verifyAudit(copy, Map.of()))
                .allSatisfy(check -> assertThat(check.result().findings()).isEmpty());
    }
}
