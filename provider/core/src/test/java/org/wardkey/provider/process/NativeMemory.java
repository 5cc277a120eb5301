package org.wardkey.provider.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What another process has outside of its Java heap: the areas that it may write and that are no file's, with stacks. A heap of less than 32 GiB
 * lies at low addresses, so that it is not among them. Linux on machines with addresses of 47 bits.
 */
final class NativeMemory {
    private static final Pattern AREA = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) rw-p [0-9a-f]+ 00:00 0 *(\\S*)");
    private static final long LOWEST_OF_LIBRARIES = 0x7000_0000_0000L;
    private static final int STEP_BYTES = 1 << 20;

    private NativeMemory() {}

    /** How often one of these stands there. */
    static long occurrences(long process, List<byte[]> secrets) throws IOException {
        long found = 0;
        int longest = secrets.stream().mapToInt(secret -> secret.length).max().orElse(0);
        try (FileChannel memory = FileChannel.open(Path.of("/proc/" + process + "/mem"))) {
            for (long[] area : areas(process)) {
                // A step begins so far before the end of the last one that nothing is cut in two.
                for (long at = area[0]; at < area[1]; at += STEP_BYTES) {
                    long before = at == area[0] ? at : at - longest + 1;
                    byte[] some = read(memory, before, (int) Math.min(area[1] - before, at - before + STEP_BYTES));
                    for (byte[] secret : secrets) {
                        found += Bytes.occurrences(some, secret);
                    }
                }
            }
        }
        return found;
    }

    private static List<long[]> areas(long process) throws IOException {
        List<long[]> areas = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/" + process + "/maps"), StandardCharsets.UTF_8)) {
            Matcher area = AREA.matcher(line);
            if (area.matches()) {
                long begin = Long.parseUnsignedLong(area.group(1), 16);
                if (begin >= LOWEST_OF_LIBRARIES || area.group(3).equals("[heap]")) {
                    areas.add(new long[] {begin, Long.parseUnsignedLong(area.group(2), 16)});
                }
            }
        }
        return areas;
    }

    /** What can be read of it: an area may go away meanwhile. */
    private static byte[] read(FileChannel memory, long begin, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining() && memory.read(bytes, begin + bytes.position()) > 0) {
                // Until all of it is there.
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("Input/output error")) {
                throw new IllegalStateException("Expected to read the memory of a child.", e);
            }
        }
        return bytes.array();
    }
}
