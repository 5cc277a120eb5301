package org.wardkey.conformance.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Fills a cache. A file is written beside its place, hashed on the way, and gets its name only when the hash is right:
 * a run that breaks off leaves whole files, and the next one goes on behind them.
 */
public final class Fetcher {
    private final FileSource source;
    private final Path cache;
    private final Consumer<String> messages;
    private final Map<String, Integer> notTried = new HashMap<>();
    private int present;
    private int fetched;
    private int missing;
    private int wrong;

    /**
     * What a run did.
     *
     * @param present files that were there, with the right hash
     * @param fetched files that came
     * @param missing files that could not be had
     * @param wrong files that were not what the list says
     */
    public record Result(int present, int fetched, int missing, int wrong) {
        /** Whether all files are there now. */
        public boolean complete() {
            return missing == 0 && wrong == 0;
        }
    }

    /** A stream whose contents were not what is pinned. */
    private static final class WrongContentException extends IOException {
        private static final long serialVersionUID = 1L;

        WrongContentException(String message) {
            super(message);
        }
    }

    private Fetcher(FileSource source, Path cache, Consumer<String> messages) {
        this.source = source;
        this.cache = cache;
        this.messages = messages;
    }

    /**
     * Brings all files of a list.
     *
     * @param list the list
     * @param source where they come from
     * @param cache the folder; made when it is not there
     * @param messages takes a line for each file that is missing or wrong
     * @throws IOException when the cache cannot be written
     */
    public static Result fetch(PinnedList list, FileSource source, Path cache, Consumer<String> messages)
            throws IOException {
        Fetcher fetcher = new Fetcher(source, cache, messages);
        for (PinnedFile file : list.files()) {
            fetcher.fetch(file);
        }
        fetcher.notTried.forEach((name, count) ->
                messages.accept("missing: " + count + " more files of " + name + ", not tried for the same reason"));
        return new Result(fetcher.present, fetcher.fetched, fetcher.missing, fetcher.wrong);
    }

    private void fetch(PinnedFile file) throws IOException {
        Path target = cache.resolve(file.cachePath());
        if (isRight(target, file)) {
            present++;
            return;
        }
        if (notTried.containsKey(file.source())) {
            notTried.merge(file.source(), 1, Integer::sum);
            missing++;
            return;
        }
        Path folder = Files.createDirectories(target.resolveSibling(""));
        Path partial = Files.createTempFile(folder, ".fetch-", ".partial");
        try {
            if (downloaded(file, partial)) {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                fetched++;
            }
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private boolean downloaded(PinnedFile file, Path partial) throws IOException {
        OutputStream out = Files.newOutputStream(partial);
        try (out;
                InputStream in = source.open(file)) {
            copy(in, out, file);
            return true;
        } catch (WrongContentException e) {
            wrong++;
            messages.accept("wrong: " + file.cachePath() + ": " + e.getMessage() + ", from " + source.where(file)
                    + "; try again, or use another mirror (--mirror) or copy (--offline)");
        } catch (SourceUnreachableException e) {
            missing++;
            notTried.put(file.source(), 0);
            messages.accept(missing(file, e));
        } catch (IOException e) {
            missing++;
            messages.accept(missing(file, e));
        }
        return false;
    }

    private String missing(PinnedFile file, IOException e) {
        return "missing: " + file.cachePath() + ": " + source.where(file) + ": " + e.getMessage()
                + "; try again, or use a mirror (--mirror) or a copy of a cache (--offline)";
    }

    private static void copy(InputStream in, OutputStream out, PinnedFile file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            bytes += length;
            if (bytes > file.bytes()) {
                throw new WrongContentException("expected " + file.bytes() + " bytes, came more");
            }
            digest.update(buffer, 0, length);
            out.write(buffer, 0, length);
        }
        if (bytes != file.bytes()) {
            throw new WrongContentException("expected " + file.bytes() + " bytes, came " + bytes);
        }
        String came = HexFormat.of().formatHex(digest.digest());
        if (!came.equals(file.sha256())) {
            throw new WrongContentException("expected SHA-256 " + file.sha256() + ", came " + came);
        }
    }

    private static boolean isRight(Path target, PinnedFile file) throws IOException {
        if (!Files.isRegularFile(target) || Files.size(target) != file.bytes()) {
            return false;
        }
        try (InputStream in = Files.newInputStream(target)) {
            copy(in, OutputStream.nullOutputStream(), file);
            return true;
        } catch (WrongContentException e) {
            return false;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
