package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.wardkey.provider.administration.ProtectedJvm;
import org.wardkey.sdk.cli.HostJvm.Protection;

/**
 * Finds the JVMs of this host: those that say of themselves in the home that they use it, and the others, by what they
 * have open. Nothing is sent to them and nothing loaded into them.
 *
 * <p>Source: proc(5).
 */
final class HostJvms {
    private static final Path PROC = Path.of("/proc");
    private static final Set<String> LAUNCHERS = Set.of("java", "javaw", "jsvc");
    /** Options whose value is an argument of its own. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module");

    /** A JVM that lives says of itself every hour that it does; of one that nobody sees, that is all there is. */
    private static final Duration BELIEVED_FOR = Duration.ofHours(2);

    private static final String PROVIDER_JAR = "wardkey-provider-";

    private final List<ProtectedJvm> known;
    private final List<HostJvm> elsewhere;

    private HostJvms(List<ProtectedJvm> known, List<HostJvm> elsewhere) {
        this.known = known;
        this.elsewhere = elsewhere;
    }

    /**
     * Looks.
     *
     * @param home the home; empty if there is none
     * @throws IOException if what the home's JVMs say cannot be read
     */
    static HostJvms of(Optional<Path> home) throws IOException {
        List<ProtectedJvm> known = new ArrayList<>();
        List<HostJvm> elsewhere = new ArrayList<>();
        if (home.isPresent()) {
            for (ProtectedJvm said : ProtectedJvm.list(home.get())) {
                if (said.isAlive() || (!said.isHere() && isSeen(said))) {
                    known.add(said);
                } else if (!said.isHere()) {
                    Instant written = said.written(home.get());
                    if (written.isAfter(Instant.now().minus(BELIEVED_FOR))) {
                        elsewhere.add(HostJvm.elsewhere(said, written));
                    }
                }
            }
        }
        return new HostJvms(known, elsewhere);
    }

    /** Whoever is outside of a container sees its processes, under other numbers. */
    private static boolean isSeen(ProtectedJvm said) {
        return ProcessHandle.allProcesses().anyMatch(process -> said.isProcess(process.pid()));
    }

    /** All JVMs but this one, by process; those of the home in containers that cannot be seen from here come last. */
    List<HostJvm> all() {
        long own = ProcessHandle.current().pid();
        Stream<HostJvm> here = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != own && isJvm(process))
                .sorted((a, b) -> Long.compare(a.pid(), b.pid()))
                .map(this::look);
        return Stream.concat(here, elsewhere.stream()).toList();
    }

    /**
     * One JVM.
     *
     * @param pid its process
     * @return nothing if there is no such process, or it is no JVM
     */
    Optional<HostJvm> one(long pid) {
        return ProcessHandle.of(pid).filter(this::isJvm).map(this::look);
    }

    private boolean isJvm(ProcessHandle process) {
        boolean launched = process.info()
                .command()
                .map(command ->
                        LAUNCHERS.contains(String.valueOf(Path.of(command).getFileName())))
                .orElse(false);
        return launched || known.stream().anyMatch(said -> said.isProcess(process.pid())) || mapsJvm(process.pid());
    }

    /** A program that starts a JVM in its own process. */
    private static boolean mapsJvm(long pid) {
        try (Stream<String> maps =
                Files.lines(PROC.resolve(Long.toString(pid)).resolve("maps"), StandardCharsets.ISO_8859_1)) {
            return maps.anyMatch(line -> line.endsWith("/libjvm.so"));
        } catch (IOException | UncheckedIOException e) {
            // Of another user, or gone.
            return false;
        }
    }

    private HostJvm look(ProcessHandle process) {
        String program = program(process);
        Optional<ProtectedJvm> said =
                known.stream().filter(jvm -> jvm.isProcess(process.pid())).findFirst();
        if (said.isPresent()) {
            return HostJvm.of(process.pid(), said.get(), program);
        }
        try {
            List<Path> jars = openJars(process.pid());
            return jars.isEmpty()
                    ? new HostJvm(
                            process.pid(), program, Protection.UNPROTECTED, "it has no jar of Wardkey open so far")
                    : withJars(process.pid(), program, jars);
        } catch (IOException | UncheckedIOException e) {
            return new HostJvm(
                    process.pid(),
                    program,
                    Protection.UNKNOWN,
                    "it is another user's; run doctor as that user or root");
        }
    }

    private static HostJvm withJars(long pid, String program, List<Path> jars) throws IOException {
        ClassPathOf classPath = ClassPathOf.process(PROC.resolve(Long.toString(pid)));
        return jars.stream()
                .filter(classPath::mayHave)
                .findFirst()
                .map(jar -> new HostJvm(
                        pid, program, Protection.LOADED, "it has " + jar + " open; no managed key of this home so far"))
                .orElseGet(() -> new HostJvm(
                        pid,
                        program,
                        Protection.UNPROTECTED,
                        "it has " + jars.get(0) + " open, which is not on its class path: an application's class loader"
                                + " has it, where java.security does not look"));
    }

    private static List<Path> openJars(long pid) throws IOException {
        try (Stream<Path> open = Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            return open.map(HostJvms::target)
                    .flatMap(Optional::stream)
                    .filter(HostJvms::isProvider)
                    .toList();
        }
    }

    private static boolean isProvider(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(PROVIDER_JAR) && name.endsWith(".jar");
    }

    private static Optional<Path> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor));
        } catch (IOException e) {
            // Closed meanwhile.
            return Optional.empty();
        }
    }

    /** The main class or jar; options and class path say little and can be long. */
    private static String program(ProcessHandle process) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (WITH_VALUE.contains(argument)) {
                i++;
            } else if (argument.equals("-jar") || argument.equals("-m") || argument.equals("--module")) {
                return i + 1 < arguments.length ? arguments[i + 1] : argument;
            } else if (!argument.startsWith("-") && !argument.startsWith("@")) {
                return argument;
            }
        }
        return process.info().command().orElse("");
    }
}
