package org.wardkey.conformance.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wardkey.conformance.fetch.Fetcher;
import org.wardkey.conformance.fetch.FileSource;
import org.wardkey.conformance.fetch.FolderSource;
import org.wardkey.conformance.fetch.PinnedList;
import org.wardkey.conformance.fetch.WebSource;

/** Brings published vectors to this machine. */
final class FetchCommand implements Command {
    private static final long SECONDS = 120;

    @Override
    public String usage() {
        return """
                fetch [--to DIR] [--mirror URL | --offline DIR] [--list FILE]   bring published vectors to this machine
                  --to DIR              the cache; default $XDG_CACHE_HOME/wardkey/vectors, else ~/.cache/wardkey/vectors
                  --mirror URL          a web server with the files of a cache, instead of the published addresses
                  --offline DIR         a copy of a cache (files may have .gz behind), instead of any network
                  --list FILE           a list of one's own, instead of the built-in one
                  --timeout SECONDS     how long one file may take; default 120
                  proxies are the JVM's: java -Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT -jar ...
                """;
    }

    @Override
    public Set<String> options() {
        return Set.of("to", "mirror", "offline", "list", "timeout");
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        arguments.noFiles();
        Optional<Path> own = arguments.file("list");
        PinnedList list = own.isPresent() ? PinnedList.of(own.get()) : PinnedList.builtIn();
        Optional<Path> to = arguments.file("to");
        Path cache = to.isPresent() ? to.get() : cache(System.getenv(), System.getProperty("user.home", "."));
        Fetcher.Result result = Fetcher.fetch(list, source(arguments, list), cache, console::complain);
        console.say(cache + ": " + result.present() + " files were there, " + result.fetched() + " came, "
                + result.missing() + " missing, " + result.wrong() + " wrong");
        if (result.complete()) {
            console.say("run them: run --provider P " + cache);
        }
        return result.complete() ? ExitCodes.PASSED : ExitCodes.FAILED;
    }

    private static FileSource source(Arguments arguments, PinnedList list) throws UsageException, IOException {
        Optional<Path> offline = arguments.file("offline");
        Optional<String> mirror = arguments.option("mirror");
        if (offline.isEmpty()) {
            return new WebSource(list, mirror.isEmpty() ? Optional.empty() : mirror(mirror.get()), patience(arguments));
        }
        if (mirror.isPresent()) {
            throw new UsageException("--mirror and --offline exclude each other; give one of them");
        }
        if (!Files.isDirectory(offline.get())) {
            throw new NoSuchFileException(offline.get().toString(), null, "no such folder for --offline");
        }
        return new FolderSource(offline.get());
    }

    private static Optional<URI> mirror(String text) throws UsageException {
        try {
            return Optional.of(PinnedList.web("--mirror", text));
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Duration patience(Arguments arguments) throws UsageException {
        String text = arguments.option("timeout").orElse(String.valueOf(SECONDS));
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw new UsageException("--timeout is a number of seconds from 1 to 99999, not " + text);
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /** Source: XDG Base Directory Specification: the variable counts when it is an absolute path. */
    static Path cache(Map<String, String> environment, String home) {
        String cacheHome = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base =
                !cacheHome.isEmpty() && Path.of(cacheHome).isAbsolute() ? Path.of(cacheHome) : Path.of(home, ".cache");
        return base.resolve("wardkey/vectors");
    }
}
