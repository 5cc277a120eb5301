package org.wardkey.conformance;

import java.util.Optional;

/** HMAC with SHA-1, SHA-2 and SHA-3, revisions 1.0 (lengths in the group) and 2.0 (lengths in the test). */
final class AcvpHmac implements AcvpFamily {
    private static final String PREFIX = "HMAC-";

    @Override
    public String name() {
        return "HMAC";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        String digest = Names.digest(question.header().text("algorithm").substring(PREFIX.length()));
        JsonObject test = question.test();
        JsonObject lengths = test.has("macLen") ? test : question.group();
        int macBits = lengths.size("macLen");
        if ((lengths.size("keyLen") | lengths.size("msgLen") | macBits) % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        byte[] key = test.hex("key");
        Optional<Verdict> outside = WycheproofHmac.outside(question, digest, key);
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        Attempt<byte[]> attempt =
                WycheproofHmac.mac(question.subject(), question.pattern(), digest, key, test.hex("msg"));
        return Response.octets("mac", WycheproofHmac.truncated(attempt, macBits / Byte.SIZE));
    }
}
