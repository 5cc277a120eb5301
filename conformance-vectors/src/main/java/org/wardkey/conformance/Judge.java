package org.wardkey.conformance;

import java.util.Arrays;

/** Compares what a provider did with what a vector demands. */
final class Judge {
    private Judge() {}

    /** For calls that return bytes: accepting means returning exactly the expected ones. */
    static Verdict output(FlagPolicy.Demand demand, byte[] expected, Attempt<byte[]> attempt) {
        if (attempt instanceof Attempt.Refused<byte[]> refused) {
            return refusal(demand, refused, Verdict.hex(expected));
        }
        byte[] came = ((Attempt.Returned<byte[]>) attempt).value();
        if (demand == FlagPolicy.Demand.REFUSE) {
            return Verdict.fail("refusal", "accepted, giving " + Verdict.hex(came));
        }
        return equal(expected, came);
    }

    /** For verification: true means accepted, false and a proper exception mean refused. */
    static Verdict verification(FlagPolicy.Demand demand, Attempt<Boolean> attempt) {
        if (attempt instanceof Attempt.Refused<Boolean> refused) {
            return refusal(demand, refused, "valid signature accepted");
        }
        boolean accepted = ((Attempt.Returned<Boolean>) attempt).value();
        return switch (demand) {
            case ACCEPT ->
                accepted ? Verdict.pass() : Verdict.fail("valid signature accepted", "verify returned false");
            case REFUSE -> accepted ? Verdict.fail("refusal", "invalid signature accepted") : Verdict.pass();
            case EITHER -> Verdict.pass();
        };
    }

    /** An exact comparison, without room for refusal. */
    static Verdict equal(byte[] expected, byte[] came) {
        return Arrays.equals(expected, came) ? Verdict.pass() : Verdict.fail(Verdict.hex(expected), Verdict.hex(came));
    }

    private static Verdict refusal(FlagPolicy.Demand demand, Attempt.Refused<?> refused, String expected) {
        if (!refused.proper()) {
            return Verdict.fail("an answer or a proper refusal", refused.shown());
        }
        return demand == FlagPolicy.Demand.ACCEPT ? Verdict.fail(expected, refused.shown()) : Verdict.pass();
    }
}
