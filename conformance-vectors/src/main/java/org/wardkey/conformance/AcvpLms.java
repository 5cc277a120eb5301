package org.wardkey.conformance;

import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verification of LMS: the key is one of HSS with a single level, as the JCA takes it.
 *
 * <pre>
 * key        u32 levels = 1, u32 LMS type, u32 LM-OTS type, I[16], T[1]
 * signature  u32 signed public keys = 0, LMS signature
 * </pre>
 *
 * <p>A well-formed key that the provider does not take tells that it lacks the parameter set: there is nothing else in
 * a key that could be refused. Source: ACVP specification "LMS"; RFC 8554 §6; RFC 9708 §4; SP 800-208 §4.
 */
final class AcvpLms implements AcvpFamily {
    /** The JCA's name; Bouncy Castle calls the same LMS. */
    private static final String STANDARD_NAME = "HSS/LMS";

    private static final String OTHER_NAME = "LMS";
    private static final int KEY_BYTES_BEFORE_ROOT = 24;
    private static final byte[] ONE_LEVEL = {0, 0, 0, 1};
    private static final byte[] NO_SIGNED_KEYS = {0, 0, 0, 0};

    @Override
    public String name() {
        return "LMS verify";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        Engines subject = question.subject();
        Optional<String> name = algorithm(subject);
        if (name.isEmpty()) {
            return Response.outside(subject.provider().getName() + " has no Signature " + STANDARD_NAME);
        }
        String algorithm = name.get();
        JsonObject group = question.group();
        byte[] raw = group.hex("publicKey");
        String sets = group.text("lmsMode") + " with " + group.text("lmOtsMode");
        if (raw.length != KEY_BYTES_BEFORE_ROOT + rootBytes(group.text("lmsMode"))) {
            throw new VectorFormatException(group.where(), "a public key of " + raw.length + " bytes for " + sets);
        }
        byte[] key = encoded(raw);
        if (!takes(subject, algorithm, key)) {
            return Response.outside(subject.provider().getName() + " takes no key of " + sets);
        }
        JsonObject test = question.test();
        return Response.validity(SignatureCalls.plain(algorithm)
                .verify(
                        subject,
                        question.pattern(),
                        () -> subject.publicKey(algorithm, key),
                        test.hex("message"),
                        Encodings.concat(NO_SIGNED_KEYS, test.hex("signature"))));
    }

    /** The provider's name of the algorithm; empty when it has none. */
    static Optional<String> algorithm(Engines engines) {
        return Stream.of(STANDARD_NAME, OTHER_NAME)
                .filter(name -> engines.missing("Signature", name).isEmpty())
                .findFirst();
    }

    /** Whether the provider takes keys of two parameter sets, by their numbers. */
    static boolean takes(Engines engines, String algorithm, int lms, int lmOts, int rootBytes)
            throws VectorFormatException {
        byte[] raw = ByteBuffer.allocate(KEY_BYTES_BEFORE_ROOT + rootBytes)
                .putInt(lms)
                .putInt(lmOts)
                .array();
        return takes(engines, algorithm, encoded(raw));
    }

    private static byte[] encoded(byte[] raw) {
        return Encodings.publicKey(STANDARD_NAME, Encodings.concat(ONE_LEVEL, raw));
    }

    private static boolean takes(Engines engines, String algorithm, byte[] key) throws VectorFormatException {
        Attempt<Optional<PublicKey>> attempt = Attempt.of(() -> {
            PublicKey made = engines.publicKey(algorithm, key);
            Signature.getInstance(algorithm, engines.provider()).initVerify(made);
            return Optional.of(made);
        });
        // An improper exception is no way to say so: verification ends in it again, and it shows as a failure.
        return !(attempt instanceof Attempt.Refused<Optional<PublicKey>> refused) || !refused.proper();
    }

    private static int rootBytes(String mode) {
        return mode.contains("_M24_") ? 24 : 32;
    }
}
