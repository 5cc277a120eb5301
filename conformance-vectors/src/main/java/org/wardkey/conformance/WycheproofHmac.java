package org.wardkey.conformance;

import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC: {@code MacTest} groups; the JCA does not truncate, so the tag is compared with the first bytes. */
final class WycheproofHmac implements Family {
    private static final String PREFIX = "HMAC";

    @Override
    public String name() {
        return "HMAC";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        String digest = digest(question.header().text("algorithm"));
        byte[] key = test.hex("key");
        byte[] tag = test.hex("tag");
        Optional<Verdict> outside = outside(question, digest, key);
        if (outside.isPresent()) {
            return outside.get();
        }
        int tagBytes = question.group().size("tagSize") / Byte.SIZE;
        Attempt<byte[]> attempt = mac(question.subject(), question.pattern(), digest, key, test.hex("msg"));
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        if (demand != FlagPolicy.Demand.REFUSE || !(attempt instanceof Attempt.Returned<byte[]> returned)) {
            return Judge.output(demand, tag, truncated(attempt, tagBytes));
        }
        return Arrays.equals(tag, Arrays.copyOf(returned.value(), tagBytes))
                ? Verdict.fail("another tag", "the invalid tag")
                : Verdict.pass();
    }

    static Optional<Verdict> outside(Question question, String digest, byte[] key) {
        if (key.length == 0) {
            return Optional.of(Verdict.notExpressible("SecretKeySpec takes no empty key"));
        }
        return Question.firstOutside(
                question.capability().outsidePlainDigest(digest),
                question.subject().missing("Mac", Names.hmac(digest)));
    }

    static Attempt<byte[]> mac(Engines engines, CallPattern pattern, String digest, byte[] key, byte[] message)
            throws VectorFormatException {
        return Attempt.of(() -> {
            Mac mac = engines.mac(Names.hmac(digest), pattern);
            mac.init(new SecretKeySpec(key, Names.hmac(digest)));
            if (pattern.reused()) {
                // doFinal resets to the initialised state: what came before must not show in the result.
                mac.update((byte) 1);
                mac.doFinal();
            }
            pattern.feed(message, mac::update);
            return mac.doFinal();
        });
    }

    static Attempt<byte[]> truncated(Attempt<byte[]> attempt, int bytes) {
        return attempt instanceof Attempt.Returned<byte[]> returned
                ? new Attempt.Returned<>(Arrays.copyOf(returned.value(), Math.min(bytes, returned.value().length)))
                : attempt;
    }

    /** {@code HMACSHA512/256} becomes {@code SHA-512/256}, {@code HMACSHA3-224} becomes {@code SHA3-224}. */
    private static String digest(String algorithm) {
        String hash = algorithm.startsWith(PREFIX) ? algorithm.substring(PREFIX.length()) : algorithm;
        return hash.matches("SHA[0-9]{3}.*|SHA1") ? "SHA-" + hash.substring(3) : hash;
    }
}
