package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One key and ten thousand threads, virtual ones where the JVM has them. */
class ManyThreadsIT {
    private static final int THREADS = 10_000;

    @TempDir
    private Path folder;

    @Test
    void tenThousandThreads_oneKey_allSignAndAllAreRecorded() throws Exception {
        Machine machine = Machine.prepared(folder);
        Applications.compile("virtual-threads", machine.path("/opt/app/classes"), List.of());

        String said = machine.run("java -cp '/opt/app/classes:/opt/wardkey/lib/*'"
                + " -Djava.security.properties=/etc/wardkey/wardkey.security ManySignatures " + THREADS);

        String executor = Runtime.version().feature() >= 21 ? "ThreadPerTaskExecutor" : "ThreadPoolExecutor";
        assertThat(said).contains("verified " + THREADS + " on " + executor);
        assertThat(machine.run("wardkey audit show --last 20000 --config /etc/wardkey/wardkey.conf")
                        .lines()
                        .filter(line -> line.contains("  SIGN  "))
                        .count())
                .isGreaterThanOrEqualTo(THREADS);
    }
}
