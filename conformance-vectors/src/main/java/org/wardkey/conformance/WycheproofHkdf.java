package org.wardkey.conformance;

import java.util.Optional;

/** HKDF: extraction and expansion in one. Source: RFC 5869 §2. */
final class WycheproofHkdf implements Family {
    private static final String PREFIX = "HKDF-";

    @Override
    public String name() {
        return "HKDF";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        String algorithm = question.header().text("algorithm");
        if (!algorithm.startsWith(PREFIX)) {
            throw new VectorFormatException(question.header().where(), "no HKDF: " + Verdict.printable(algorithm));
        }
        if (!HkdfCalls.available()) {
            return Verdict.notExpressible(HkdfCalls.unavailable());
        }
        String digest = algorithm.substring(PREFIX.length());
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsidePlainDigest(Names.digest(digest)),
                question.subject().missing("KDF", HkdfCalls.algorithm(digest)));
        if (outside.isPresent()) {
            return outside.get();
        }
        JsonObject test = question.test();
        byte[] key = test.hex("ikm");
        byte[] salt = test.hex("salt");
        byte[] info = test.hex("info");
        int bytes = test.size("size");
        Attempt<byte[]> attempt =
                Attempt.of(() -> HkdfCalls.derive(question.subject().provider(), digest, key, salt, info, bytes));
        return Judge.output(FlagPolicy.demand(test), test.hexOrEmpty("okm"), attempt);
    }
}
