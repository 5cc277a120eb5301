package org.wardkey.provider.backend.tpm;

import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.tpm2.transport.DeviceTransport;
import org.wardkey.tpm2.transport.SocketTransport;
import org.wardkey.tpm2.transport.TctiTransport;
import org.wardkey.tpm2.transport.TpmTransport;
import org.wardkey.tpm2.transport.UnixTransport;

/**
 * Where a TPM is: {@code device:/dev/tpmrm0}, {@code unix:/run/swtpm.sock}, {@code tcp:127.0.0.1:2321}, or what tpm2-tss reaches, such as {@code tcti:tabrmd}.
 *
 * @param text as the configuration has it
 */
public record TpmAddress(String text) {
    /** Some chips take a minute for an RSA key. */
    private static final Duration SLOWEST_COMMAND = Duration.ofMinutes(3);

    private static final Pattern TCP =
            Pattern.compile("tcp:([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]):([0-9]{1,5})");
    private static final Pattern TCTI = Pattern.compile("tcti:([!-~]{1,255})");
    private static final Pattern FILE = Pattern.compile("(device|unix):(/.+)");
    private static final int LARGEST_PORT = 65535;

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none
     */
    public TpmAddress {
        boolean usable = TCP.matcher(text).matches()
                ? port(text) <= LARGEST_PORT && port(text) > 0
                : TCTI.matcher(text).matches() || isFile(text);
        if (!usable) {
            throw new IllegalArgumentException(
                    "expected device:/dev/tpmrm0, unix:/path/to/socket, tcp:host:port or tcti:name, got another.");
        }
    }

    private static boolean isFile(String text) {
        Matcher file = FILE.matcher(text);
        if (!file.matches()) {
            return false;
        }
        try {
            return Path.of(file.group(2)).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static int port(String text) {
        return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
    }

    /** Makes a transport there, which connects when it is first used. */
    TpmTransport transport() {
        Matcher tcp = TCP.matcher(text);
        if (tcp.matches()) {
            return new SocketTransport(new InetSocketAddress(tcp.group(1), port(text)), SLOWEST_COMMAND);
        }
        Matcher tcti = TCTI.matcher(text);
        if (tcti.matches()) {
            return TctiTransport.lazy(tcti.group(1), SLOWEST_COMMAND);
        }
        Path path = Path.of(text.substring(text.indexOf(':') + 1));
        return text.startsWith("unix:")
                ? new UnixTransport(path, SLOWEST_COMMAND)
                : new DeviceTransport(path, SLOWEST_COMMAND);
    }

    @Override
    public String toString() {
        return text;
    }
}
