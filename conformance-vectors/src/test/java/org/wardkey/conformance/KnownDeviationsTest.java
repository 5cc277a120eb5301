package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A list of known deviations excuses what it names and nothing beside. */
class KnownDeviationsTest {
    private static final KnownDeviations.Line LINE =
            new KnownDeviations.Line(17, 99, "acvp/DSA-.*", "X: too weak", "why");

    private static Failure failure(String file, List<String> flags, String came) {
        return new Failure(file, 1, "", flags, "a signature", came, "");
    }

    @Test
    void explains_failureWithoutFlags_allOfWhatCame() {
        assertThat(LINE.explains(failure("acvp/DSA-SigGen", List.of(), "X: too weak"), 17))
                .isTrue();
        assertThat(LINE.explains(failure("acvp/DSA-SigGen", List.of(), "X: too weak a digest"), 17))
                .isFalse();
        assertThat(LINE.explains(failure("acvp/DSA-SigGen", List.of(), "Y: X: too weak"), 17))
                .isFalse();
    }

    @Test
    void explains_failureWithFlags_oneOfThem() {
        assertThat(LINE.explains(failure("acvp/DSA-SigGen", List.of("A", "X: too weak"), ""), 17))
                .isTrue();
        assertThat(LINE.explains(failure("acvp/DSA-SigGen", List.of("A"), "X: too weak"), 17))
                .isFalse();
    }

    @Test
    void explains_otherFileOrJdk_isFalse() {
        assertThat(LINE.explains(failure("acvp/RSA-SigGen", List.of(), "X: too weak"), 17))
                .isFalse();
        assertThat(LINE.explains(failure("acvp/DSA-SigGen", List.of(), "X: too weak"), 16))
                .isFalse();
    }
}
