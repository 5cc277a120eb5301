package org.wardkey.conformance;

import java.security.MessageDigest;
import java.util.Optional;

/** GMAC: generation and verification with a given initialisation vector. */
final class AcvpGmac implements AcvpFamily {
    @Override
    public String name() {
        return Gmac.FAMILY;
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        boolean encrypt = group.text("direction").equals("encrypt");
        if (encrypt && !group.textOr("ivGen", "external").equals("external")) {
            return Response.notExpressible("GMAC with an own initialisation vector");
        }
        if ((group.size("ivLen") | group.size("aadLen") | group.size("tagLen")) % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        Gmac gmac = new Gmac(test.hex("key"), test.hex("iv"), group.size("tagLen"));
        Optional<Verdict> outside = gmac.outside(question, true);
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        Attempt<byte[]> tag = gmac.tag(question, test.hexOrEmpty("aad"));
        return encrypt || !(tag instanceof Attempt.Returned<byte[]> returned)
                ? Response.octets("tag", tag)
                : Response.of(Fields.passed(MessageDigest.isEqual(test.hex("tag"), returned.value())));
    }
}
