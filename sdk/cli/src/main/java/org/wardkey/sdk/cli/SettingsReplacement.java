package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a new file into the place of a settings file, at once and with a copy of the old one beside it.
 *
 * <p>Everything that can fail for want of space or of permission comes before the first file is put in place: copies and
 * new files are written and forced to disk for all of them. What is left then is a rename in the same folder for each.
 * Not thread-safe. Between the last look at a file and its rename somebody else's change can still be lost from its place;
 * the file as that somebody found it is in the copy.
 */
final class SettingsReplacement {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MOST_BACKUPS_A_SECOND = 100;
    /** What both files must have alike. Source: java.nio.file.Files, the view "unix" of the JDK on Unix. */
    private static final String OWNERSHIP = "unix:mode,uid,gid";

    private final Path file;
    private final byte[] before;
    private final byte[] after;
    private Optional<Path> backup = Optional.empty();
    private Optional<Path> fresh = Optional.empty();

    /**
     * Makes it; touches nothing.
     *
     * @param file the file itself, not a link to it
     * @param before what was read from it
     * @param after what is to be in it
     */
    SettingsReplacement(Path file, byte[] before, byte[] after) {
        this.file = file;
        this.before = before.clone();
        this.after = after.clone();
    }

    Path file() {
        return file;
    }

    /** The copy of the old file, once it is there. */
    Path backup() {
        return backup.orElseThrow();
    }

    /**
     * Replaces files: all, or none if one cannot be.
     *
     * @throws CommandFailedException if one cannot be; says which are changed if a rename failed after others
     */
    static void all(List<SettingsReplacement> replacements, Clock clock) {
        List<SettingsReplacement> done = new ArrayList<>();
        SettingsReplacement current = null;
        try {
            for (SettingsReplacement one : replacements) {
                current = one;
                one.prepare(STAMP.format(clock.instant().truncatedTo(ChronoUnit.SECONDS)));
            }
            for (SettingsReplacement one : replacements) {
                current = one;
                one.requireUnchanged();
            }
            for (SettingsReplacement one : replacements) {
                current = one;
                one.requireUnchanged();
                one.put();
                done.add(one);
                force(one.folder());
            }
        } catch (IOException e) {
            List<String> left = new ArrayList<>();
            for (SettingsReplacement one : replacements) {
                if (!done.contains(one)) {
                    one.tidy().ifPresent(left::add);
                }
            }
            throw failed(current, done, left, e);
        }
    }

    private static CommandFailedException failed(
            SettingsReplacement at, List<SettingsReplacement> done, List<String> left, IOException e) {
        String state = done.isEmpty()
                ? "Nothing was changed"
                : "Changed only "
                        + done.stream()
                                .map(one -> one.file + " (as it was: " + one.backup() + ")")
                                .toList();
        return new CommandFailedException(
                CommandFailedException.Code.SETTINGS,
                state + ": tried " + (at == null ? "" : at.file) + ", got "
                        + e.getClass().getSimpleName() + ", " + e.getMessage() + "."
                        + (left.isEmpty() ? "" : " Remove " + left + "."),
                e);
    }

    private void prepare(String stamp) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, OWNERSHIP + ",nlink", LinkOption.NOFOLLOW_LINKS);
        if (!Integer.valueOf(1).equals(attributes.get("nlink"))) {
            throw new IOException(
                    "Expected a file with one name, got one with others, which would keep the old settings");
        }
        backup = Optional.of(copy(stamp));
        // Nobody may read the copy who could not read the file: owner and mode are the file's, or nothing is done.
        requireLike(backup());
        force(backup());
        if (!Arrays.equals(Files.readAllBytes(backup()), before)) {
            throw new IOException("Expected the file as it was read, found it changed since");
        }
        Path made = Files.createTempFile(folder(), "." + file.getFileName(), ".new");
        fresh = Optional.of(made);
        Files.copy(file, made, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel =
                FileChannel.open(made, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(after);
            while (bytes.hasRemaining()) {
                int written = channel.write(bytes);
                assert written >= 0;
            }
            channel.force(true);
        }
        requireLike(made);
    }

    private Path copy(String stamp) throws IOException {
        String name = file.getFileName() + ".before-wardkey-" + stamp;
        Path copy = file.resolveSibling(name);
        for (int i = 1; Files.exists(copy, LinkOption.NOFOLLOW_LINKS) && i < MOST_BACKUPS_A_SECOND; i++) {
            copy = file.resolveSibling(name + "-" + i);
        }
        // Refuses a name that is taken, now or since.
        return Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void requireLike(Path other) throws IOException {
        if (!Files.readAttributes(file, OWNERSHIP).equals(Files.readAttributes(other, OWNERSHIP))) {
            throw new IOException("Expected to give " + other.getFileName()
                    + " the file's owner, group and mode, could not: run the command as the owner or as root");
        }
    }

    private static void force(Path copy) throws IOException {
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void requireUnchanged() throws IOException {
        if (!Arrays.equals(Files.readAllBytes(file), before)) {
            throw new IOException("Expected the file as it was read, found it changed since");
        }
    }

    private void put() throws IOException {
        Files.move(fresh.orElseThrow(), file, StandardCopyOption.ATOMIC_MOVE);
        fresh = Optional.empty();
    }

    private Path folder() {
        return file.resolveSibling("").toAbsolutePath();
    }

    /** Takes away what was made; gives what could not be taken away. */
    private Optional<String> tidy() {
        try {
            if (fresh.isPresent()) {
                Files.deleteIfExists(fresh.get());
            }
            if (backup.isPresent()) {
                Files.deleteIfExists(backup.get());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(file.getFileName() + "*: " + e.getMessage());
        }
    }
}
