package org.wardkey.conformance;

import java.util.Optional;

/** {@code AeadTest} groups: AES-GCM, AES-CCM, AES-GCM-SIV and ChaCha20-Poly1305. */
final class WycheproofAead implements Family {
    private final AeadMode mode;

    WycheproofAead(AeadMode mode) {
        this.mode = mode;
    }

    @Override
    public String name() {
        return mode.family();
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        byte[] message = test.hex("msg");
        byte[] sealed = Encodings.concat(test.hex("ct"), test.hex("tag"));
        int tagBits = question.group().size("tagSize");
        AeadCalls calls = new AeadCalls(mode, test.hex("key"), test.hex("iv"), test.hex("aad"), tagBits);
        Optional<Verdict> outside = mode.outside(
                question,
                calls.key().length * Byte.SIZE,
                tagBits,
                calls.iv().length * Byte.SIZE,
                demand != FlagPolicy.Demand.REFUSE);
        if (outside.isPresent()) {
            return outside.get();
        }
        if (demand == FlagPolicy.Demand.REFUSE) {
            return calls.refused(question, sealed);
        }
        CallPattern pattern = question.pattern();
        Verdict encryption = Judge.output(demand, sealed, calls.seal(question.subject(), pattern, message));
        return encryption.passed()
                ? Judge.output(
                        demand,
                        message,
                        calls.open(question.subject(), pattern, sealed).result())
                : encryption;
    }
}
