package org.wardkey.tpm2.transport;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An open connection. Used by the one thread that opened it; closed by any. */
interface Link extends Closeable {
    /** Commands and responses of TPMs have at most 4096 bytes (TPM_PT_MAX_COMMAND_SIZE); this leaves room for others. */
    int LONGEST = 1 << 16;

    int HEADER_BYTES = 10;

    /** Sends a whole command. */
    void send(byte[] command) throws IOException;

    /** Receives a whole response. */
    byte[] receive() throws IOException;

    /** Opens a connection. */
    @FunctionalInterface
    interface Opener {
        Link open() throws IOException;
    }

    /** Reads at least one byte into {@code into}; returns how many, or -1 at the end. */
    @FunctionalInterface
    interface Source {
        int read(byte[] into, int offset, int length) throws IOException;
    }

    /** Reads a response of a stream by the size in its header. Source: TPM 2.0 Part 1 §18.1. */
    static byte[] readFramed(Source source) throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        readFully(source, header, 0);
        int size = ByteBuffer.wrap(header).getInt(2);
        if (size < HEADER_BYTES || size > LONGEST) {
            throw new IOException("response.size: expected " + HEADER_BYTES + " to " + LONGEST + ", got "
                    + Integer.toUnsignedString(size));
        }
        byte[] response = Arrays.copyOf(header, size);
        readFully(source, response, HEADER_BYTES);
        return response;
    }

    private static void readFully(Source source, byte[] into, int start) throws IOException {
        int at = start;
        while (at < into.length) {
            int read = source.read(into, at, into.length - at);
            if (read < 0) {
                throw new EOFException("the TPM hung up after " + at + " of " + into.length + " bytes");
            }
            at += read;
        }
    }
}
