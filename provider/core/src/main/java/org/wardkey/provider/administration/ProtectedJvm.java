package org.wardkey.provider.administration;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.wardkey.provider.ledger.PidNamespace;

/**
 * A JVM whose managed keys are in a home, as it says itself in a small file of the home; immutable.
 *
 * <pre>
 * HOME/jvms/PID-NAMESPACE.properties, of java.util.Properties
 *   format = 1
 *   pid, namespace, started, java, wardkey, providers, configuration, state, libcrypto, linker
 * </pre>
 *
 * <p>The file is information, not evidence: whoever can write the home can write it.
 *
 * @param pid the process, as its own container numbers it
 * @param namespace the container's process namespace; empty where the system has none
 * @param started when the process began; two processes with one number differ in it
 * @param java the JVM's version
 * @param wardkey Wardkey's version
 * @param providers the JVM's providers in order
 * @param configuration where Wardkey's configuration comes from
 * @param state READY, AUDIT_FULL or LOCKED, when the file was written
 * @param libcrypto what the native engine is, or why it is not there; empty if nothing asked for it yet
 * @param linker how C functions are called: {@code jna} or {@code foreign}
 */
public record ProtectedJvm(
        long pid,
        String namespace,
        Instant started,
        String java,
        String wardkey,
        List<String> providers,
        String configuration,
        String state,
        String libcrypto,
        String linker) {
    private static final String FOLDER = "jvms";
    private static final String ENDING = ".properties";
    private static final String FORMAT = "1";
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final int LARGEST_BYTES = 64 * 1024;

    /** Copies the list. */
    public ProtectedJvm {
        providers = List.copyOf(providers);
    }

    /** @return where in the list of providers Wardkey is, from 1; 0 if it is not there */
    public int position() {
        return providers.indexOf("Wardkey") + 1;
    }

    /** @return whether the process is in this one's container, and so can be looked for */
    public boolean isHere() {
        return namespace.equals(PidNamespace.own());
    }

    /**
     * Whether it is a process that this one sees, if need be in another container.
     *
     * @param seen the process's number here
     * @return whether it is
     */
    public boolean isProcess(long seen) {
        return PidNamespace.isSame(seen, pid, namespace);
    }

    /** @return whether the process that wrote this is still there; of one in another container nobody knows: false */
    public boolean isAlive() {
        return isHere() && isRunning();
    }

    private boolean isRunning() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().startInstant().orElse(started).equals(started))
                .orElse(false);
    }

    /**
     * Writes the file, whole or not at all, and deletes those of processes that are gone: of other containers those that
     * were not written for a day.
     *
     * @param home the home
     * @throws IOException if it cannot be written
     */
    public void write(Path home) throws IOException {
        Path folder = home.resolve(FOLDER);
        if (!Files.isDirectory(home)) {
            // A home that was deleted while it was open must not begin again as an empty folder.
            throw new NoSuchFileException(home.toString());
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (ProtectedJvm other : list(home)) {
            if (other.isHere() ? !other.isAlive() : other.isStale(home)) {
                other.delete(home);
            }
        }
        Path written = folder.resolve("." + name() + ".new");
        Files.writeString(written, text(), StandardCharsets.ISO_8859_1);
        Files.move(written, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Deletes the file: the JVM ends.
     *
     * @param home the home
     * @throws IOException if it is there and cannot be deleted
     */
    public void delete(Path home) throws IOException {
        Files.deleteIfExists(file(home));
    }

    private Path file(Path home) {
        return home.resolve(FOLDER).resolve(name() + ENDING);
    }

    private String name() {
        return namespace.isEmpty() ? Long.toString(pid) : pid + "-" + namespace;
    }

    /**
     * When it was last written; a living JVM does so every hour.
     *
     * @param home the home
     * @return the file's time; the epoch if it is gone
     * @throws IOException if it cannot be read
     */
    public Instant written(Path home) throws IOException {
        try {
            return Files.getLastModifiedTime(file(home)).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.EPOCH;
        }
    }

    private boolean isStale(Path home) throws IOException {
        return written(home).isBefore(Instant.now().minus(FORGOTTEN_AFTER));
    }

    private String text() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("format", FORMAT);
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("namespace", namespace);
        properties.setProperty("started", started.toString());
        properties.setProperty("java", java);
        properties.setProperty("wardkey", wardkey);
        properties.setProperty("providers", String.join(",", providers));
        properties.setProperty("configuration", configuration);
        properties.setProperty("state", state);
        properties.setProperty("libcrypto", libcrypto);
        properties.setProperty("linker", linker);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString();
    }

    /**
     * Reads what the JVMs of a home say of themselves. What is not of the form, or of another format, is left out.
     *
     * @param home the home
     * @return them, by process; those that ended without a word are among them, see {@link #isAlive}
     * @throws IOException if the folder is there and cannot be read
     */
    public static List<ProtectedJvm> list(Path home) throws IOException {
        Path folder = home.resolve(FOLDER);
        List<ProtectedJvm> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().endsWith(ENDING)) {
                    read(file).ifPresent(found::add);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }

    /** It is part of a file's name. */
    private static String number(String namespace) {
        if (!namespace.matches("[0-9]{0,20}")) {
            throw new IllegalArgumentException("Expected the number of a namespace.");
        }
        return namespace;
    }

    private static Optional<ProtectedJvm> read(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                return Optional.empty();
            }
            Properties read = new Properties();
            read.load(new StringReader(Files.readString(file, StandardCharsets.ISO_8859_1)));
            if (!FORMAT.equals(read.getProperty("format"))) {
                return Optional.empty();
            }
            return Optional.of(new ProtectedJvm(
                    Long.parseLong(read.getProperty("pid", "")),
                    number(read.getProperty("namespace", "")),
                    Instant.parse(read.getProperty("started", "")),
                    read.getProperty("java", ""),
                    read.getProperty("wardkey", ""),
                    List.of(read.getProperty("providers", "").split(",", -1)),
                    read.getProperty("configuration", ""),
                    read.getProperty("state", ""),
                    read.getProperty("libcrypto", ""),
                    read.getProperty("linker", "")));
        } catch (NoSuchFileException e) {
            // Its JVM ended just now.
            return Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
