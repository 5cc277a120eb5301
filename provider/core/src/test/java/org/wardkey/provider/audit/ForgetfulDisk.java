package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A system that gives up what a failed sync should have written, says so once, and goes on to show it to
 * readers from its cache: Linux. Of segments, it knows what a power cut would leave.
 */
final class ForgetfulDisk implements AuditDisk {
    private final Map<Path, byte[]> durable = new HashMap<>();
    private int failures;
    private boolean cacheLost;

    /** The next syncs of segments fail. */
    synchronized void failSyncs(int next) {
        failures = next;
    }

    /** From now on what a failed sync gives up is gone for readers too. */
    synchronized void loseCacheToo() {
        cacheLost = true;
    }

    /** How many syncs are still to fail. */
    synchronized int failuresLeft() {
        return failures;
    }

    /** What a power cut now would leave of a segment. */
    synchronized byte[] afterPowerCut(Path segment) {
        return durable.getOrDefault(segment, new byte[0]).clone();
    }

    @Override
    public FileChannel open(Path path, Set<? extends OpenOption> options) throws IOException {
        FileChannel real = FileChannel.open(path, options);
        return path.toString().endsWith(".jsonl") ? new Segment(path, real) : real;
    }

    private record Written(long begin, byte[] bytes) {}

    private final class Segment extends FrontChannel {
        private final Path path;
        private final List<Written> dirty = new ArrayList<>();

        private Segment(Path path, FileChannel real) {
            super(real);
            this.path = path;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            synchronized (ForgetfulDisk.this) {
                dirty.add(new Written(position, bytes));
            }
            return real.write(source, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            synchronized (ForgetfulDisk.this) {
                List<Written> writing = List.copyOf(dirty);
                dirty.clear();
                if (failures > 0) {
                    failures--;
                    if (cacheLost) {
                        for (Written lost : writing) {
                            AuditDisk.writeFully(real, ByteBuffer.allocate(lost.bytes().length), lost.begin());
                        }
                    }
                    throw new IOException("Input/output error");
                }
                for (Written written : writing) {
                    byte[] old = durable.getOrDefault(path, new byte[0]);
                    int end = Math.toIntExact(written.begin() + written.bytes().length);
                    byte[] grown = Arrays.copyOf(old, Math.max(old.length, end));
                    System.arraycopy(written.bytes(), 0, grown, (int) written.begin(), written.bytes().length);
                    durable.put(path, grown);
                }
            }
        }
    }
}
