package org.wardkey.conformance;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/**
 * What a provider says when it makes its own key for an agreement, and how the second provider sees it: with a key pair of
 * its own it has to reach one secret from the private key that was generated and from the public key that was shown, and
 * the secret that was answered from that private key and the peer's.
 *
 * @param agreement the agreement that was asked for
 * @param privateKey the generated private key
 * @param shown the fields that show its public key
 * @param secret the secret that was answered
 */
record GeneratedSecret(SharedSecret agreement, PrivateKey privateKey, Fields shown, byte[] secret) {
    private static final String ECDSA = "SHA256withECDSA";
    private static final CallPattern PATTERN = new CallPattern(false, false);

    Response.Check check(Question question) {
        return second -> check(second, question);
    }

    private Verdict check(Engines second, Question question) throws VectorFormatException {
        Attempt<KeyPair> other = Attempt.of(() -> agreement.generator().pair(second));
        if (!(other instanceof Attempt.Returned<KeyPair> theirs)
                || second.missing("KeyAgreement", agreement.algorithm()).isPresent()) {
            return Verdict.outside("the second provider cannot agree on " + agreement.domain());
        }
        byte[] encoded = privateKey.getEncoded();
        Optional<Verdict> halves = encoded == null
                ? wrongHalves(second, question.subject(), privateKey, theirs.value())
                : Optional.empty();
        if (halves.isPresent()) {
            return halves.get();
        }
        if (encoded == null) {
            return Verdict.notExpressible("generated private key stays inside "
                    + question.subject().provider().getName());
        }
        Attempt<PrivateKey> read = Attempt.of(
                () -> second.keyFactory(privateKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        if (read instanceof Attempt.Refused<PrivateKey> refused) {
            return Verdict.fail("a private key that " + second.provider().getName() + " reads", refused.shown());
        }
        PrivateKey own = ((Attempt.Returned<PrivateKey>) read).value();
        Optional<Verdict> wrong = wrongHalves(second, second, own, theirs.value());
        if (wrong.isEmpty()) {
            wrong = negated(second, own);
        }
        return wrong.isPresent()
                ? wrong.get()
                : Judge.output(
                        FlagPolicy.Demand.ACCEPT,
                        secret,
                        agreement.with(engines -> own).agree(second, question));
    }

    /**
     * What is wrong with the pair; empty when its halves belong together.
     *
     * @param holder agrees with the generated private key
     */
    private Optional<Verdict> wrongHalves(Engines second, Engines holder, PrivateKey own, KeyPair theirs)
            throws VectorFormatException {
        Attempt<byte[]> withPrivate = agree(holder, own, theirs.getPublic());
        Attempt<PublicKey> read = Attempt.of(() -> agreement.readShown().key(second, shown));
        if (read instanceof Attempt.Refused<PublicKey> refused) {
            return Optional.of(
                    Verdict.fail("a public key that " + second.provider().getName() + " reads", refused.shown()));
        }
        PublicKey publicKey = ((Attempt.Returned<PublicKey>) read).value();
        Attempt<byte[]> withPublic = agree(second, theirs.getPrivate(), publicKey);
        if (withPublic instanceof Attempt.Refused<byte[]> refused) {
            return Optional.of(
                    Verdict.fail("a public key that " + second.provider().getName() + " takes", refused.shown()));
        }
        Verdict same =
                Judge.output(FlagPolicy.Demand.ACCEPT, ((Attempt.Returned<byte[]>) withPublic).value(), withPrivate);
        return same.passed()
                ? Optional.empty()
                : Optional.of(Verdict.fail("a shown public key that belongs to the private key", same.came()));
    }

    /**
     * A point and its negative agree on one secret, which is an x-coordinate; signatures tell them apart. Empty where the second
     * provider does not sign on this curve. Source: SP 800-56A r3 §5.7.1.2; FIPS 186-5 §6.4.2.
     */
    private Optional<Verdict> negated(Engines second, PrivateKey own) throws VectorFormatException {
        if (!own.getAlgorithm().equals("EC")
                || second.missing("Signature", ECDSA).isPresent()) {
            return Optional.empty();
        }
        byte[] message = new byte[1];
        Attempt<byte[]> signed = Attempt.of(() -> {
            Signature signature = second.signature(ECDSA, PATTERN);
            signature.initSign(own);
            signature.update(message);
            return signature.sign();
        });
        if (!(signed instanceof Attempt.Returned<byte[]> made)) {
            return Optional.empty();
        }
        Attempt<Boolean> verified = Attempt.of(() -> {
            Signature signature = second.signature(ECDSA, PATTERN);
            signature.initVerify(agreement.readShown().key(second, shown));
            signature.update(message);
            return signature.verify(made.value());
        });
        Verdict same = Judge.verification(FlagPolicy.Demand.ACCEPT, verified);
        return same.passed()
                ? Optional.empty()
                : Optional.of(Verdict.fail("a shown public key that belongs to the private key", same.came()));
    }

    private Attempt<byte[]> agree(Engines engines, PrivateKey own, PublicKey peer) throws VectorFormatException {
        return AgreementCalls.agree(engines, PATTERN, agreement.algorithm(), () -> own, () -> peer);
    }
}
