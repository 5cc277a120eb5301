package org.wardkey.tpm2.transport;

import java.io.IOException;
import java.util.Locale;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeHandle;
import org.wardkey.nativebridge.NativeLinker;

/**
 * A TSS2_TCTI_CONTEXT. Its functions are called through the pointers in it, and the one that leaves it last finalizes it: closing it from
 * another thread takes nothing away from a call that runs.
 *
 * <table>
 * <caption>TSS2_TCTI_CONTEXT_COMMON_V1 of 64-bit machines</caption>
 * <tr><td>0</td><td>magic, u64</td></tr>
 * <tr><td>8</td><td>version, u32; 4 bytes of padding</td></tr>
 * <tr><td>16</td><td>transmit(context, size, command)</td></tr>
 * <tr><td>24</td><td>receive(context, size in and out, response, timeout)</td></tr>
 * <tr><td>32</td><td>finalize(context)</td></tr>
 * </table>
 *
 * <p>Source: TCG TSS 2.0 TPM Command Transmission Interface API §3.3; tpm2-tss, include/tss2/tss2_tcti.h.
 */
final class TctiLink implements Link {
    private static final int TRANSMIT = 16;
    private static final int RECEIVE = 24;

    /** TSS2_TCTI_TIMEOUT_BLOCK. */
    private static final long FOR_EVER = -1;

    private final NativeHandle context;

    TctiLink(String configuration) throws IOException {
        byte[] text = TctiTransport.cString(configuration);
        try (NativeBuffer name = NativeBuffer.allocate(text.length);
                NativeBuffer pointer = NativeBuffer.allocate(Long.BYTES)) {
            name.put(0, text, 0, text.length);
            require("Tss2_TctiLdr_Initialize", TctiSymbols.Tss2_TctiLdr_Initialize(name.address(), pointer.address()));
            context = NativeHandle.owning("TSS2_TCTI_CONTEXT", pointer.getLong(0), TctiLink::end);
        }
    }

    private static void end(long context) {
        try (NativeBuffer pointer = NativeBuffer.allocate(Long.BYTES)) {
            pointer.putLong(0, context);
            TctiSymbols.Tss2_TctiLdr_Finalize(pointer.address());
        }
    }

    @Override
    public void send(byte[] command) throws IOException {
        long pointer = acquire();
        try (NativeBuffer bytes = NativeBuffer.allocate(command.length)) {
            bytes.put(0, command, 0, command.length);
            require("Tss2_Tcti_Transmit", (int)
                    NativeLinker.callThrough(pointer, TRANSMIT, pointer, command.length, bytes.address()));
        } finally {
            context.release();
        }
    }

    @Override
    public byte[] receive() throws IOException {
        long pointer = acquire();
        try (NativeBuffer size = NativeBuffer.allocate(Long.BYTES);
                NativeBuffer bytes = NativeBuffer.allocate(LONGEST)) {
            size.putLong(0, LONGEST);
            require("Tss2_Tcti_Receive", (int)
                    NativeLinker.callThrough(pointer, RECEIVE, pointer, size.address(), bytes.address(), FOR_EVER));
            long read = size.getLong(0);
            if (read < HEADER_BYTES || read > LONGEST) {
                throw new IOException(
                        "expected a response of " + HEADER_BYTES + " to " + LONGEST + " bytes, the TCTI gave " + read);
            }
            return bytes.bytes(0, (int) read);
        } finally {
            context.release();
        }
    }

    private long acquire() throws IOException {
        try {
            return context.acquire();
        } catch (IllegalStateException e) {
            throw new IOException("the TCTI was closed", e);
        }
    }

    private static void require(String function, int code) throws IOException {
        if (code != 0) {
            throw new IOException(String.format(Locale.ROOT, "%s: expected 0, got 0x%08X", function, code));
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
