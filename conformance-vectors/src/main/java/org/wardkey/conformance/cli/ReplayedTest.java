package org.wardkey.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.conformance.Outcome;
import org.wardkey.conformance.Replay;
import org.wardkey.conformance.report.Subject;

/** One test of a run, shown octet by octet. */
final class ReplayedTest {
    private static final Pattern NUMBERS = Pattern.compile("(?:([0-9]{1,18})/)?([0-9]{1,18})");

    private ReplayedTest() {}

    static int run(Arguments arguments, String text, Subject subject, List<Path> vectors, Console console)
            throws UsageException, IOException {
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            throw new UsageException(
                    "--test is the number of a group and a test (5/123) or of a test (123), not " + text);
        }
        for (String option : List.of("report", "resume", "expected")) {
            if (arguments.option(option).isPresent()) {
                throw new UsageException("--test and --" + option + " exclude each other; give one of them");
            }
        }
        OptionalLong group =
                numbers.group(1) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(numbers.group(1)));
        List<Replay.Shown> tests = Replay.run(
                subject.provider(),
                subject.second(),
                subject.capability(),
                vectors,
                arguments.option("filter").orElse("*"),
                group,
                Long.parseLong(numbers.group(2)));
        for (Replay.Shown test : tests) {
            console.say(test.title());
            test.lines().forEach(console::say);
        }
        if (tests.isEmpty()) {
            console.complain("no test " + text + " in these sets; report.csv of run --report DIR has the numbers");
        }
        boolean passed = tests.stream().allMatch(test -> test.outcome() == Outcome.PASS);
        return passed && !tests.isEmpty() ? ExitCodes.PASSED : ExitCodes.FAILED;
    }
}
