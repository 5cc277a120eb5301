package org.wardkey.conformance;

import java.util.Optional;

/** AES key wrap, with and without padding. */
final class AcvpKeyWrap implements Family {
    private final String name;
    private final KeyWrapCalls calls;

    AcvpKeyWrap(String name, boolean padded) {
        this.name = name;
        calls = new KeyWrapCalls(padded);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        JsonObject answer = question.answer();
        String cipher = group.textOr("kwCipher", "cipher");
        Optional<Verdict> outside = Question.firstOutside(
                        question.subject().missing("Cipher", calls.transformation()),
                        question.capability().outsideAesKey(group.size("keyLen")),
                        cipher.equals("cipher") ? Optional.empty() : Optional.of("key wrap with AES " + cipher))
                .or(() -> Acvp.noAnswer(question));
        if (outside.isPresent()) {
            return outside.get();
        }
        if (group.text("direction").equals("encrypt")) {
            Attempt<byte[]> wrapping =
                    calls.wrap(question.subject(), question.pattern(), test.hex("key"), test.hex("pt"));
            return Judge.output(FlagPolicy.Demand.ACCEPT, answer.hex("ct"), wrapping);
        }
        boolean valid = answer.truthOr("testPassed", answer.has("pt"));
        Attempt<byte[]> unwrapping =
                calls.unwrap(question.subject(), question.pattern(), test.hex("key"), test.hex("ct"));
        return Judge.output(
                valid ? FlagPolicy.Demand.ACCEPT : FlagPolicy.Demand.REFUSE, answer.hexOrEmpty("pt"), unwrapping);
    }
}
