package org.wardkey.conformance;

import java.util.Optional;

/** {@code MacTest} groups beside HMAC: AES-CMAC, and KMAC without customisation. */
final class WycheproofMac implements Family {
    private final String name;
    private final MacCalls calls;

    WycheproofMac(String name, String algorithm) {
        this.name = name;
        calls = MacCalls.of(algorithm);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        byte[] key = test.hex("key");
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        int tagBits = question.group().size("tagSize");
        Optional<Verdict> outside = calls.outside(question, key)
                .or(() -> calls.isAes() && demand != FlagPolicy.Demand.REFUSE
                        ? Question.firstOutside(question.capability().outsideAesKey(key.length * Byte.SIZE))
                        : Optional.empty())
                .or(() -> calls.isAes() ? Optional.empty() : AcvpMac.outsideFixedLength(question, calls, tagBits));
        return outside.isPresent()
                ? outside.get()
                : MacCalls.judge(
                        demand,
                        test.hex("tag"),
                        tagBits / Byte.SIZE,
                        calls.mac(question.subject(), question.pattern(), key, test.hex("msg")));
    }
}
