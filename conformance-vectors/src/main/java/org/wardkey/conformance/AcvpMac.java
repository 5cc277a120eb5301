package org.wardkey.conformance;

import java.security.MessageDigest;
import java.util.Optional;

/** CMAC of AES and triple DES, and KMAC: generation and verification, where the JCA compares tags itself. */
final class AcvpMac implements AcvpFamily {
    private final String name;
    private final MacCalls calls;

    AcvpMac(String name, String algorithm) {
        this.name = name;
        calls = MacCalls.of(algorithm);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        int macBits = length(question, "macLen");
        int messageBits = length(question, "msgLen");
        boolean triple = test.has("key1");
        if (((triple ? 0 : length(question, "keyLen")) | macBits | messageBits) % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        byte[] key = triple ? Encodings.concat(test.hex("key1"), test.hex("key2"), test.hex("key3")) : test.hex("key");
        Optional<Verdict> outside = calls.outside(question, key)
                .or(() -> calls.isAes()
                        ? Question.firstOutside(question.capability().outsideAesKey(key.length * Byte.SIZE))
                        : triple ? Optional.empty() : outsideKmac(question, macBits));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        byte[] message = test.hexOrEmpty(test.has("msg") ? "msg" : "message");
        Attempt<byte[]> tag = WycheproofHmac.truncated(
                calls.mac(question.subject(), question.pattern(), key, message), macBits / Byte.SIZE);
        boolean verify = group.textOr("direction", "").equals("ver")
                || group.textOr("testType", "").equals("MVT");
        if (!verify || !(tag instanceof Attempt.Returned<byte[]> returned)) {
            return Response.octets("mac", tag);
        }
        return Response.of(Fields.passed(MessageDigest.isEqual(test.hex("mac"), returned.value())));
    }

    private static int length(Question question, String field) throws VectorFormatException {
        return (question.test().has(field) ? question.test() : question.group()).size(field);
    }

    private Optional<Verdict> outsideKmac(Question question, int macBits) {
        if (question.group().truthOr("xof", false)) {
            return Optional.of(Verdict.notExpressible("the JCA has no KMACXOF"));
        }
        JsonObject test = question.test();
        boolean customised = !test.textOr("customization", "").isEmpty()
                || !test.textOr("customizationHex", "").isEmpty();
        return customised
                ? Optional.of(Verdict.notExpressible("the JCA has no customisation of KMAC"))
                : outsideFixedLength(question, calls, macBits);
    }

    /** KMAC's length enters the computation, so that a longer output cannot be cut; the JCA has one length for each name. */
    static Optional<Verdict> outsideFixedLength(Question question, MacCalls calls, int macBits) {
        int fixedBits = calls.algorithm().equals("KMAC128") ? 256 : 512;
        return question.subject().missing("Mac", calls.algorithm()).isEmpty() && macBits != fixedBits
                ? Optional.of(Verdict.notExpressible("KMAC of other than its default length"))
                : Optional.empty();
    }
}
