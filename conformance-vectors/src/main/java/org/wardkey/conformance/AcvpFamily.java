package org.wardkey.conformance;

import java.util.List;
import java.util.Optional;

/**
 * An ACVP family: it computes the answer of a test from the prompt alone. Judging a test is comparing that answer with
 * the published one, or having the second provider check it.
 */
interface AcvpFamily extends Family {
    /** Fields that may show what was expected, most telling first. */
    List<String> TELLING =
            List.of("ct", "pt", "md", "mac", "tag", "signature", "derivedKey", "z", "hashZ", "resultsArray");

    /**
     * Answers one test; looks neither at the expected answer nor at what the server knew.
     *
     * @throws VectorFormatException when the prompt is malformed
     */
    Response respond(Question question) throws VectorFormatException;

    @Override
    default Verdict judge(Question question) throws VectorFormatException {
        return judge(question, respond(question));
    }

    /** Judges an answer that was computed before. */
    static Verdict judge(Question question, Response response) throws VectorFormatException {
        if (response instanceof Response.NotRun notRun) {
            return notRun.verdict();
        }
        if (response instanceof Response.Given given
                && given.check().isPresent()
                && (given.random() || !question.answer().has("testPassed"))) {
            return given.check().get().by(question.second());
        }
        if (response instanceof Response.Unanswered unanswered && unanswered.random()) {
            return Verdict.fail(unanswered.due(), unanswered.refused().shown());
        }
        Optional<Verdict> noAnswer = noAnswer(question);
        if (noAnswer.isPresent()) {
            return noAnswer.get();
        }
        if (response instanceof Response.Faulty faulty) {
            return faulty.verdict();
        }
        return response instanceof Response.Unanswered unanswered
                ? refusal(question.answer(), unanswered.refused())
                : compare(question.answer(), (Response.Given) response);
    }

    /** The verdict for a test whose answer is not published; empty when it is. */
    private static Optional<Verdict> noAnswer(Question question) {
        return question.answer().isEmpty()
                ? Optional.of(Verdict.outside("no expected answer is published with the prompt"))
                : Optional.empty();
    }

    private static Verdict refusal(JsonObject expected, Attempt.Refused<?> refused) {
        return refused.proper()
                ? Verdict.fail(shown(expected), refused.shown())
                : Verdict.fail("an answer or a proper refusal", refused.shown());
    }

    private static Verdict compare(JsonObject expected, Response.Given given) throws VectorFormatException {
        // A decryption that fails has no plaintext; servers write testPassed where they want to be clear.
        boolean valid = expected.truthOr("testPassed", !given.test().isRefusal() || expected.has("pt"));
        if (given.test().isRefusal()) {
            return valid
                    ? Verdict.fail(shown(expected), given.refusal().isEmpty() ? "testPassed false" : given.refusal())
                    : Verdict.pass();
        }
        if (!valid) {
            return Verdict.fail(
                    "refusal",
                    given.test()
                            .first()
                            .map(octets -> "accepted, giving " + Verdict.hex(octets))
                            .orElse("accepted: testPassed true"));
        }
        return given.test().against(expected);
    }

    private static String shown(JsonObject expected) {
        return TELLING.stream()
                .filter(expected::has)
                .findFirst()
                .map(name -> name + " " + expected.textOr(name, "(a list)"))
                .orElse("testPassed true");
    }
}
