package org.wardkey.provider.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Records in preallocated space, as many as possible: a compressed stream in frames, of which each can be
 * read once those before it were.
 *
 * <pre>
 *  0  length of the payload             4 bytes
 *  4  records in it                     4 bytes
 *  8  1 if the stream begins anew       1 byte
 *  9  first 16 bytes of HMAC-SHA256 over epoch, offset, the 9 bytes before, payload
 * 25  payload: deflated; inflated it is, for each record, length (4) and fields
 * </pre>
 *
 * Numbers are big-endian. The first frame that is not valid ends them: it is of an earlier epoch, or was
 * never finished. Not thread-safe.
 */
final class ReserveFrames implements Closeable {
    private static final int CODE_BYTES = 16;
    private static final int CODE_AT = 9;
    private static final int PAYLOAD_AT = CODE_AT + CODE_BYTES;
    private static final int MAXIMUM_PAYLOAD_BYTES = 64 << 20;

    private final FileChannel channel;
    private final long begin;
    private final long end;
    private final Mac mac;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private long epoch;
    private long position;
    private long records;
    private boolean anew = true;
    private boolean full;

    ReserveFrames(FileChannel channel, long begin, long end, AuditKey key) {
        this.channel = channel;
        this.begin = begin;
        this.end = end;
        this.mac = key.reserveMac();
    }

    /** Goes to the end of the frames of an epoch. */
    void open(long ofEpoch) throws IOException {
        epoch = ofEpoch;
        position = begin;
        records = 0;
        full = false;
        anew = true;
        for (Frame frame = frame(position); frame != null; frame = frame(position)) {
            position += PAYLOAD_AT + frame.payload().length;
            records += frame.records();
        }
    }

    long records() {
        return records;
    }

    boolean full() {
        return full;
    }

    /** Appends a frame, durably; false if it does not fit: then no other is taken either. */
    boolean append(List<byte[]> fields) throws IOException {
        if (full) {
            return false;
        }
        byte[] payload = deflate(fields);
        if (position + PAYLOAD_AT + payload.length > end) {
            full = true;
            return false;
        }
        ByteBuffer frame = ByteBuffer.allocate(PAYLOAD_AT + payload.length);
        frame.putInt(payload.length).putInt(fields.size()).put((byte) (anew ? 1 : 0));
        frame.put(code(position, frame.array(), payload)).put(payload);
        try {
            AuditDisk.writeFully(channel, frame.flip(), position);
            channel.force(false);
        } catch (IOException e) {
            // The compressed stream has gone on, the file has not: the next frame begins a new stream.
            anew = true;
            throw e;
        }
        anew = false;
        position += PAYLOAD_AT + payload.length;
        records += fields.size();
        return true;
    }

    private byte[] deflate(List<byte[]> fields) {
        if (anew) {
            deflater.reset();
        }
        ByteBuffer plain = ByteBuffer.allocate(
                fields.stream().mapToInt(f -> Integer.BYTES + f.length).sum());
        fields.forEach(f -> plain.putInt(f.length).put(f));
        deflater.setInput(plain.array());
        byte[] deflated = new byte[plain.capacity() / 4 + 64];
        int length = 0;
        while (true) {
            int more = deflater.deflate(deflated, length, deflated.length - length, Deflater.SYNC_FLUSH);
            length += more;
            if (length < deflated.length) {
                return Arrays.copyOf(deflated, length);
            }
            deflated = Arrays.copyOf(deflated, 2 * deflated.length);
        }
    }

    private byte[] code(long at, byte[] head, byte[] payload) {
        mac.update(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(epoch).putLong(at).flip());
        mac.update(head, 0, CODE_AT);
        return Arrays.copyOf(mac.doFinal(payload), CODE_BYTES);
    }

    private record Frame(int records, boolean anew, byte[] payload) {}

    private @Nullable Frame frame(long at) throws IOException {
        byte[] head = new byte[PAYLOAD_AT];
        if (AuditDisk.readFully(channel, ByteBuffer.wrap(head), at).remaining() < PAYLOAD_AT) {
            return null;
        }
        int length = ByteBuffer.wrap(head).getInt(0);
        if (length <= 0 || length > MAXIMUM_PAYLOAD_BYTES || at + PAYLOAD_AT + length > end) {
            return null;
        }
        byte[] payload = new byte[length];
        boolean whole = AuditDisk.readFully(channel, ByteBuffer.wrap(payload), at + PAYLOAD_AT)
                        .remaining()
                == length;
        byte[] stored = Arrays.copyOfRange(head, CODE_AT, PAYLOAD_AT);
        return whole && MessageDigest.isEqual(stored, code(at, head, payload))
                ? new Frame(ByteBuffer.wrap(head).getInt(Integer.BYTES), head[2 * Integer.BYTES] == 1, payload)
                : null;
    }

    /** Reads the records that there are, from the first. */
    ReserveBank.Records read() {
        return new Reader();
    }

    private final class Reader implements ReserveBank.Records {
        private long at = begin;
        private Inflater inflater = new Inflater();
        private ByteBuffer plain = ByteBuffer.allocate(0);

        @Override
        public byte[] next() throws IOException {
            while (!plain.hasRemaining()) {
                Frame frame = at < position ? frame(at) : null;
                if (frame == null) {
                    inflater.end();
                    return new byte[0];
                }
                plain = inflate(frame);
                at += PAYLOAD_AT + frame.payload().length;
            }
            byte[] fields = new byte[plain.getInt()];
            plain.get(fields);
            return fields;
        }

        private ByteBuffer inflate(Frame frame) throws IOException {
            if (frame.anew()) {
                inflater.end();
                inflater = new Inflater();
            }
            inflater.setInput(frame.payload());
            byte[] inflated = new byte[8 * frame.payload().length + 1024];
            int length = 0;
            try {
                while (true) {
                    int more = inflater.inflate(inflated, length, inflated.length - length);
                    length += more;
                    if (length < inflated.length) {
                        return ByteBuffer.wrap(inflated, 0, length);
                    }
                    inflated = Arrays.copyOf(inflated, 2 * inflated.length);
                }
            } catch (DataFormatException e) {
                throw new IOException("Expected a deflated frame with a valid code in the reserve.", e);
            }
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
