package org.wardkey.conformance;

import java.util.Optional;

/** AES-CCM and AES-GCM-SIV; NIST writes their ciphertext and tag as one value. */
final class AcvpJoinedAead implements AcvpFamily {
    /** What AES-GCM-SIV has without saying so. Source: RFC 8452 §4. */
    private static final int TAG_BITS = 128;

    private static final int NONCE_BITS = 96;

    private final AeadMode mode;

    AcvpJoinedAead(AeadMode mode) {
        this.mode = mode;
    }

    @Override
    public String name() {
        return mode.family();
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        boolean siv = mode == AeadMode.GCM_SIV;
        int tagBits = siv ? TAG_BITS : group.size("tagLen");
        int ivBits = siv ? NONCE_BITS : group.size("ivLen");
        Optional<Verdict> outside = mode.outside(question, group.size("keyLen"), tagBits, ivBits, true);
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        if ((group.size("aadLen") | group.size("payloadLen")) % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        AeadCalls aead = new AeadCalls(mode, test.hex("key"), test.hex("iv"), test.hexOrEmpty("aad"), tagBits);
        return group.text("direction").equals("encrypt")
                ? Response.octets("ct", aead.seal(question.subject(), question.pattern(), test.hexOrEmpty("pt")))
                : aead.opened(question, test.hex("ct"));
    }
}
