package org.wardkey.conformance;

import java.util.Optional;

/** GMAC: {@code MacWithIvTest} groups. */
final class WycheproofGmac implements Family {
    @Override
    public String name() {
        return Gmac.FAMILY;
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        int tagBits = question.group().size("tagSize");
        Gmac gmac = new Gmac(test.hex("key"), test.hex("iv"), tagBits);
        Optional<Verdict> outside = gmac.outside(question, demand != FlagPolicy.Demand.REFUSE);
        return outside.isPresent()
                ? outside.get()
                : MacCalls.judge(demand, test.hex("tag"), tagBits / Byte.SIZE, gmac.tag(question, test.hex("msg")));
    }
}
