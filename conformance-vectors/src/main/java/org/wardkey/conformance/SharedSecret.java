package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * One agreement on a secret of an ACVP test, and the two questions about it.
 *
 * @param domain the curve or group, in messages
 * @param algorithm the JCA name
 * @param peer decodes the peer's public key
 * @param own decodes a given private key of ours
 * @param generator makes a key pair of ours
 * @param shown the fields that show its public key
 * @param readShown makes a public key of these fields
 */
record SharedSecret(
        String domain,
        String algorithm,
        PeerKey peer,
        OwnKey own,
        KeySource generator,
        ShownKey shown,
        ReadShown readShown) {
    /** Decodes the peer's public key. */
    @FunctionalInterface
    interface PeerKey {
        PublicKey key(Engines engines) throws GeneralSecurityException;
    }

    /** Decodes a private key of ours. */
    @FunctionalInterface
    interface OwnKey {
        PrivateKey key(Engines engines) throws GeneralSecurityException;
    }

    /** Makes a key pair. */
    @FunctionalInterface
    interface KeySource {
        KeyPair pair(Engines engines) throws GeneralSecurityException;
    }

    /** Shows a public key. */
    @FunctionalInterface
    interface ShownKey {
        Fields of(PublicKey key) throws GeneralSecurityException;
    }

    /** Makes a public key of the fields that were shown. */
    @FunctionalInterface
    interface ReadShown {
        PublicKey key(Engines engines, Fields fields) throws GeneralSecurityException;
    }

    /** VAL: does the given secret belong to the given keys? Without published answers the second provider decides. */
    Response validity(Question question) throws VectorFormatException {
        byte[] z = question.test().hex(question.test().has("z") ? "z" : "hashZ");
        Attempt<byte[]> mine = agree(question.subject(), question);
        if (mine instanceof Attempt.Refused<byte[]> refused && !refused.proper()) {
            return Response.invalid(refused);
        }
        boolean came = matches(mine, z);
        Response.Check check = second -> {
            boolean expected = matches(agree(second, question), z);
            return expected == came ? Verdict.pass() : Verdict.fail("testPassed " + expected, "testPassed " + came);
        };
        return new Response.Given(Fields.NONE, Fields.passed(came), "", Optional.of(check), false);
    }

    private static boolean matches(Attempt<byte[]> attempt, byte[] z) {
        return attempt instanceof Attempt.Returned<byte[]> returned && Arrays.equals(returned.value(), z);
    }

    /** AFT: the provider generates its key; the second provider must reach the same secret from the same keys. */
    Response generated(Question question) throws VectorFormatException {
        Attempt<KeyPair> generation = Attempt.of(() -> generator.pair(question.subject()));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return new Response.Unanswered("a key pair", true, refused);
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        Attempt<byte[]> z = with(engines -> pair.getPrivate()).agree(question.subject(), question);
        if (z instanceof Attempt.Refused<byte[]> refused) {
            return new Response.Unanswered("a shared secret", true, refused);
        }
        Attempt<Fields> key = Attempt.of(() -> shown.of(pair.getPublic()));
        if (key instanceof Attempt.Refused<Fields> refused) {
            return new Response.Faulty(Verdict.fail("a public key that can be read", refused.shown()));
        }
        byte[] secret = ((Attempt.Returned<byte[]>) z).value();
        Fields fields = ((Attempt.Returned<Fields>) key).value();
        GeneratedSecret generated = new GeneratedSecret(this, pair.getPrivate(), fields, secret);
        return Response.random(
                Fields.NONE, fields.with(isHashed(question) ? "hashZ" : "z", secret), generated.check(question));
    }

    /** The same agreement with another private key. */
    SharedSecret with(OwnKey key) {
        return new SharedSecret(domain, algorithm, peer, key, generator, shown, readShown);
    }

    private static boolean isHashed(Question question) {
        return !question.group().textOr("hashFunctionZ", "none").equals("none");
    }

    /** The secret, or its hash where that is asked for. */
    Attempt<byte[]> agree(Engines engines, Question question) throws VectorFormatException {
        Attempt<byte[]> z = AgreementCalls.agree(
                engines, question.pattern(), algorithm, () -> own.key(engines), () -> peer.key(engines));
        String hash = question.group().textOr("hashFunctionZ", "none");
        return hash.equals("none") || !(z instanceof Attempt.Returned<byte[]> returned)
                ? z
                : Attempt.of(() -> MessageDigest.getInstance(Names.digest(hash)).digest(returned.value()));
    }
}
