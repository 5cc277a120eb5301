package org.wardkey.conformance.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.wardkey.conformance.Environment;
import org.wardkey.conformance.timing.Figures;
import org.wardkey.conformance.timing.Tier;
import org.wardkey.conformance.timing.TimedPrimitive;

/** Measures whether secrets show in running times. */
final class TimingLabCommand implements Command {
    private static final Path LOAD = Path.of("/proc/loadavg");

    @Override
    public String usage() {
        return """
                timing-lab [--provider P]... [--short] [--json]   whether secrets show in running times, tier by tier
                  --provider P          one or more, measured one after the other; default JDK; %s
                  --primitives LIST     of tag-compare,rsa-unwrap,ecdsa-sign,key-import
                  --tiers LIST          of interpreter,c1,c2,skewed
                  --samples N           of each class in a run; default 50000
                  --runs N              each in a JVM of its own; default 5
                  --seconds N           the most that a run takes; fewer samples if that is not enough; default 60
                  --short               one run of a few samples on two tiers: shows that everything runs, and nothing else
                  --json                the same as JSON
                """.formatted(Providers.FORMS);
    }

    @Override
    public Set<String> options() {
        return Set.of("provider", "primitives", "tiers", "samples", "runs", "seconds");
    }

    @Override
    public Set<String> flags() {
        return Set.of("short", "json");
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        arguments.noFiles();
        boolean quick = arguments.has("short");
        List<TimedPrimitive> primitives =
                named(arguments, "primitives", List.of(TimedPrimitive.values()), TimedPrimitive::named);
        List<Tier> tiers = named(
                arguments, "tiers", quick ? List.of(Tier.INTERPRETER, Tier.C1) : List.of(Tier.values()), Tier::named);
        Effort effort = Effort.of(arguments, quick);
        Map<String, String> providers = new LinkedHashMap<>();
        for (String provider : arguments.all("provider").isEmpty() ? List.of("JDK") : arguments.all("provider")) {
            providers.put(provider, Providers.load(provider, Optional.empty()).getName());
        }
        TimingReport report = arguments.has("json")
                ? new TimingReport.AsJson(console, Environment.current().shown(), load())
                : new TimingReport.AsText(console, Environment.current().shown(), load());
        for (TimedPrimitive primitive : primitives) {
            for (Map.Entry<String, String> provider : providers.entrySet()) {
                for (Tier tier : tiers) {
                    report.add(row(primitive, provider, tier, effort));
                }
            }
        }
        report.complete();
        return quick ? report.codeOfShort() : report.code();
    }

    /**
     * How much is measured.
     *
     * @param samples of each class in a run
     * @param runs of each row
     * @param seconds the most that a run takes
     */
    private record Effort(int samples, int runs, String seconds) {
        static Effort of(Arguments arguments, boolean quick) throws UsageException {
            return new Effort(
                    number(arguments, "samples", quick ? 500 : 50_000),
                    number(arguments, "runs", quick ? 1 : 5),
                    quick && arguments.option("seconds").isEmpty()
                            ? "0.3"
                            : String.valueOf(number(arguments, "seconds", 60)));
        }
    }

    /** The provider: how it is loaded, and its own name. */
    private static TimingReport.Row row(
            TimedPrimitive primitive, Map.Entry<String, String> provider, Tier tier, Effort effort) throws IOException {
        List<Figures> measured = new ArrayList<>();
        for (int run = 0; run < effort.runs(); run++) {
            List<String> words = List.of(
                    provider.getKey(),
                    primitive.label(),
                    tier.label(),
                    String.valueOf(effort.samples()),
                    effort.seconds());
            // Not its compilers and collectors: the tier says what is measured.
            ChildJvm child = new ChildJvm(tier.options(), own -> !own.startsWith("-X"), TimedChild.class, words);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int code = child.run(Map.of(), out);
            String line = out.toString(StandardCharsets.UTF_8).strip();
            if (code != 0) {
                throw new IOException("the JVM that measures " + primitive.label() + " of " + provider.getValue()
                        + " on " + tier.label() + " ended with " + code);
            }
            if (line.startsWith(TimedChild.ABSENT)) {
                return TimingReport.Row.absent(
                        primitive, provider.getValue(), tier, line.substring(TimedChild.ABSENT.length()));
            }
            measured.add(Figures.read(line));
        }
        return TimingReport.Row.measured(primitive, provider.getValue(), tier, measured);
    }

    private static <T> List<T> named(Arguments arguments, String option, List<T> all, Function<String, T> named)
            throws UsageException {
        Optional<String> given = arguments.option(option);
        if (given.isEmpty()) {
            return all;
        }
        try {
            List<T> found = new ArrayList<>();
            for (String name : given.get().split(",", -1)) {
                found.add(named.apply(name));
            }
            return found;
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + option + ": " + e.getMessage(), e);
        }
    }

    private static int number(Arguments arguments, String option, int otherwise) throws UsageException {
        Optional<String> given = arguments.option(option);
        if (given.isPresent() && !given.get().matches("[1-9]\\d{0,8}")) {
            throw new UsageException("--" + option + " is a number from 1 to 999999999, not " + given.get());
        }
        return given.isPresent() ? Integer.parseInt(given.get()) : otherwise;
    }

    /** What else the machine does, where Linux tells it. Source: proc_loadavg(5). */
    private static String load() throws IOException {
        String processors = Runtime.getRuntime().availableProcessors() + " processors";
        return Files.isReadable(LOAD)
                ? "load " + Files.readString(LOAD).split(" ")[0] + " on " + processors
                : processors;
    }
}
