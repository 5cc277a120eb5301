package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private static void add(FileReport.Tally tally, Verdict verdict) throws IOException {
        JsonObject test = test("valid", List.of("A"));
        tally.add(
                Family.notRun("x", verdict),
                new VectorTest(JsonObject.EMPTY, JsonObject.EMPTY, test, JsonObject.EMPTY, Question.Projection.NONE),
                verdict);
    }

    private static JsonObject test(String result, List<String> flags) {
        return new JsonObject(Map.of("result", result, "flags", flags, "tcId", "7"), "here");
    }

    @Test
    void fileReport_countsThatDoNotAddUp_areRefused() {
        assertThatThrownBy(() -> new FileReport("f", "x", 3, 1, 0, 1, 0, List.of(), new TreeMap<>(Map.of("r", 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not add up to 3 tests");
        assertThatThrownBy(() -> new FileReport("f", "x", 1, 0, 1, 0, 0, List.of(), new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tally_everyOutcome_isCountedOnce() throws IOException {
        FileReport.Tally tally = new FileReport.Tally("f", TestListener.NONE);
        add(tally, Verdict.pass());
        add(tally, Verdict.fail("this", "that"));
        add(tally, Verdict.outside("curve X"));
        add(tally, Verdict.notExpressible("bits"));
        Report report = new Report(List.of(tally.finish("x", 4)));
        assertThat(report.totals()).isEqualTo(new Report.Totals(4, 1, 1, 1, 1));
        assertThat(report.reasons()).containsEntry("curve X", 1).containsEntry("bits", 1);
        assertThat(report.failures().get(0)).hasToString("f tcId 7 \"\" [A]: expected this; came that");
        assertThat(report.summary()).contains("total");
        assertThat(report.and(report).totals().tests()).isEqualTo(8);
    }

    @Test
    void tally_droppedTest_isRefused() {
        FileReport.Tally tally = new FileReport.Tally("f", TestListener.NONE);
        assertThatThrownBy(() -> tally.finish("x", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "valid, Anything, ACCEPT",
        "invalid, Anything, REFUSE",
        "acceptable, NeverHeardOf, EITHER",
        "acceptable, MissingNull, EITHER",
        "acceptable, Twist, ACCEPT",
        "acceptable, ZeroSharedSecret, REFUSE"
    })
    void demand_byResultAndFlag_followsTheTable(String result, String flag, FlagPolicy.Demand demand)
            throws VectorFormatException {
        assertThat(FlagPolicy.demand(test(result, List.of(flag)))).isEqualTo(demand);
    }

    @Test
    void demand_contradictingFlags_refusingWins() throws VectorFormatException {
        assertThat(FlagPolicy.demand(test("acceptable", List.of("Twist", "ZeroSharedSecret"))))
                .isEqualTo(FlagPolicy.Demand.REFUSE);
        assertThatThrownBy(() -> FlagPolicy.demand(test("perhaps", List.of())))
                .isInstanceOf(VectorFormatException.class);
    }

    @Test
    void output_acceptableButWrong_fails() throws VectorFormatException {
        Attempt<byte[]> wrong = Attempt.of(() -> new byte[] {2});
        assertThat(Judge.output(FlagPolicy.Demand.EITHER, new byte[] {1}, wrong).outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void output_refusedByIndexOutOfBounds_failsEvenWhenRefusalIsDue() throws VectorFormatException {
        Attempt<byte[]> crash = Attempt.of(() -> {
            throw new ArrayIndexOutOfBoundsException("index 9");
        });
        Verdict verdict = Judge.output(FlagPolicy.Demand.REFUSE, new byte[0], crash);
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.came()).contains("ArrayIndexOutOfBoundsException").contains("index 9");
    }

    @Test
    void output_validButRefused_failsWithClassAndMessage() throws VectorFormatException {
        Attempt<byte[]> refused = Attempt.of(() -> {
            throw new NoSuchAlgorithmException("none");
        });
        Verdict verdict = Judge.output(FlagPolicy.Demand.ACCEPT, new byte[] {1}, refused);
        assertThat(verdict.came()).isEqualTo("java.security.NoSuchAlgorithmException: none");
        assertThat(Judge.output(FlagPolicy.Demand.REFUSE, new byte[0], refused).passed())
                .isTrue();
    }

    @Test
    void printable_controlCharacters_areEscaped() {
        assertThat(Verdict.printable("a\nb\u001b[31m\u202e")).isEqualTo("a\\u000ab\\u001b[31m\\u202e");
        assertThat(Verdict.printable("x".repeat(1000))).hasSize(243).endsWith("...");
    }
}
