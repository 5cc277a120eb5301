package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * A disk that can be full: then no file is made and none grows, and what overwrites goes on working, as on a
 * file system that overwrites in place. It can also break altogether.
 */
final class FullDisk implements AuditDisk {
    private volatile long bytesLeft = Long.MAX_VALUE;
    private volatile boolean broken;

    /** From now on this many bytes fit. */
    void fill(long left) {
        bytesLeft = left;
    }

    void empty() {
        bytesLeft = Long.MAX_VALUE;
    }

    /** From now on nothing can be written, in place or elsewhere. */
    void breakDown() {
        broken = true;
    }

    @Override
    public FileChannel open(Path path, Set<? extends OpenOption> options) throws IOException {
        if (bytesLeft <= 0 && !Files.exists(path)) {
            throw new IOException("No space left on device");
        }
        return new Channel(FileChannel.open(path, options));
    }

    private synchronized int take(int grown) throws IOException {
        if (broken) {
            throw new IOException("Input/output error");
        }
        if (grown > 0 && bytesLeft <= 0) {
            throw new IOException("No space left on device");
        }
        int granted = (int) Math.min(grown, bytesLeft);
        bytesLeft -= bytesLeft == Long.MAX_VALUE ? 0 : granted;
        return granted;
    }

    private final class Channel extends FrontChannel {
        private Channel(FileChannel real) {
            super(real);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            int grown = (int) Math.max(0, position + source.remaining() - Math.max(position, real.size()));
            int fits = source.remaining() - grown + take(grown);
            ByteBuffer part = source.duplicate().limit(source.position() + fits);
            int written = real.write(part, position);
            source.position(source.position() + written);
            return written;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            take(0);
            real.force(metaData);
        }
    }
}
