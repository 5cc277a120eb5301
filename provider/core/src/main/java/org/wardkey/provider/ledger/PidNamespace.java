package org.wardkey.provider.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Which processes a number can mean: containers that share a home each have a process 1. Thread-safe.
 *
 * <p>Source: pid_namespaces(7).
 */
public final class PidNamespace {
    private static final Path PROC = Path.of("/proc");
    private static final String OWN = of(PROC, "self");

    private PidNamespace() {}

    /** @return the identifier of this process's namespace; empty where the system has none or does not say */
    public static String own() {
        return OWN;
    }

    /**
     * Whether a process that this one sees has a number in a namespace.
     *
     * @param seen the process, as this one numbers it
     * @param pid the number there
     * @param namespace the namespace's identifier
     * @return false also where that cannot be read, unless the namespace is this process's own
     */
    public static boolean isSame(long seen, long pid, String namespace) {
        if (namespace.equals(OWN)) {
            return seen == pid;
        }
        return isSame(PROC, seen, pid, namespace);
    }

    /** A process that did not say its namespace is none that is seen from another, whose namespace cannot be read. */
    static boolean isSame(Path proc, long seen, long pid, String namespace) {
        return !namespace.isEmpty() && namespace.equals(of(proc, Long.toString(seen))) && innermost(proc, seen) == pid;
    }

    /** The link is such as {@code pid:[4026531836]}. */
    private static String of(Path proc, String process) {
        try {
            String link = Files.readSymbolicLink(proc.resolve(process).resolve("ns/pid"))
                    .toString();
            return link.replaceAll("[^0-9]", "");
        } catch (IOException | UnsupportedOperationException e) {
            // Another system, another user's process, or one that has ended.
            return "";
        }
    }

    /** The process's number in the namespace that it is in itself. */
    private static long innermost(Path proc, long seen) {
        try (Stream<String> lines =
                Files.lines(proc.resolve(Long.toString(seen)).resolve("status"), StandardCharsets.ISO_8859_1)) {
            String numbers =
                    lines.filter(line -> line.startsWith("NSpid:")).findFirst().orElse("");
            return Long.parseLong(
                    numbers.substring(numbers.lastIndexOf('\t') + 1).strip());
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return -1;
        }
    }
}
