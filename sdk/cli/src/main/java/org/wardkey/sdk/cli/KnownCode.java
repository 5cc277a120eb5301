package org.wardkey.sdk.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.wardkey.provider.operation.RefusalCode;

/**
 * A code of the provider or of the command line.
 *
 * @param code {@code WK-...}, the same for ever
 * @param meaning one sentence that says what happened
 * @param lost what is lost by it; empty if it is a refusal, by which nothing is lost
 * @param remedy who acts, and the next step
 */
record KnownCode(String code, String meaning, String lost, String remedy) {
    /** Lists every code, in the order of their names. */
    static List<KnownCode> all() {
        Stream<KnownCode> refusals = Stream.of(RefusalCode.values())
                .map(code -> new KnownCode(code.code(), code.meaning(), "", code.remedy()));
        Stream<KnownCode> failures = Stream.of(CommandFailedException.Code.values())
                .map(code -> new KnownCode(code.text(), code.meaning(), "", code.remedy()));
        Stream<KnownCode> holes = Stream.of(HoleCode.values())
                .map(code -> new KnownCode(code.code(), code.meaning(), code.lost(), code.remedy()));
        return Stream.of(refusals, failures, holes)
                .flatMap(codes -> codes)
                .sorted(Comparator.comparing(KnownCode::code))
                .toList();
    }

    /** Finds a code, however its letters are written and with or without {@code WK-}. */
    static Optional<KnownCode> find(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("WK-") ? upper : "WK-" + upper;
        return all().stream().filter(code -> code.code().equals(name)).findFirst();
    }
}
