package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * A small content that is overwritten in place and survives a crash at any moment: two places, written in
 * turn, of which the valid one with the higher generation counts.
 *
 * <pre>
 *  0  generation   8 bytes
 *  8  length       8 bytes
 * 16  content      length bytes
 *     HMAC-SHA256 over a label, generation, length, content   32 bytes
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class ReserveSlot {
    private static final int MAC_BYTES = 32;
    private static final int CONTENT_AT = 2 * Long.BYTES;
    static final int OVERHEAD_BYTES = CONTENT_AT + MAC_BYTES;

    private final FileChannel channel;
    private final long at;
    private final int slotBytes;
    private final byte[] label;
    private final Mac mac;
    private long generation;

    ReserveSlot(FileChannel channel, long at, int slotBytes, String label, AuditKey key) {
        this.channel = channel;
        this.at = at;
        this.slotBytes = slotBytes;
        this.label = label.getBytes(StandardCharsets.US_ASCII);
        this.mac = key.reserveMac();
    }

    /** The content that was last written whole. */
    Optional<ByteBuffer> read() throws IOException {
        Optional<ByteBuffer> newest = Optional.empty();
        for (int i = 0; i < 2; i++) {
            ByteBuffer slot = AuditDisk.readFully(channel, ByteBuffer.allocate(slotBytes), at + (long) i * slotBytes);
            if (slot.remaining() == slotBytes && valid(slot) && slot.getLong(0) > generation) {
                generation = slot.getLong(0);
                newest = Optional.of(slot.slice(CONTENT_AT, (int) slot.getLong(Long.BYTES)));
            }
        }
        return newest;
    }

    private boolean valid(ByteBuffer slot) {
        long length = slot.getLong(Long.BYTES);
        if (length < 0 || length > slotBytes - OVERHEAD_BYTES) {
            return false;
        }
        byte[] stored = new byte[MAC_BYTES];
        slot.get(CONTENT_AT + (int) length, stored);
        return MessageDigest.isEqual(stored, code(slot.slice(0, CONTENT_AT + (int) length)));
    }

    private byte[] code(ByteBuffer authenticated) {
        mac.update(label);
        mac.update(authenticated);
        return mac.doFinal();
    }

    /** Writes a content, durably, over the older of the two. */
    void write(ByteBuffer content) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(CONTENT_AT + content.remaining() + MAC_BYTES);
        if (slot.capacity() > slotBytes) {
            throw new IOException("Expected a content of at most " + (slotBytes - OVERHEAD_BYTES) + " bytes, got "
                    + content.remaining() + ".");
        }
        slot.putLong(generation + 1).putLong(content.remaining()).put(content);
        slot.put(code(slot.duplicate().flip()));
        AuditDisk.writeFully(channel, slot.flip(), at + (generation + 1) % 2 * slotBytes);
        channel.force(false);
        generation++;
    }
}
