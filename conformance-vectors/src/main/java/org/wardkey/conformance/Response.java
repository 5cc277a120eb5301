package org.wardkey.conformance;

import java.util.Optional;

/** What came of one ACVP test, found without knowing the expected answer. */
sealed interface Response {
    /** The second provider's word on an answer that nobody can know beforehand. */
    @FunctionalInterface
    interface Check {
        Verdict by(Engines second) throws VectorFormatException;
    }

    /**
     * The provider answered.
     *
     * @param group fields for the group, for example the public key that all its signatures are made with
     * @param test fields for the test
     * @param refusal the exception's text when the answer is that the input is invalid; else empty
     * @param check how the second provider checks it; empty when only a published answer can
     * @param random whether no published answer can be the same, so that the check decides alone
     */
    record Given(Fields group, Fields test, String refusal, Optional<Check> check, boolean random)
            implements Response {}

    /** The test does not run; the verdict says why. */
    record NotRun(Verdict verdict) implements Response {}

    /**
     * The provider refused to answer where an answer is due.
     *
     * @param due what it should have given
     * @param random whether no published answer could tell what it should have given
     * @param refused the exception
     */
    record Unanswered(String due, boolean random, Attempt.Refused<?> refused) implements Response {}

    /** The provider showed a fault that needs no expected answer. */
    record Faulty(Verdict verdict) implements Response {}

    static Response of(Fields test) {
        return new Given(Fields.NONE, test, "", Optional.empty(), false);
    }

    /** An answer that is random by nature. */
    static Response random(Fields group, Fields test, Check check) {
        return new Given(group, test, "", Optional.of(check), true);
    }

    static Response invalid(Attempt.Refused<?> refused) {
        return refused.proper()
                ? new Given(Fields.NONE, Fields.passed(false), refused.shown(), Optional.empty(), false)
                : new Faulty(Verdict.fail("an answer or a proper refusal", refused.shown()));
    }

    static Response outside(String reason) {
        return new NotRun(Verdict.outside(reason));
    }

    static Response notExpressible(String reason) {
        return new NotRun(Verdict.notExpressible(reason));
    }

    /** Octets where the provider gave some; nothing else is an answer. */
    static Response octets(String name, Attempt<byte[]> attempt) {
        return attempt instanceof Attempt.Returned<byte[]> returned
                ? of(Fields.octets(name, returned.value()))
                : new Unanswered(name, false, (Attempt.Refused<byte[]>) attempt);
    }

    /** Octets, or that the input is invalid. */
    static Response octetsOrInvalid(String name, Attempt<byte[]> attempt) {
        return attempt instanceof Attempt.Returned<byte[]> returned
                ? of(Fields.octets(name, returned.value()))
                : invalid((Attempt.Refused<byte[]>) attempt);
    }

    /** Whether the input is valid, where a proper exception says that it is not. */
    static Response validity(Attempt<Boolean> attempt) {
        return attempt instanceof Attempt.Returned<Boolean> returned
                ? of(Fields.passed(returned.value()))
                : invalid((Attempt.Refused<Boolean>) attempt);
    }
}
