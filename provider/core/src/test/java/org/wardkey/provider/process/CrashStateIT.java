package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.audit.AuditVerifier;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;

/**
 * Power cuts, at the level of system calls: a run is recorded with strace, then every state that the
 * disk may have been in is rebuilt and opened. See {@link RecordedDisk} for what a disk may do.
 */
class CrashStateIT {
    private static final String CALLS =
            "openat,write,pwrite64,writev,pwritev,ftruncate,fsync,fdatasync,rename,renameat,"
                    + "renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat";
    private static final int BETWEEN_SYNCS = 25;

    @TempDir
    private Path folder;

    private final List<String> problems = new ArrayList<>();
    private List<SystemCall> calls;
    private RecordedDisk disk;
    private int states;

    @Test
    void home_afterAnyPowerCut_opensWithEverythingAcknowledged() throws Exception {
        record();
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int sync : disk.syncs()) {
            // Just before it returned nothing of what it covers is certain, just after all of it is.
            check(sync - 1, RecordedDisk.Mode.TORN, random);
            check(sync - 1, RecordedDisk.Mode.REORDERED, random);
            check(sync, RecordedDisk.Mode.DROPPED, random);
        }
        int end = calls.get(calls.size() - 1).completed();
        int first = disk.syncs().get(0);
        for (int i = 0; i < BETWEEN_SYNCS; i++) {
            check(first + random.nextInt(end - first), RecordedDisk.Mode.APPLIED, random);
            check(first + random.nextInt(end - first), RecordedDisk.Mode.REORDERED, random);
            check(first + random.nextInt(end - first), RecordedDisk.Mode.DROPPED, random);
        }
        check(end, RecordedDisk.Mode.DROPPED, random);
        System.out.println(states + " crash states from " + disk.syncs().size() + " syncs, seed " + seed);
        assertThat(states).isGreaterThan(100);
        assertThat(problems).as("seed %d", seed).isEmpty();
    }

    private void record() throws IOException {
        Path real = Files.createDirectory(folder.toRealPath().resolve("run"));
        TestHome home = TestHome.in(real);
        Path trace = folder.resolve("trace");
        ChildProcess child = ChildJvm.running(CrashChild.class)
                .under("strace", "-f", "-y", "-xx", "-s", "1000000000", "-e", "trace=" + CALLS, "-o", trace.toString())
                .with("-XX:-UsePerfData")
                .run(home.config());
        assertThat(child.exitCode()).as(child.toString()).isZero();
        calls = SystemCall.read(trace);
        disk = new RecordedDisk(real, calls);
        assertThat(disk.syncs()).hasSizeGreaterThan(20);
    }

    /** What the child had said before the cut. */
    private List<String> acknowledged(int cut) {
        return calls.stream()
                .filter(call -> call.completed() <= cut && call.name().equals("write") && call.descriptor() == 1)
                .flatMap(call -> call.string(0).lines())
                .toList();
    }

    private void check(int cut, RecordedDisk.Mode mode, Random random) throws IOException {
        Path state = folder.resolve("state-" + ++states);
        disk.restore(state, cut, mode, random);
        List<String> acknowledged = acknowledged(cut);
        try {
            open(TestHome.in(state), acknowledged);
        } catch (Exception | AssertionError e) {
            String last = acknowledged.isEmpty() ? "nothing" : acknowledged.get(acknowledged.size() - 1);
            problems.add(mode + " at line " + cut + " after '" + last + "' in " + state + ": " + e);
        }
    }

    private static void open(TestHome home, List<String> acknowledged) throws Exception {
        WardkeyProvider provider = home.provider();
        Administration administration = provider.administration();
        Map<String, AuditVerifier.Mark> marks = administration.auditMarks();
        List<KeyInfo> keys = administration.list();
        Optional<KeyInfo> one = find(keys, "one");
        Optional<KeyInfo> two = find(keys, "two");
        assertThat(one.isPresent() || !acknowledged.contains("generated one"))
                .as("key one")
                .isTrue();
        assertThat(two.isPresent() || !acknowledged.contains("generated two"))
                .as("key two")
                .isTrue();
        long signed = count(acknowledged, "signed");
        assertThat(one.map(KeyInfo::operationsUsed).orElse(0L))
                .as("uses of one")
                .isBetween(signed, signed + 1);
        assertThat(two.map(KeyInfo::operationsUsed).orElse(0L))
                .as("uses of two")
                .isGreaterThanOrEqualTo(signed + count(acknowledged, "also"));
        if (acknowledged.contains("suspended two")) {
            assertThat(two.orElseThrow().facts().state()).isEqualTo(KeyState.SUSPENDED);
        }
        for (KeyInfo key : keys) {
            if (key.facts().state() == KeyState.ACTIVE) {
                assertThat(Managed.sign(
                                provider, Managed.key(provider, key.facts().alias())))
                        .isNotEmpty();
            }
        }
        Managed.generate(provider, "afterwards", java.util.OptionalLong.empty());
        for (Administration.LogCheck log : Administration.verifyAudit(home.home(), marks)) {
            assertThat(log.result().findings()).as("log " + log.log()).isEmpty();
        }
    }

    private static Optional<KeyInfo> find(List<KeyInfo> keys, String alias) {
        return keys.stream().filter(key -> key.facts().alias().equals(alias)).findFirst();
    }

    private static long count(List<String> lines, String word) {
        return lines.stream().filter(line -> line.startsWith(word + " ")).count();
    }
}
