package org.wardkey.provider.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What a folder on a disk may hold after a power cut at any moment of a recorded run.
 *
 * <p>Theory of operation. A file is a list of writes and a list of syncs; a folder is a list of changes
 * of its entries and a list of syncs. What was complete before a sync began, and the sync returned
 * before the cut, is on the disk. Of everything else the disk may have any part: of a file's writes any
 * selection, each in 512-byte sectors; of a folder's changes any number of the first ones, as a
 * journal keeps their order. Nothing is promised between files and folders: a file's sync does not make
 * its name durable (POSIX leaves that open).
 */
final class RecordedDisk {
    private static final int SECTOR_BYTES = 512;

    private final Node root = new Node(true);
    private final Path rootPath;
    private final Map<String, Node> byPath = new HashMap<>();
    private final Map<Integer, Long> positions = new HashMap<>();
    private final List<Integer> syncs = new ArrayList<>();

    /** What becomes of that which is not certain. */
    enum Mode {
        DROPPED,
        APPLIED,
        TORN,
        REORDERED
    }

    private record Sync(int begun, int completed) {}

    /** Bytes at an offset, or a new length if there are none. */
    private record Write(int completed, long offset, byte[] bytes, boolean truncates) {}

    /** New meanings of names; null for none. */
    private record Change(int completed, Map<String, Node> entries) {}

    private static final class Node {
        private final boolean folder;
        private final List<Write> writes = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private final List<Sync> syncs = new ArrayList<>();

        private Node(boolean folder) {
            this.folder = folder;
        }

        /** What completed before this line is certain at a cut. */
        private int certain(int cut) {
            return syncs.stream()
                    .filter(sync -> sync.completed() <= cut)
                    .mapToInt(Sync::begun)
                    .max()
                    .orElse(-1);
        }
    }

    /** Everything below a folder that existed, empty of what the run made, before the run. */
    RecordedDisk(Path folder, List<SystemCall> calls) {
        this.rootPath = folder;
        byPath.put(folder.toString(), root);
        calls.forEach(this::apply);
    }

    /** The lines where a sync of something below the folder returned. */
    List<Integer> syncs() {
        return List.copyOf(syncs);
    }

    private void apply(SystemCall call) {
        switch (call.name()) {
            case "openat" -> open(call);
            case "write" -> write(call, positions.getOrDefault(call.descriptor(), 0L));
            case "pwrite64" -> write(call, call.numbers().get(call.numbers().size() - 1));
            case "ftruncate" -> truncate(call);
            case "fsync", "fdatasync" -> sync(call);
            case "mkdir", "mkdirat" -> enter(call, call.string(0), new Node(true));
            case "link", "linkat" -> enter(call, call.string(1), byPath.get(call.string(0)));
            case "unlink", "unlinkat" -> enter(call, call.string(0), null);
            case "rename", "renameat", "renameat2" -> rename(call);
            default -> {
                if (mine(call.path())) {
                    throw new IllegalStateException("A call that this model does not know: " + call.name());
                }
            }
        }
    }

    private boolean mine(String path) {
        return path.startsWith(rootPath + "/") || path.equals(rootPath.toString());
    }

    private void open(SystemCall call) {
        positions.put((int) call.result(), 0L);
        String path = call.string(0);
        if (!mine(path)) {
            return;
        }
        if (call.has("O_CREAT") && !byPath.containsKey(path)) {
            enter(call, path, new Node(false));
        }
        if (call.has("O_TRUNC") && byPath.containsKey(path)) {
            byPath.get(path).writes.add(new Write(call.completed(), 0, new byte[0], true));
        }
    }

    private void write(SystemCall call, long offset) {
        if (!mine(call.path())) {
            return;
        }
        byte[] bytes = Arrays.copyOf(call.strings().get(0), (int) call.result());
        Node file = byPath.get(call.path());
        if (file != null) {
            file.writes.add(new Write(call.completed(), offset, bytes, false));
            if (call.name().equals("write")) {
                positions.put(call.descriptor(), offset + bytes.length);
            }
        }
    }

    private void truncate(SystemCall call) {
        Node file = byPath.get(call.path());
        if (file != null) {
            long length = call.numbers().get(call.numbers().size() - 1);
            file.writes.add(new Write(call.completed(), length, new byte[0], true));
        }
    }

    private void sync(SystemCall call) {
        Node node = byPath.get(call.path());
        if (node != null) {
            node.syncs.add(new Sync(call.begun(), call.completed()));
            syncs.add(call.completed());
        }
    }

    private void enter(SystemCall call, String path, Node node) {
        if (!mine(path)) {
            return;
        }
        Map<String, Node> entry = new HashMap<>();
        entry.put(nameOf(path), node);
        byPath.get(folderOf(path)).changes.add(new Change(call.completed(), entry));
        put(path, node);
    }

    private void put(String path, Node node) {
        if (node == null) {
            byPath.remove(path);
        } else {
            byPath.put(path, node);
        }
    }

    private void rename(SystemCall call) {
        String from = call.string(0);
        String to = call.string(1);
        if (!mine(from)) {
            return;
        }
        if (!folderOf(from).equals(folderOf(to))) {
            throw new IllegalStateException("This model knows renames within a folder only.");
        }
        Map<String, Node> entries = new HashMap<>();
        entries.put(nameOf(from), null);
        entries.put(nameOf(to), byPath.get(from));
        byPath.get(folderOf(from)).changes.add(new Change(call.completed(), entries));
        put(to, byPath.get(from));
        byPath.remove(from);
    }

    private static String folderOf(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Writes what the disk may hold after a cut behind a line of the recording. */
    void restore(Path target, int cut, Mode mode, Random random) throws IOException {
        restore(root, target, cut, mode, random);
    }

    private void restore(Node node, Path path, int cut, Mode mode, Random random) throws IOException {
        if (!node.folder) {
            Files.write(path, content(node, cut, mode, random));
            // Key files are refused when others may read them; permissions are not what is tested here.
            Files.setPosixFilePermissions(path, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            return;
        }
        Files.createDirectories(path);
        for (Map.Entry<String, Node> entry : entries(node, cut, mode, random).entrySet()) {
            if (!rebuiltInAnyCase(entry.getKey())) {
                restore(entry.getValue(), path.resolve(entry.getKey()), cut, mode, random);
            }
        }
    }

    /** Mapped files, whose stores no system call shows, and copies of what the jars hold. */
    private static boolean rebuiltInAnyCase(String name) {
        return name.endsWith("-shm") || name.startsWith("epoch") || name.equals("native");
    }

    private static Map<String, Node> entries(Node folder, int cut, Mode mode, Random random) {
        int certain = folder.certain(cut);
        List<Change> open = new ArrayList<>();
        Map<String, Node> entries = new TreeMap<>();
        for (Change change : folder.changes) {
            if (change.completed() < certain) {
                apply(entries, change);
            } else if (change.completed() <= cut) {
                open.add(change);
            }
        }
        int kept = switch (mode) {
            case DROPPED -> 0;
            case APPLIED -> open.size();
            case TORN, REORDERED -> random.nextInt(open.size() + 1);
        };
        open.subList(0, kept).forEach(change -> apply(entries, change));
        return entries;
    }

    private static void apply(Map<String, Node> entries, Change change) {
        change.entries().forEach((name, node) -> {
            if (node == null) {
                entries.remove(name);
            } else {
                entries.put(name, node);
            }
        });
    }

    private static byte[] content(Node file, int cut, Mode mode, Random random) {
        int certain = file.certain(cut);
        byte[] content = new byte[0];
        List<Write> open = new ArrayList<>();
        for (Write write : file.writes) {
            if (write.completed() < certain) {
                content = apply(content, write);
            } else if (write.completed() <= cut) {
                open.add(write);
            }
        }
        int whole = mode == Mode.TORN ? random.nextInt(open.size() + 1) : open.size();
        for (int i = 0; i < open.size() && mode != Mode.DROPPED; i++) {
            boolean partly = mode == Mode.REORDERED ? random.nextInt(4) == 0 : i == whole;
            boolean lost = mode == Mode.REORDERED ? random.nextInt(3) == 0 : i > whole;
            if (!lost) {
                content = mode != Mode.APPLIED && partly
                        ? torn(content, open.get(i), random)
                        : apply(content, open.get(i));
            }
        }
        return content;
    }

    private static byte[] apply(byte[] content, Write write) {
        if (write.truncates()) {
            return Arrays.copyOf(content, (int) write.offset());
        }
        int end = (int) write.offset() + write.bytes().length;
        byte[] after = Arrays.copyOf(content, Math.max(content.length, end));
        System.arraycopy(write.bytes(), 0, after, (int) write.offset(), write.bytes().length);
        return after;
    }

    /** The sectors of a write up to some point, or any of them. */
    private static byte[] torn(byte[] content, Write write, Random random) {
        byte[] after = content;
        long at = write.offset();
        long end = at + write.bytes().length;
        while (at < end) {
            long next = Math.min(end, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
            if (random.nextBoolean()) {
                int from = (int) (at - write.offset());
                int to = (int) (next - write.offset());
                after = apply(after, new Write(0, at, Arrays.copyOfRange(write.bytes(), from, to), false));
            }
            at = next;
        }
        return after;
    }
}
