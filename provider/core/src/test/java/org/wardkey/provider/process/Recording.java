package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The system calls of a child, and all the states that the disk may have been in meanwhile. What the child said on
 * stdout before a cut, it had acknowledged.
 */
final class Recording {
    private static final String CALLS =
            "openat,write,pwrite64,writev,pwritev,ftruncate,fsync,fdatasync,rename,renameat,"
                    + "renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat";

    private final Path folder;
    private final List<SystemCall> calls;
    private final RecordedDisk disk;
    private final List<String> problems = new ArrayList<>();
    private int states;

    /** Opens a rebuilt state and looks whether all is there. */
    @FunctionalInterface
    interface Check {
        void check(Path state, List<String> acknowledged) throws Exception;
    }

    private Recording(Path folder, List<SystemCall> calls, RecordedDisk disk) {
        this.folder = folder;
        this.calls = calls;
        this.disk = disk;
    }

    /**
     * Runs a child to its end.
     *
     * @param folder where the recording and the states go
     * @param run the folder that is recorded, below it
     * @param child the main class
     * @param argument its argument
     */
    static Recording of(Path folder, Path run, Class<?> child, Object argument) {
        Path trace = folder.resolve("trace");
        ChildProcess process = ChildJvm.running(child)
                .under("strace", "-f", "-y", "-xx", "-s", "1000000000", "-e", "trace=" + CALLS, "-o", trace.toString())
                .with("-XX:-UsePerfData")
                .run(argument);
        assertThat(process.exitCode()).as(process.toString()).isZero();
        List<SystemCall> calls = SystemCall.read(trace);
        RecordedDisk disk = new RecordedDisk(run, calls);
        assertThat(disk.syncs()).hasSizeGreaterThan(20);
        return new Recording(folder, calls, disk);
    }

    /**
     * Rebuilds and checks the states around every sync, and some between them.
     *
     * @param between how many points between syncs
     */
    void checkAll(int between, Check check) throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int sync : disk.syncs()) {
            // Just before it returned nothing of what it covers is certain, just after all of it is.
            check(sync - 1, RecordedDisk.Mode.TORN, random, check);
            check(sync - 1, RecordedDisk.Mode.REORDERED, random, check);
            check(sync, RecordedDisk.Mode.DROPPED, random, check);
        }
        int end = calls.get(calls.size() - 1).completed();
        int first = disk.syncs().get(0);
        for (int i = 0; i < between; i++) {
            check(first + random.nextInt(end - first), RecordedDisk.Mode.APPLIED, random, check);
            check(first + random.nextInt(end - first), RecordedDisk.Mode.REORDERED, random, check);
            check(first + random.nextInt(end - first), RecordedDisk.Mode.DROPPED, random, check);
        }
        check(end, RecordedDisk.Mode.DROPPED, random, check);
        System.out.println(states + " crash states from " + disk.syncs().size() + " syncs, seed " + seed);
        assertThat(states).isGreaterThan(100);
        assertThat(problems).as("seed %d", seed).isEmpty();
    }

    /** What the child had said before the cut. */
    private List<String> acknowledged(int cut) {
        return calls.stream()
                .filter(call -> call.completed() <= cut && call.name().equals("write") && call.descriptor() == 1)
                .flatMap(call -> call.string(0).lines())
                .toList();
    }

    private void check(int cut, RecordedDisk.Mode mode, Random random, Check check) throws IOException {
        Path state = folder.resolve("state-" + ++states);
        disk.restore(state, cut, mode, random);
        List<String> acknowledged = acknowledged(cut);
        try {
            check.check(state, acknowledged);
        } catch (Exception | AssertionError e) {
            String last = acknowledged.isEmpty() ? "nothing" : acknowledged.get(acknowledged.size() - 1);
            problems.add(mode + " at line " + cut + " after '" + last + "' in " + state + ": " + e);
        }
    }
}
