package org.wardkey.conformance;

import java.util.List;

/**
 * One ACVP test of a deterministic random bit generator, as data: the JCA takes no entropy input, so the caller
 * drives its own implementation. Arrays are not copied; treat them as read-only.
 *
 * @param algorithm {@code hashDRBG}, {@code hmacDRBG} or {@code ctrDRBG}
 * @param mode the underlying function, for example {@code SHA2-256}
 * @param tcId the test's number
 * @param predictionResistance whether each generate call first reseeds with its own entropy input
 * @param entropyInput entropy of the instantiation
 * @param nonce nonce of the instantiation
 * @param personalization personalization string; empty when none
 * @param otherInput the calls that follow the instantiation, in order
 * @param returnedBits output of the <em>last</em> generate call; its length is the length to ask for each time
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of public test data, never compared or used as a key
public record DrbgVector(
        String algorithm,
        String mode,
        long tcId,
        boolean predictionResistance,
        byte[] entropyInput,
        byte[] nonce,
        byte[] personalization,
        List<OtherInput> otherInput,
        byte[] returnedBits) {
    /** Copies the list. */
    public DrbgVector {
        otherInput = List.copyOf(otherInput);
    }

    /** What a call does. */
    public enum IntendedUse {
        /** Reseed with the entropy input and additional input. */
        RESEED,
        /** Generate; with prediction resistance the entropy input reseeds first. */
        GENERATE
    }

    /**
     * One call after the instantiation.
     *
     * @param intendedUse what the call does
     * @param additionalInput additional input; empty when none
     * @param entropyInput fresh entropy; empty when none
     */
    @SuppressWarnings("ArrayRecordComponent") // as above
    public record OtherInput(IntendedUse intendedUse, byte[] additionalInput, byte[] entropyInput) {}

    static DrbgVector of(JsonObject header, JsonObject group, JsonObject test, JsonObject answer)
            throws VectorFormatException {
        List<JsonObject> calls = test.objects("otherInput");
        OtherInput[] others = new OtherInput[calls.size()];
        for (int i = 0; i < others.length; i++) {
            JsonObject call = calls.get(i);
            others[i] = new OtherInput(use(call), call.hexOrEmpty("additionalInput"), call.hexOrEmpty("entropyInput"));
        }
        return new DrbgVector(
                header.text("algorithm"),
                group.text("mode"),
                test.integer("tcId"),
                group.truth("predResistance"),
                test.hex("entropyInput"),
                test.hexOrEmpty("nonce"),
                test.hexOrEmpty("persoString"),
                List.of(others),
                answer.hex("returnedBits"));
    }

    private static IntendedUse use(JsonObject call) throws VectorFormatException {
        String use = call.text("intendedUse");
        return switch (use) {
            case "reSeed" -> IntendedUse.RESEED;
            case "generate" -> IntendedUse.GENERATE;
            default -> throw new VectorFormatException(call.where(), "unknown intendedUse " + use);
        };
    }
}
