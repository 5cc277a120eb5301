package org.wardkey.conformance.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.conformance.ProviderGroup;

/** The laboratory's statistics on numbers that were made for it; what it measures on a machine is no test. */
class TimingLabTest {
    private static final Random RANDOM = new Random(20_261_127L);

    private static long[] times(int count, double mean, double tail) {
        return RANDOM.doubles(count)
                .mapToLong(part -> Math.round(mean + 50 * RANDOM.nextGaussian() + (part < tail ? 100_000 : 0)))
                .toArray();
    }

    /** Source: NIST/SEMATECH e-Handbook §1.3.5.3, two means with unequal variances, by hand for ten values each. */
    @Test
    void t_knownValues_isWelchs() {
        long[] first = {10, 12, 14, 16, 18, 10, 12, 14, 16, 18};
        long[] second = {20, 21, 22, 23, 24, 20, 21, 22, 23, 24};
        // Means 14 and 22, variances 80/9 and 20/9: -8 / sqrt(8/9 + 2/9).
        assertThat(WelchTest.t(first, 10, second, 10)).isCloseTo(-8 / Math.sqrt(10.0 / 9), within(1e-12));
    }

    private static org.assertj.core.data.Offset<Double> within(double value) {
        return org.assertj.core.data.Offset.offset(value);
    }

    @Test
    void of_sameDistribution_isSmall() {
        WelchTest same = WelchTest.of(times(50_000, 1_000, 0.01), times(50_000, 1_000, 0.01));
        assertThat(same.statistic()).isLessThan(4.5);
        assertThat(same.samples()).isEqualTo(100_000);
        assertThat(same.meanNanos()).isBetween(990.0, 1_010.0);
    }

    @Test
    void of_smallDifferenceUnderALongTail_isFoundByCropping() {
        long[] first = times(50_000, 1_000, 0.01);
        long[] second = times(50_000, 1_005, 0.01);
        // The slow hundredth hides it from the whole.
        assertThat(Math.abs(WelchTest.t(first, first.length, second, second.length)))
                .isLessThan(4.5);
        WelchTest cropped = WelchTest.of(first, second);
        assertThat(cropped.statistic()).isGreaterThan(10);
        assertThat(cropped.differenceNanos()).isBetween(3.0, 7.0);
    }

    private static Figures figures(int samples, double t, double control, double planted) {
        return new Figures(samples, t, 1_000, 1, control, planted, 20);
    }

    @Test
    void verdict_everyCase_isAsTheRuleSays() {
        Figures clean = figures(2_000_000, 2, 1, 80);
        assertThat(TimingVerdict.of(Collections.nCopies(5, clean))).isEqualTo("clean");
        assertThat(TimingVerdict.of(List.of(figures(1_000, 2, 1, 80)))).isEqualTo("clean at 1000 samples");
        assertThat(TimingVerdict.of(List.of(clean, figures(1, 11, 1, 80), figures(1, 12, 1, 80))))
                .isEqualTo("LEAK");
        assertThat(TimingVerdict.of(List.of(figures(1, 300, 9, 1)))).isEqualTo("LEAK");
        assertThat(TimingVerdict.of(List.of(clean, figures(1, 11, 1, 80))))
                .isEqualTo("undecided (|t| over 10 in one run)");
        assertThat(TimingVerdict.of(List.of(figures(1, 9, 1, 80)))).isEqualTo("undecided (|t| between 4.5 and 10)");
        // A machine that finds as much between a class and itself has found nothing.
        assertThat(TimingVerdict.of(List.of(figures(1, 300, 301, 1_000)))).startsWith("undecided");
        assertThat(TimingVerdict.of(List.of(figures(1, 1, 5, 80)))).isEqualTo("undecided (control over 4.5)");
        assertThat(TimingVerdict.of(List.of(figures(1, 1, 1, 20)))).isEqualTo("undecided (planted leak under 50)");
    }

    @Test
    void line_ofFigures_readsBack() {
        Figures figures = new Figures(1_000, 1.25, 2.5, -3.75, 4.5, 5.25, 6.5);
        assertThat(Figures.read(figures.line())).isEqualTo(figures);
        assertThatThrownBy(() -> Figures.read("samples=1 t=2")).hasMessageContaining("nanos");
    }

    @Test
    void named_unknown_saysWhichThereAre() {
        assertThatThrownBy(() -> TimedPrimitive.named("sha")).hasMessageContaining("tag-compare");
        assertThatThrownBy(() -> Tier.named("c3")).hasMessageContaining("interpreter");
    }

    /** A provider that has the primitive: both classes end as they should, and something was counted. */
    @ParameterizedTest
    @EnumSource(TimedPrimitive.class)
    void measure_everyPrimitive_hasSamplesOfAllThreeTests(TimedPrimitive primitive) throws Exception {
        Figures figures = TimingRun.measure(primitive, ProviderGroup.jdk(), Tier.C2, 20, 0.3);
        assertThat(figures.samples()).isEqualTo(40);
        assertThat(figures.nanos()).isPositive();
    }
}
