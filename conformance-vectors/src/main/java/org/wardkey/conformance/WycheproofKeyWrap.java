package org.wardkey.conformance;

import java.util.Arrays;
import java.util.Optional;

/** AES key wrap: {@code KeywrapTest} groups of {@code AES-WRAP} and {@code AES-KWP}. */
final class WycheproofKeyWrap implements Family {
    private final String name;
    private final KeyWrapCalls calls;

    WycheproofKeyWrap(String name, boolean padded) {
        this.name = name;
        calls = new KeyWrapCalls(padded);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        byte[] key = test.hex("key");
        byte[] message = test.hex("msg");
        byte[] wrapped = test.hex("ct");
        Engines engines = question.subject();
        Optional<Verdict> outside = Question.firstOutside(
                engines.missing("Cipher", calls.transformation()),
                question.capability().outsideAesKey(key.length * Byte.SIZE));
        if (outside.isPresent()) {
            return outside.get();
        }
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        CallPattern pattern = question.pattern();
        Attempt<byte[]> unwrapping = calls.unwrap(engines, pattern, key, wrapped);
        Verdict verdict = Judge.output(demand, message, unwrapping);
        if (!verdict.passed() || message.length == 0) {
            return verdict;
        }
        Attempt<byte[]> wrapping = calls.wrap(engines, pattern, key, message);
        if (demand != FlagPolicy.Demand.REFUSE) {
            return Judge.output(demand, wrapped, wrapping);
        }
        // An invalid vector's message may well be wrappable, but not into the invalid ciphertext.
        boolean same =
                wrapping instanceof Attempt.Returned<byte[]> returned && Arrays.equals(returned.value(), wrapped);
        return same ? Verdict.fail("another ciphertext, or refusal", "the invalid ciphertext") : verdict;
    }
}
