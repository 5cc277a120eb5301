package org.wardkey.conformance;

import java.util.Optional;

/** RSA PKCS#1 v1.5 signature generation, which is deterministic: {@code RsassaPkcs1Generate} groups. */
final class WycheproofRsaSign implements Family {
    @Override
    public String name() {
        return "RSA-PKCS1 sign";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        String digest = Names.digest(group.text("sha"));
        String algorithm = Names.signature(digest, "RSA");
        Engines engines = question.subject();
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideDigest(digest),
                question.capability().outsideRsa(group.size("keySize")),
                engines.missing("Signature", algorithm));
        if (outside.isPresent()) {
            return outside.get();
        }
        byte[] key = group.hex("privateKeyPkcs8");
        Attempt<byte[]> attempt = SignatureCalls.plain(algorithm)
                .sign(engines, question.pattern(), () -> engines.privateKey("RSA", key), test.hex("msg"));
        return Judge.output(FlagPolicy.demand(test), test.hex("sig"), attempt);
    }
}
