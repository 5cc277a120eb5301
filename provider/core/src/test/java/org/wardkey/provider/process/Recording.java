package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    void checkAll(int between, Check check) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Cut> cuts = new ArrayList<>();
        for (int sync : disk.syncs()) {
            // Just before it returned nothing of what it covers is certain, just after all of it is.
            add(cuts, sync - 1, RecordedDisk.Mode.TORN, random);
            add(cuts, sync - 1, RecordedDisk.Mode.REORDERED, random);
            add(cuts, sync, RecordedDisk.Mode.DROPPED, random);
        }
        int end = calls.get(calls.size() - 1).completed();
        int first = disk.syncs().get(0);
        for (int i = 0; i < between; i++) {
            add(cuts, first + random.nextInt(end - first), RecordedDisk.Mode.APPLIED, random);
            add(cuts, first + random.nextInt(end - first), RecordedDisk.Mode.REORDERED, random);
            add(cuts, first + random.nextInt(end - first), RecordedDisk.Mode.DROPPED, random);
        }
        add(cuts, end, RecordedDisk.Mode.DROPPED, random);
        // Each is a folder of its own.
        List<String> problems = cuts.parallelStream()
                .flatMap(cut -> problem(cut, check).stream())
                .toList();
        System.out.println(cuts.size() + " crash states from " + disk.syncs().size() + " syncs, seed " + seed);
        assertThat(cuts).hasSizeGreaterThan(100);
        assertThat(problems).as("seed %d", seed).isEmpty();
    }

    /** Where the power is cut, and what the disk has of what was not synced. */
    private record Cut(int number, int at, RecordedDisk.Mode mode, long seed) {}

    private static void add(List<Cut> cuts, int at, RecordedDisk.Mode mode, Random random) {
        cuts.add(new Cut(cuts.size() + 1, at, mode, random.nextLong()));
    }

    /** What the child had said before the cut. */
    private List<String> acknowledged(int cut) {
        return calls.stream()
                .filter(call -> call.completed() <= cut && call.name().equals("write") && call.descriptor() == 1)
                .flatMap(call -> call.string(0).lines())
                .toList();
    }

    private Optional<String> problem(Cut cut, Check check) {
        Path state = folder.resolve("state-" + cut.number());
        List<String> acknowledged = acknowledged(cut.at());
        try {
            disk.restore(state, cut.at(), cut.mode(), new Random(cut.seed()));
            check.check(state, acknowledged);
            return Optional.empty();
        } catch (Exception | AssertionError e) {
            String last = acknowledged.isEmpty() ? "nothing" : acknowledged.get(acknowledged.size() - 1);
            return Optional.of(cut.mode() + " at line " + cut.at() + " after '" + last + "' in " + state + ": " + e);
        }
    }
}
