package org.wardkey.provider.administration;

import org.wardkey.provider.gate.TimeAnswers;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.TimeAnswer;

/** The time as a configured authority signed it, in answer to a challenge of the home; good for one reading. */
final class AuthorityAnswer implements TimeSource {
    private final TimeAnswers answers;
    private final String note;

    AuthorityAnswer(TimeAnswers answers, String note) {
        this.answers = answers;
        this.note = note;
    }

    @Override
    public AuthenticatedTime time() throws Unavailable {
        try {
            TimeAnswer.Verified verified = answers.take(note);
            return new AuthenticatedTime(verified.answer().time(), "authority " + verified.signer());
        } catch (PolicyProblem e) {
            throw new Unavailable(e.refusal(), e);
        }
    }
}
