package org.wardkey.tpm2.transport;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * The kernel's device file: {@code /dev/tpmrm0} (with the kernel's resource manager; take this one) or {@code /dev/tpm0}. One write is one
 * command, one read is one response. Source: Linux Documentation/security/tpm/tpm_tis.rst, drivers/char/tpm/tpm-dev-common.c.
 */
public final class DeviceTransport extends OwnedThreadTransport {
    private final boolean shared;

    /**
     * Opens the device when the first command is sent.
     *
     * @param device the device file
     * @param timeout how long a command may take, key generation included
     */
    public DeviceTransport(Path device, Duration timeout) {
        super("device:" + device, () -> new DeviceLink(device), timeout);
        this.shared = device.toString().contains("tpmrm");
    }

    /** The kernel lets one process at a time open {@code /dev/tpm0}; all share {@code /dev/tpmrm0}. */
    @Override
    public boolean sharesSessions() {
        return shared;
    }

    private static final class DeviceLink implements Link {
        private final RandomAccessFile file;

        DeviceLink(Path device) throws IOException {
            // Not a FileChannel: an interrupt of any of its users would close it.
            file = new RandomAccessFile(device.toFile(), "rw");
        }

        @Override
        public void send(byte[] command) throws IOException {
            file.write(command);
        }

        /** Reads all at once: what a short read leaves, the driver drops. */
        @Override
        public byte[] receive() throws IOException {
            byte[] buffer = new byte[LONGEST];
            int read = file.read(buffer);
            if (read < HEADER_BYTES) {
                throw new IOException(
                        "expected a response of " + HEADER_BYTES + " bytes or more, the device gave " + read);
            }
            byte[] response = Arrays.copyOf(buffer, read);
            Arrays.fill(buffer, 0, read, (byte) 0);
            return response;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
