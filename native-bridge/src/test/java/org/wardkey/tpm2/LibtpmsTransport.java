package org.wardkey.tpm2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeLinker;
import org.wardkey.nativebridge.NativeUnavailableException;
import org.wardkey.tpm2.transport.TpmTransport;

/**
 * The library of the simulator swtpm, in this process: a command takes microseconds. One at a time, and one in the life of a process, since the
 * library is told where its state is by an environment variable that it reads once.
 */
final class LibtpmsTransport implements TpmTransport {
    private static final AtomicBoolean USED = new AtomicBoolean();
    private static final int TPM_2 = 1;
    private static final int LONGEST = 4096;

    /** {@code respbuffer}, which the library allocates and reuses, at 0; {@code resp_size} at 8; {@code respbufsize} at 12. */
    private final NativeBuffer answer = NativeBuffer.allocate(16);

    private final NativeBuffer bytes = NativeBuffer.allocate(LONGEST);

    private LibtpmsTransport() {}

    /** Starts it with fresh state in {@code folder}; a missing library fails where CI is set, and skips the test elsewhere. */
    static LibtpmsTransport start(Path folder) throws IOException {
        if (!USED.compareAndSet(false, true)) {
            throw new AssertionError("expected the first TPM of this process");
        }
        try {
            NativeLinker.open("libtpms.so.0").bind(LibtpmsSymbols.class);
        } catch (NativeUnavailableException e) {
            if (System.getenv("CI") != null) {
                throw new AssertionError("expected libtpms: install swtpm", e);
            }
            Assumptions.abort("libtpms is not installed: " + e.getMessage());
        }
        try (NativeBuffer name = cString("TPM_PATH");
                NativeBuffer value = cString(folder.toString())) {
            require("setenv", LibtpmsSymbols.setenv(name.address(), value.address(), 1));
        }
        require("TPMLIB_ChooseTPMVersion", LibtpmsSymbols.TPMLIB_ChooseTPMVersion(TPM_2));
        require("TPMLIB_MainInit", LibtpmsSymbols.TPMLIB_MainInit());
        LibtpmsTransport transport = new LibtpmsTransport();
        // TPM2_Startup(TPM_SU_CLEAR)
        transport.transmit(HexFormat.of().parseHex("80010000000c000001440000"));
        return transport;
    }

    private static NativeBuffer cString(String text) {
        byte[] octets = (text + '\0').getBytes(StandardCharsets.UTF_8);
        NativeBuffer buffer = NativeBuffer.allocate(octets.length);
        buffer.put(0, octets, 0, octets.length);
        return buffer;
    }

    private static void require(String function, int code) throws IOException {
        if (code != 0) {
            throw new IOException(function + ": expected 0, got " + code);
        }
    }

    @Override
    public byte[] transmit(byte[] command) throws IOException {
        bytes.put(0, command, 0, command.length);
        long at = answer.address();
        require("TPMLIB_Process", LibtpmsSymbols.TPMLIB_Process(at, at + 8, at + 12, bytes.address(), command.length));
        int size = answer.getInt(8);
        try (NativeBuffer response = NativeBuffer.allocate(size)) {
            LibtpmsSymbols.memcpy(response.address(), answer.getLong(0), size);
            return response.bytes(0, size);
        }
    }

    @Override
    public boolean sharesSessions() {
        return false;
    }

    @Override
    public void close() {
        LibtpmsSymbols.TPMLIB_Terminate();
        LibtpmsSymbols.free(answer.getLong(0));
        answer.close();
        bytes.close();
    }
}
