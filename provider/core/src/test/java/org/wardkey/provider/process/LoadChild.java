package org.wardkey.provider.process;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.KeyState;

/** Uses several keys at once, a thread each, and counts; a line on stdin is a command that it runs beside. */
public final class LoadChild {
    /** In the order of the tally's rows. */
    static final List<String> KEYS = List.of("exact", "leased", "busy", "policed", "turning");

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long PAUSE_AFTER_REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final WardkeyProvider provider;
    private final Tally tally;
    private final AtomicBoolean stop = new AtomicBoolean();

    private LoadChild(WardkeyProvider provider, Tally tally) {
        this.provider = provider;
        this.tally = tally;
    }

    /** Configuration and the file of the tally. */
    public static void main(String[] arguments) throws Exception {
        new LoadChild(Managed.provider(arguments[0]), Tally.map(Path.of(arguments[1]))).run();
    }

    private void run() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int key = 0; key < KEYS.size(); key++) {
            int row = key;
            threads.add(new Thread(() -> use(row), KEYS.get(row)));
        }
        threads.forEach(Thread::start);
        BufferedReader stdin = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = stdin.readLine(); line != null && !line.equals("end"); line = stdin.readLine()) {
            command(provider.administration(), line);
            System.out.println("done " + line);
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void command(Administration administration, String line) throws Exception {
        switch (line) {
            case "suspend" -> administration.changeState("busy", KeyState.SUSPENDED, "turmoil");
            case "rotate" -> administration.rotation().rotate("turning", Duration.ZERO, true);
            default -> administration.policies().apply("turmoil.conf", line);
        }
    }

    /** A refused key is looked up again: another one may have its alias now. */
    private void use(int row) {
        PrivateKey key = null;
        while (!stop.get()) {
            tally.begin(row);
            try {
                if (key == null) {
                    key = Managed.key(provider, KEYS.get(row));
                }
                Managed.sign(provider, key);
                tally.succeed(row);
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (GeneralSecurityException | ProviderException e) {
                refused(row, e);
                key = null;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void refused(int row, Exception e) {
        tally.refuse(row);
        String code = Managed.code(e);
        // A key that was resumed between the beginning of a signature and its end is not refused, and not used.
        boolean resumed = String.valueOf(e.getMessage()).endsWith("sign it again.");
        if (!resumed && !code.startsWith("WK-K") && !code.startsWith("WK-P")) {
            // What nobody ordered: the test reads this.
            System.out.println("unexpected " + KEYS.get(row) + " " + e);
        }
        LockSupport.parkNanos(PAUSE_AFTER_REFUSAL_NANOS);
    }
}
