package org.wardkey.provider;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.ProtectedJvm;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.Housekeeping;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * The homes that this process has open, by canonical path: one ledger, one audit log and one set of
 * keys for each, whatever number of configurations name it. A home stays open until the JVM ends; its
 * housekeeping runs on one daemon thread. Thread-safe.
 */
final class OpenHomes {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int TICKS_BEFORE_MANAGEMENT = 8;
    private static final int TICKS_BETWEEN_STATUS = 600;
    /** Before a home's path: the system property that says which copy of these classes has it open. */
    private static final String OPENED_BY = "org.wardkey.provider.home.";

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Map<Path, Opened> HOMES = new HashMap<>();

    /** A home, and what it was opened with. */
    private record Opened(WardkeyConfig config, Home home) {}

    private OpenHomes() {}

    /**
     * Opens a home, or gives the one that this process has open.
     *
     * <p>To be called on a thread that nobody interrupts.
     *
     * @param opener opens it
     * @param self what this JVM says of itself
     * @return the open home
     * @throws PolicyDeniedException if it is open with another configuration of its tokens or its log, or by another copy
     *     of this class in this process
     */
    static Home open(HomeOpener opener, Supplier<ProtectedJvm> self) {
        LOCK.lock();
        try {
            Path canonical = opener.prepare();
            Opened known = HOMES.get(canonical);
            if (known != null) {
                requireSame(canonical, known.config(), opener.config());
                known.home().ledger().alsoAt(opener.config().home().toAbsolutePath());
                return known.home();
            }
            requireOnlyCopy(canonical);
            Home home = openOnly(opener, canonical);
            home.ledger().alsoAt(opener.config().home().toAbsolutePath());
            HOMES.put(canonical, new Opened(opener.config(), home));
            keepHouse(home, new JvmStatus(canonical, self));
            return home;
        } finally {
            LOCK.unlock();
        }
    }

    /** What two configurations say of one home must be the same; libcrypto is each provider's own. */
    private static void requireSame(Path home, WardkeyConfig first, WardkeyConfig second) {
        if (first.describesSameHome(second)) {
            return;
        }
        throw new PolicyDeniedException(
                new Refusal(
                        RefusalCode.LOCKED,
                        second.origin() + " describes the home " + home + " in another way than " + first.origin()
                                + ", which this process opened it with: expected the same tokens, policy,"
                                + " policy-signers, time-authority and audit durability. Use one configuration file for a home, or give this one a home of its own."));
    }

    /**
     * Another copy of these classes, such as a web application's own, has a map of its own: two ledgers and two libraries
     * of the database would then hold the same files, and each would release the other's locks (fcntl(2) gives them to the
     * process). What copies have in common is the JVM's properties.
     */
    private static void requireOnlyCopy(Path home) {
        Object other = System.getProperties().putIfAbsent(OPENED_BY + home, place());
        if (other != null) {
            throw new PolicyDeniedException(
                    new Refusal(
                            RefusalCode.LOCKED,
                            "Another copy of Wardkey in this process, from " + other + ", has the home " + home
                                    + " open, and this is the one from " + place()
                                    + ": expected one copy. Leave Wardkey's jars out of the application; the JVM's are enough."));
        }
    }

    private static String place() {
        CodeSource source = OpenHomes.class.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "an unknown place"
                : source.getLocation().toString();
    }

    /** A home that cannot be opened is not open: whoever tries next may be another copy. */
    private static Home openOnly(HomeOpener opener, Path canonical) {
        boolean opened = false;
        try {
            Home home = opener.open(canonical);
            opened = true;
            return home;
        } finally {
            if (!opened) {
                System.clearProperty(OPENED_BY + canonical);
            }
        }
    }

    private static void keepHouse(Home opened, JvmStatus status) {
        OwnedThread.daemon("wardkey-housekeeping", () -> tickForEver(opened, status))
                .start();
        try {
            Runtime.getRuntime().addShutdownHook(OwnedThread.daemon("wardkey-close", () -> close(opened, status)));
        } catch (IllegalStateException e) {
            // The JVM is going down already: what was handed to the log is written by its own thread.
            System.getLogger("org.wardkey.provider").log(Level.DEBUG, "Opened while the JVM is going down", e);
        }
    }

    private static void tickForEver(Home opened, JvmStatus status) {
        boolean failing = false;
        int ticks = 0;
        Management management = new Management(opened);
        Housekeeping housekeeping = new Housekeeping(opened, management);
        while (true) {
            LockSupport.parkNanos(TICK_NANOS);
            ticks++;
            try {
                if (ticks == TICKS_BEFORE_MANAGEMENT) {
                    management.begin();
                }
                if (ticks % TICKS_BETWEEN_STATUS == TICKS_BEFORE_MANAGEMENT) {
                    status.write();
                }
                housekeeping.tick();
                failing = false;
            } catch (RuntimeException | Error e) {
                // The next operation of a managed key meets the same failure and refuses; said once here. Errors too:
                // without this thread leases do not go back and the time mark stands still, for as long as the JVM
                // lives.
                if (!failing) {
                    System.getLogger("org.wardkey.provider").log(Level.WARNING, "The home cannot be looked after", e);
                }
                failing = true;
            }
        }
    }

    /**
     * Shows the home in JMX where the JVM has it; without its module the class that uses it must not even be loaded.
     * Begun late: JMX takes a JVM long to begin, which a program's first signature would wait for.
     */
    private static final class Management implements Housekeeping.Warnings {
        private final Home home;
        private Housekeeping.@Nullable Warnings shown;

        private Management(Home home) {
            this.home = home;
        }

        private void begin() {
            if (shown == null
                    && ModuleLayer.boot().findModule("java.management").isPresent()) {
                shown = HomeManagement.register(home);
            }
        }

        @Override
        public void warn(String text) {
            begin();
            if (shown != null) {
                shown.warn(text);
            }
        }
    }

    private static void close(Home opened, JvmStatus status) {
        closing(status::delete);
        closing(() -> opened.time().close());
        closing(() -> opened.audit().close());
        closing(() -> opened.ledger().close());
    }

    private static void closing(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            System.getLogger("org.wardkey.provider").log(Level.WARNING, "The home was not closed cleanly", e);
        }
    }
}
