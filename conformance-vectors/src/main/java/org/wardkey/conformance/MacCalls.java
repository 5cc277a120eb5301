package org.wardkey.conformance;

import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A message authentication code as an application calls it.
 *
 * @param algorithm the JCA name
 * @param keyAlgorithm the name of its keys
 * @param parameters none, or the one parameter object to set
 */
record MacCalls(String algorithm, String keyAlgorithm, List<AlgorithmParameterSpec> parameters) {
    static MacCalls of(String algorithm) {
        String keyAlgorithm = algorithm.startsWith("AES") ? "AES" : algorithm.replace("CMAC", "");
        return new MacCalls(algorithm, keyAlgorithm, List.of());
    }

    boolean isAes() {
        return keyAlgorithm.equals("AES");
    }

    Optional<Verdict> outside(Question question, byte[] key) {
        if (key.length == 0) {
            return Optional.of(Verdict.notExpressible("SecretKeySpec takes no empty key"));
        }
        return Question.firstOutside(question.subject().missing("Mac", algorithm));
    }

    /** The whole tag. */
    Attempt<byte[]> mac(Engines engines, CallPattern pattern, byte[] key, byte[] message) throws VectorFormatException {
        return Attempt.of(() -> {
            Mac mac = engines.mac(algorithm, pattern);
            SecretKeySpec secret = new SecretKeySpec(key, keyAlgorithm);
            if (parameters.isEmpty()) {
                mac.init(secret);
            } else {
                mac.init(secret, parameters.get(0));
            }
            if (pattern.reused() && parameters.isEmpty()) {
                // doFinal resets to the initialised state: what came before must not show in the result.
                mac.update((byte) 1);
                mac.doFinal();
            }
            pattern.feed(message, mac::update);
            return mac.doFinal();
        });
    }

    /** Wycheproof's question: is this the tag? An invalid one must not be what the provider computes. */
    static Verdict judge(FlagPolicy.Demand demand, byte[] tag, int tagBytes, Attempt<byte[]> attempt) {
        if (demand != FlagPolicy.Demand.REFUSE || !(attempt instanceof Attempt.Returned<byte[]> returned)) {
            return Judge.output(demand, tag, WycheproofHmac.truncated(attempt, tagBytes));
        }
        return Arrays.equals(tag, Arrays.copyOf(returned.value(), tagBytes))
                ? Verdict.fail("another tag", "the invalid tag")
                : Verdict.pass();
    }
}
