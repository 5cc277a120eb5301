package org.wardkey.provider;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.Security;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Refuses to let a JVM run whose configuration or policy is not usable, where its {@code java.security} says so.
 *
 * <p>Theory of operation. Whether a JVM is to be strict cannot stand in {@code wardkey.conf} alone: the file may be what
 * cannot be read. {@code strict = true} there makes {@code wardkey java-security print} write {@code wardkey.strict=true}
 * beside the provider, and that property is what the JVM obeys. With it the configuration is read when the JDK configures
 * the provider, at the JVM's first use of the JCA, and each use throws the same error until it is usable.
 *
 * <p>The JDK tries a provider 30 times and then goes on without it (sun.security.jca.ProviderConfig). A program that
 * catches errors would get there; so the process is ended before.
 */
final class StrictStart {
    /** The property; absent or {@code false} for a JVM that locks managed keys and runs. */
    static final String PROPERTY = "wardkey.strict";

    private static final int REFUSALS_BEFORE_THE_END = 20;
    private static final int EXIT_REFUSED = 3;
    /** Of the process, like the JDK's list of providers, whose patience it counts. */
    private static final AtomicInteger REFUSALS = new AtomicInteger();

    private static final Set<String> USABLE = ConcurrentHashMap.newKeySet();

    private StrictStart() {}

    /**
     * Returns if the JVM may run.
     *
     * @param configFile the configuration; empty for none, which is always usable
     * @throws UnusableConfigurationError if the JVM is strict and the configuration is not usable
     */
    static void require(String configFile) {
        if (configFile.isEmpty() || !asked()) {
            return;
        }
        if (USABLE.contains(configFile)) {
            // Read once in a process: what the file is now concerns the next one.
            return;
        }
        Optional<String> problem = problem(configFile);
        if (problem.isEmpty()) {
            USABLE.add(configFile);
            return;
        }
        UnusableConfigurationError refusal = new UnusableConfigurationError(problem.get());
        if (REFUSALS.incrementAndGet() >= REFUSALS_BEFORE_THE_END) {
            end(refusal);
        }
        throw refusal;
    }

    /** What is neither true nor false was meant to be something: true is the careful reading. */
    private static boolean asked() {
        try {
            String value = Security.getProperty(PROPERTY);
            return value != null && !value.strip().equalsIgnoreCase("false");
        } catch (SecurityException e) {
            // A security manager of an old JDK that keeps the property from us: the careful reading, again.
            return true;
        }
    }

    /** On this thread: the JDK knows by the thread that asking for a provider here is recursion. */
    private static Optional<String> problem(String configFile) {
        boolean interrupted = Thread.interrupted(); // an interrupted thread cannot read a file
        try {
            WardkeyConfig read = ConfigReader.read(Path.of(configFile));
            return ApprovedOnly.disagreement(read);
        } catch (ConfigProblem | InvalidPathException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (LinkageError e) {
            return Optional.of("A library is missing from the class path: " + e.getMessage() + ".");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @SuppressWarnings("SystemOut") // the last word of the process
    private static void end(UnusableConfigurationError refusal) {
        System.err.println("Wardkey: " + refusal.getMessage() + " The process ends: it goes on using the JCA.");
        Runtime.getRuntime().halt(EXIT_REFUSED);
    }
}
