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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JVM whose managed keys are in a home, as it says itself in a small file of the home; immutable.
 *
 * <pre>
 * HOME/jvms/PID.properties, of java.util.Properties
 *   format = 1
 *   pid, started, java, wardkey, providers, configuration, state, libcrypto, linker
 * </pre>
 *
 * <p>The file is information, not evidence: whoever can write the home can write it.
 *
 * @param pid the process
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
    private static final int LARGEST_BYTES = 64 * 1024;

    /** Copies the list. */
    public ProtectedJvm {
        providers = List.copyOf(providers);
    }

    /** @return where in the list of providers Wardkey is, from 1; 0 if it is not there */
    public int position() {
        return providers.indexOf("Wardkey") + 1;
    }

    /** @return whether the process that wrote this is still there */
    public boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().startInstant().orElse(started).equals(started))
                .orElse(false);
    }

    /**
     * Writes the file, whole or not at all, and deletes those of processes that are gone.
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
            if (!other.isAlive()) {
                other.delete(home);
            }
        }
        Path written = folder.resolve("." + pid + ".new");
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
        return home.resolve(FOLDER).resolve(pid + ENDING);
    }

    private String text() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("format", FORMAT);
        properties.setProperty("pid", Long.toString(pid));
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
