package org.wardkey.conformance;

import java.security.cert.CertPath;
import java.util.Optional;

/**
 * Certification paths of RFC 5280: a builder has to find a valid path to the target or refuse, and a validator has to
 * accept the path that was found, or to refuse the one that names lead along.
 *
 * <p>Of a provider that has one of the two, that one is asked.
 */
final class PathFamily implements Family {
    private static final String PKIX = "PKIX";
    private static final String BUILDER = "CertPathBuilder";
    private static final String VALIDATOR = "CertPathValidator";

    private final String name;

    PathFamily(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        Engines subject = question.subject();
        boolean builds = subject.missing(BUILDER, PKIX).isEmpty();
        boolean validates = subject.missing(VALIDATOR, PKIX).isEmpty();
        if (!builds && !validates) {
            return Verdict.outside(
                    subject.provider().getName() + " has neither " + BUILDER + " nor " + VALIDATOR + " of " + PKIX);
        }
        PathCalls calls = PathCalls.of(subject, test);
        Optional<String> cannotAsk = calls.cannotAsk();
        if (cannotAsk.isPresent()) {
            return Verdict.notExpressible(cannotAsk.get());
        }
        boolean limited = test.has("maxPathLength");
        if (!builds && limited) {
            return Verdict.notExpressible("only a CertPathBuilder takes a maximum of path length");
        }
        boolean valid = FlagPolicy.demand(test) == FlagPolicy.Demand.ACCEPT;
        if (!builds) {
            return validated(calls, valid, Attempt.of(calls::developed));
        }
        Attempt<Optional<CertPath>> built = Attempt.of(calls::built);
        Verdict verdict = verdict(BUILDER, valid, built);
        return verdict.passed() && validates && !limited
                ? validated(calls, valid, valid ? built : Attempt.of(calls::developed))
                : verdict;
    }

    /** A path that cannot even be made, or that leads to no anchor, is refused already. */
    private static Verdict validated(PathCalls calls, boolean valid, Attempt<Optional<CertPath>> path)
            throws VectorFormatException {
        if (path instanceof Attempt.Refused<Optional<CertPath>> refused) {
            return verdict("CertificateFactory", valid, refused);
        }
        Optional<CertPath> made = ((Attempt.Returned<Optional<CertPath>>) path).value();
        if (made.isEmpty()) {
            return valid ? Verdict.notExpressible("no path for a validator that names lead along") : Verdict.pass();
        }
        return verdict(VALIDATOR, valid, Attempt.of(() -> {
            calls.validate(made.get());
            return made;
        }));
    }

    private static Verdict verdict(String engine, boolean valid, Attempt<Optional<CertPath>> attempt) {
        if (attempt instanceof Attempt.Refused<Optional<CertPath>> refused) {
            if (!refused.proper()) {
                return Verdict.fail("an answer or a proper refusal", refused.shown());
            }
            return valid ? Verdict.fail(engine + " accepts", refused.shown()) : Verdict.pass();
        }
        return valid ? Verdict.pass() : Verdict.fail("refusal", engine + " accepted an invalid path");
    }
}
