package org.wardkey.conformance;

import java.util.Optional;

/** AES key wrap, with and without padding. */
final class AcvpKeyWrap implements AcvpFamily {
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
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        String cipher = group.textOr("kwCipher", "cipher");
        Optional<Verdict> outside = Question.firstOutside(
                question.subject().missing("Cipher", calls.transformation()),
                question.capability().outsideAesKey(group.size("keyLen")),
                cipher.equals("cipher") ? Optional.empty() : Optional.of("key wrap with AES " + cipher));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        Engines engines = question.subject();
        byte[] key = test.hex("key");
        return group.text("direction").equals("encrypt")
                ? Response.octets("ct", calls.wrap(engines, question.pattern(), key, test.hex("pt")))
                : Response.octetsOrInvalid("pt", calls.unwrap(engines, question.pattern(), key, test.hex("ct")));
    }
}
