package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.transport.DeviceTransport;

/** The transport for device files on a pseudo terminal, behind which the simulator swtpm sits: this is no kernel driver. */
class DeviceTest {
    /** One read of the terminal is one command, as with the kernel's driver. */
    private static final String BRIDGE = """
            import os, pty, socket, sys, tty
            master, slave = pty.openpty()
            tty.setraw(slave)
            print(os.ttyname(slave), flush=True)
            tpm = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
            while True:
                tpm.sendall(os.read(master, 4096))
                os.write(master, tpm.recv(4096))
            """;

    @TempDir
    Path folder;

    @Test
    void transmit_overADeviceFile_asksAndAnswers() throws IOException, InterruptedException {
        try (Swtpm swtpm = Swtpm.start(folder)) {
            Process bridge = new ProcessBuilder(
                            "python3",
                            "-c",
                            BRIDGE,
                            String.valueOf(swtpm.address().getPort()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(bridge.getInputStream(), StandardCharsets.UTF_8));
                    Tpm tpm = new Tpm(new DeviceTransport(Path.of(lines.readLine()), Swtpm.TIMEOUT))) {
                for (int i = 0; i < 10; i++) {
                    assertThat(tpm.execute(new GetRandom(16))).hasSize(16);
                }
            } finally {
                bridge.destroyForcibly();
                bridge.waitFor();
            }
        }
    }
}
