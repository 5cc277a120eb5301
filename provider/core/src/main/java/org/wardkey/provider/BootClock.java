package org.wardkey.provider;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.wardkey.provider.policy.TrustedTime.Clocks;

/**
 * The clocks of the machine. On Linux the kernel names the boot and tells how long it has lasted, sleep
 * included; elsewhere each process is a boot of its own, so that nothing is believed that nobody knows.
 * Thread-safe.
 */
final class BootClock implements Supplier<Clocks> {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final int NANO_DIGITS = 9;

    private final Clock system;
    private final String process = "process-" + UUID.randomUUID();

    BootClock(Clock system) {
        this.system = system;
    }

    @Override
    public Clocks get() {
        try {
            String boot = Files.readString(BOOT).strip();
            String uptime = Files.readString(UPTIME);
            BigDecimal seconds = new BigDecimal(uptime.substring(0, uptime.indexOf(' ')));
            long nanos = seconds.movePointRight(NANO_DIGITS).longValueExact();
            return new Clocks(system.instant(), boot, nanos);
        } catch (IOException | ArithmeticException | IndexOutOfBoundsException | NumberFormatException e) {
            return new Clocks(system.instant(), process, System.nanoTime());
        }
    }
}
