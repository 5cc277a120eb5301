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
    private static final String PREFIX = "WK-";

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
        String name = name(text);
        return all().stream().filter(code -> code.code().equals(name)).findFirst();
    }

    /** The codes of the kind that a code which is none seems to be of: those with its letter. */
    static List<String> ofKind(String text) {
        String name = name(text);
        if (name.length() <= PREFIX.length()) {
            return List.of();
        }
        String kind = name.substring(0, PREFIX.length() + 1);
        return all().stream()
                .map(KnownCode::code)
                .filter(code -> code.startsWith(kind))
                .toList();
    }

    private static String name(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.startsWith(PREFIX) ? upper : PREFIX + upper;
    }
}
