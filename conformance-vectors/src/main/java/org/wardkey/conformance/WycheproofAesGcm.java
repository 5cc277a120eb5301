package org.wardkey.conformance;

import java.util.Optional;

/** AES-GCM: {@code AeadTest} groups whose file says {@code AES-GCM}. */
final class WycheproofAesGcm implements Family {
    @Override
    public String name() {
        return "AES-GCM";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        byte[] message = test.hex("msg");
        byte[] sealed = Encodings.concat(test.hex("ct"), test.hex("tag"));
        GcmCalls gcm = new GcmCalls(
                test.hex("key"),
                test.hex("iv"),
                test.hex("aad"),
                question.group().size("tagSize"));
        Optional<Verdict> outside = outside(question, gcm, demand);
        if (outside.isPresent()) {
            return outside.get();
        }
        if (demand == FlagPolicy.Demand.REFUSE) {
            return refused(question, gcm, sealed);
        }
        CallPattern pattern = question.pattern();
        Verdict encryption = Judge.output(demand, sealed, gcm.seal(question.subject(), pattern, message));
        return encryption.passed()
                ? Judge.output(
                        demand,
                        message,
                        gcm.open(question.subject(), pattern, sealed).result())
                : encryption;
    }

    /** Wrong tags are tried in pieces and at once: either must end in a refusal that let nothing out. */
    static Verdict refused(Question question, GcmCalls gcm, byte[] sealed) throws VectorFormatException {
        for (CallPattern pattern : new CallPattern[] {
            question.pattern().inPieces(), question.pattern().atOnce()
        }) {
            GcmCalls.Opening opening = gcm.open(question.subject(), pattern, sealed);
            Verdict verdict = Judge.output(FlagPolicy.Demand.REFUSE, new byte[0], opening.result());
            if (!verdict.passed()) {
                return verdict;
            }
            if (opening.releasedBytes() > 0) {
                return Verdict.fail(
                        "no plaintext before the tag is verified",
                        opening.releasedBytes() + " bytes released, then the tag was refused");
            }
        }
        return Verdict.pass();
    }

    private static Optional<Verdict> outside(Question question, GcmCalls gcm, FlagPolicy.Demand demand) {
        Capability capability = question.capability();
        // An invalid IV length is there to be refused, so the declared lengths excuse valid vectors only.
        Optional<String> iv = demand == FlagPolicy.Demand.REFUSE
                ? Optional.empty()
                : capability.outsideGcmIv(gcm.iv().length * Byte.SIZE);
        return Question.firstOutside(
                question.subject().missing("Cipher", GcmCalls.TRANSFORMATION),
                capability.outsideAesKey(gcm.key().length * Byte.SIZE),
                capability.outsideGcmTag(gcm.tagBits()),
                iv);
    }
}
