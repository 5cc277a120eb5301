package org.wardkey.conformance.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.wardkey.conformance.timing.Figures;
import org.wardkey.conformance.timing.Tier;
import org.wardkey.conformance.timing.TimedPrimitive;
import org.wardkey.conformance.timing.TimingVerdict;

/** What the timing laboratory says, row by row. */
abstract class TimingReport {
    private final List<Row> rows = new ArrayList<>();

    /**
     * A primitive of a provider on a tier.
     *
     * @param provider its own name
     * @param runs what was measured; none if the provider has not got it
     * @param verdict the verdict, or why there is none
     */
    record Row(TimedPrimitive primitive, String provider, Tier tier, List<Figures> runs, String verdict) {
        static Row measured(TimedPrimitive primitive, String provider, Tier tier, List<Figures> runs) {
            return new Row(primitive, provider, tier, List.copyOf(runs), TimingVerdict.of(runs));
        }

        static Row absent(TimedPrimitive primitive, String provider, Tier tier, String why) {
            return new Row(primitive, provider, tier, List.of(), "not there: " + why);
        }

        private Figures worst() {
            return runs.stream()
                    .max(Comparator.comparingDouble(Figures::statistic))
                    .orElseThrow();
        }

        private double largestControl() {
            return runs.stream().mapToDouble(Figures::control).max().orElseThrow();
        }

        private double smallestPlanted() {
            return runs.stream().mapToDouble(Figures::planted).min().orElseThrow();
        }
    }

    void add(Row row) throws IOException {
        rows.add(row);
        show(row);
    }

    abstract void show(Row row) throws IOException;

    abstract void complete() throws IOException;

    /** No leak, and something was measured. */
    int code() {
        boolean leaks = rows.stream().anyMatch(row -> row.verdict().equals(TimingVerdict.LEAK));
        return leaks ? ExitCodes.FAILED : codeOfShort();
    }

    /** Something was measured: the figures of a short run mean nothing. */
    int codeOfShort() {
        return rows.stream().allMatch(row -> row.runs().isEmpty()) ? ExitCodes.FAILED : ExitCodes.PASSED;
    }

    /** A line for each row, as it comes. */
    static final class AsText extends TimingReport {
        private static final String CELLS = "%-12s %-12s %-12s %10s %8s %9s %8s %8s %8s  %s";

        private final Console console;

        AsText(Console console, String environment, String load) {
            this.console = console;
            console.say(environment + "; " + load);
            console.say(String.format(
                    CELLS,
                    "primitive",
                    "provider",
                    "tier",
                    "ns/call",
                    "samples",
                    "diff ns",
                    "max |t|",
                    "control",
                    "planted",
                    "verdict"));
        }

        @Override
        void show(Row row) {
            if (row.runs().isEmpty()) {
                console.say(String.format(
                        CELLS,
                        row.primitive().label(),
                        row.provider(),
                        row.tier().label(),
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        row.verdict()));
            } else {
                Figures worst = row.worst();
                console.say(String.format(
                        CELLS,
                        row.primitive().label(),
                        row.provider(),
                        row.tier().label(),
                        figure("%.1f", worst.nanos()),
                        worst.samples(),
                        figure("%.2f", worst.difference()),
                        figure("%.2f", worst.statistic()),
                        figure("%.2f", row.largestControl()),
                        figure("%.1f", row.smallestPlanted()),
                        row.verdict()));
            }
            console.out().flush();
        }

        private static String figure(String format, double value) {
            return String.format(Locale.ROOT, format, value);
        }

        @Override
        void complete() {}
    }

    /** One object, with all runs. */
    static final class AsJson extends TimingReport {
        private final JsonGenerator json;

        AsJson(Console console, String environment, String load) throws IOException {
            json = new JsonFactory().createGenerator(console.out());
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("environment", environment);
            json.writeStringField("load", load);
            json.writeArrayFieldStart("rows");
        }

        @Override
        void show(Row row) throws IOException {
            json.writeStartObject();
            json.writeStringField("primitive", row.primitive().label());
            json.writeStringField("provider", row.provider());
            json.writeStringField("tier", row.tier().label());
            json.writeStringField("verdict", row.verdict());
            json.writeArrayFieldStart("runs");
            for (Figures run : row.runs()) {
                json.writeStartObject();
                json.writeNumberField("samples", run.samples());
                json.writeNumberField("t", run.statistic());
                json.writeNumberField("nanos", run.nanos());
                json.writeNumberField("differenceNanos", run.difference());
                json.writeNumberField("controlT", run.control());
                json.writeNumberField("plantedT", run.planted());
                json.writeNumberField("plantedNanos", run.plantedDifference());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        @Override
        void complete() throws IOException {
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
            json.close();
        }
    }
}
