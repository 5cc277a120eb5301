package org.wardkey.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.wardkey.benchmarks.FreshJvm.Run;
import org.wardkey.benchmarks.FreshJvm.Spread;

/**
 * What Wardkey costs a machine: bytes written for signatures, memory, class path and time to start, each in fresh JVMs
 * beside the same program without it, turn by turn. Linux alone: it reads /proc.
 *
 * <p>{@code --short} does everything once and briefly, to show that it runs; figures need the long form.
 */
public final class Footprint {
    private static final int KIB = 1024;
    private static final int THOUSAND = 1000;
    /** As for a device: at once small, instead of fast in the long run. */
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn4m");

    /** One of each jar that an application needs. */
    private static final List<String> OF_EACH_JAR = List.of(
            "org.wardkey.provider.WardkeyProvider",
            "org.wardkey.nativebridge.NativeHandle",
            "com.typesafe.config.Config",
            "org.sqlite.JDBC",
            "com.sun.jna.Native");

    private final Path folder;
    private final int starts;
    private final int signatures;
    private final int paced;
    private final int warmUp;
    private final Map<String, Spread> figures = new LinkedHashMap<>();

    private Footprint(Path folder, boolean brief) {
        this.folder = folder;
        starts = brief ? 1 : 7;
        signatures = brief ? 100 : 10_000;
        paced = brief ? 10 : THOUSAND;
        warmUp = brief ? 10 : 2000;
    }

    /**
     * Measures and prints.
     *
     * @param arguments {@code --short} or nothing
     * @throws IOException if a process cannot be started or does not answer
     * @throws InterruptedException if interrupted
     */
    @SuppressWarnings("SystemOut") // its answer
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("wardkey-footprint");
        System.out.printf("Java %s; median (least to most)%n", Runtime.version());
        measure(folder, List.of(arguments).contains("--short"))
                .forEach((name, figure) -> System.out.printf(
                        "%-78s %d (%d to %d)%n", name, figure.median(), figure.least(), figure.most()));
    }

    /**
     * Measures.
     *
     * @param folder where homes are made: of a real disk, as memory file systems send nothing to one
     * @param brief whether once and briefly
     * @return figures by what they are, with their units
     */
    static Map<String, Spread> measure(Path folder, boolean brief) throws IOException, InterruptedException {
        Footprint footprint = new Footprint(folder, brief);
        for (String durability : List.of("batched", "durable")) {
            footprint.written(durability, 0);
        }
        // Few a second share no flush: what a device does that signs now and then.
        footprint.written("batched", 20);
        footprint.memory("", List.of(), List.of());
        footprint.memory(" in a small JVM", SMALL, SMALL);
        if (!brief && Runtime.version().feature() >= 19) {
            footprint.memory(" with a class archive", footprint.archive("ours.jsa"), footprint.archive("theirs.jsa"));
        }
        footprint.starts();
        footprint.classPath();
        return footprint.figures;
    }

    private Path config(String durability) throws IOException {
        Path own = Files.createDirectories(Files.createTempDirectory(folder, durability));
        return Files.writeString(
                own.resolve("wardkey.conf"),
                "wardkey {\n  home = home\n  audit { durability = " + durability + " }\n}\n");
    }

    private static FreshJvm program(String... arguments) {
        return new FreshJvm(List.of(), FootprintProgram.class, List.of(arguments));
    }

    private void written(String durability, int perSecond) throws IOException, InterruptedException {
        int count = perSecond == 0 ? signatures : paced;
        String config = config(durability).toString();
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < (perSecond == 0 ? Math.min(3, starts) : 1); i++) {
            runs.add(program(
                            "many",
                            config,
                            String.valueOf(perSecond == 0 ? warmUp : perSecond),
                            String.valueOf(count),
                            String.valueOf(perSecond))
                    .run());
        }
        String how =
                durability + (perSecond == 0 ? "" : " at " + perSecond + " a second") + ", KiB for 1000 signatures";
        for (String figure : List.of("passed", "sent", "grown")) {
            figures.put(figure + ", " + how, Spread.of(runs, run -> run.figure(figure) * THOUSAND / count / KIB));
        }
    }

    private void memory(String how, List<String> options, List<String> optionsOfTheJdks)
            throws IOException, InterruptedException {
        String config = config("batched").toString();
        FreshJvm ours = new FreshJvm(options, FootprintProgram.class, List.of("wardkey", config));
        FreshJvm theirs = new FreshJvm(optionsOfTheJdks, FootprintProgram.class, List.of("jdk"));
        // Makes the key, and archives where they are asked for: after some seconds, since a JVM that ends while one of
        // its
        // threads still begins may crash over that.
        Run first = new FreshJvm(options, FootprintProgram.class, List.of("many", config, "1", "60", "20")).run();
        assert first.figure("passed") > 0;
        theirs.run();
        List<Run> with = new ArrayList<>();
        List<Run> without = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            with.add(ours.run());
            without.add(theirs.run());
        }
        compare("first signature" + how + ", ms", with, without, Run::millis);
        compare("resident after it" + how + ", KiB", with, without, run -> run.figure("rss") / KIB);
        compare(
                "resident after a collection of garbage" + how + ", KiB",
                with,
                without,
                run -> run.figure("collected") / KIB);
        compare("heap after that" + how + ", KiB", with, without, run -> run.figure("heap") / KIB);
    }

    /** JDK 19 and newer make and renew them by themselves. What the JVM says of them would be taken for an answer. */
    private List<String> archive(String name) {
        return List.of(
                "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + folder.resolve(name), "-Xlog:disable");
    }

    private void compare(String what, List<Run> with, List<Run> without, ToLongFunction<Run> figure) {
        Spread ours = Spread.of(with, figure);
        Spread theirs = Spread.of(without, figure);
        figures.put(what + ", with Wardkey", ours);
        figures.put(what + ", with the JDK alone", theirs);
        // Of the medians; the spread is of runs beside each other.
        List<Long> added = new ArrayList<>();
        for (int i = 0; i < with.size(); i++) {
            added.add(figure.applyAsLong(with.get(i)) - figure.applyAsLong(without.get(i)));
        }
        Collections.sort(added);
        figures.put(
                what + ", added",
                new Spread(added.get(0), ours.median() - theirs.median(), added.get(added.size() - 1)));
    }

    /** A JVM that knows of Wardkey and does not use it. */
    private void starts() throws IOException, InterruptedException {
        StringBuilder list = new StringBuilder("security.provider.1=Wardkey " + config("batched") + "\n");
        for (int i = 1; Security.getProperty("security.provider." + i) != null; i++) {
            list.append("security.provider.").append(i + 1).append('=');
            list.append(Security.getProperty("security.provider." + i)).append('\n');
        }
        Path properties = Files.writeString(folder.resolve("java.security"), list);
        for (String program : List.of("nothing", "providers")) {
            FreshJvm ours = new FreshJvm(
                    List.of("-Djava.security.properties=" + properties), FootprintProgram.class, List.of(program));
            List<Run> with = new ArrayList<>();
            List<Run> without = new ArrayList<>();
            for (int i = 0; i < starts; i++) {
                with.add(ours.run());
                without.add(program(program).run());
            }
            String what = program.equals("nothing")
                    ? "start of a program that does nothing, ms"
                    : "start of a program that asks for the providers, ms";
            compare(what, with, without, Run::millis);
        }
    }

    private void classPath() throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (String name : OF_EACH_JAR) {
            try {
                places.add(Path.of(Class.forName(name, false, Footprint.class.getClassLoader())
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()));
            } catch (ClassNotFoundException | URISyntaxException e) {
                throw new IOException("Expected " + name + " in a file of the class path.", e);
            }
        }
        long bytes = 0;
        for (Path place : places) {
            try (Stream<Path> files = Files.walk(place)) {
                bytes += files.filter(Files::isRegularFile)
                        .mapToLong(Footprint::size)
                        .sum();
            }
        }
        long kib = bytes / KIB;
        figures.put("class path of an application, KiB", new Spread(kib, kib, kib));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
