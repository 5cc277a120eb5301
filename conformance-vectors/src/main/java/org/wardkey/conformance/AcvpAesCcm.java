package org.wardkey.conformance;

import java.util.Optional;

/** AES-CCM; NIST writes ciphertext and tag as one value. */
final class AcvpAesCcm implements AcvpFamily {
    @Override
    public String name() {
        return AeadMode.CCM.family();
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        int tagBits = group.size("tagLen");
        Optional<Verdict> outside =
                AeadMode.CCM.outside(question, group.size("keyLen"), tagBits, group.size("ivLen"), true);
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        if ((group.size("aadLen") | group.size("payloadLen")) % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        AeadCalls ccm = new AeadCalls(AeadMode.CCM, test.hex("key"), test.hex("iv"), test.hexOrEmpty("aad"), tagBits);
        return group.text("direction").equals("encrypt")
                ? Response.octets("ct", ccm.seal(question.subject(), question.pattern(), test.hexOrEmpty("pt")))
                : ccm.opened(question, test.hex("ct"));
    }
}
