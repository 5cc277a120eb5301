package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import javax.crypto.interfaces.DHPrivateKey;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPrivateKeySpec;
import javax.crypto.spec.DHPublicKeySpec;

/**
 * Diffie-Hellman in finite fields: {@code KAS-FFC-SSC} in groups of safe primes and in those that a test gives, and
 * {@code safePrimes keyGen}.
 *
 * <p>Source: ACVP specifications "KAS-FFC-SSC Sp800-56Ar3" and "safePrimes"; SP 800-56A r3 §5.7.1.1, §6.
 */
final class AcvpFiniteField implements AcvpFamily {
    /** Whose public key and which private key of ours enter Z. Source: SP 800-56A r3 §6.1.2.1, §6.2.2.1, §6.3.1. */
    private record Roles(String server, String own) {}

    private static final Map<String, Roles> ROLES = Map.of(
            "dhEphem", new Roles("ephemeral", "ephemeral"),
            "dhStatic", new Roles("static", "static"),
            "dhOneFlow initiator", new Roles("static", "ephemeral"),
            "dhOneFlow responder", new Roles("ephemeral", "static"));

    private final boolean keyGen;

    AcvpFiniteField(boolean keyGen) {
        this.keyGen = keyGen;
    }

    @Override
    public String name() {
        return keyGen ? "DH keys" : "DH shared secret";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        String name = group.text(keyGen ? "safePrimeGroup" : "domainParameterGenerationMode");
        Optional<DHParameterSpec> domain = group.has("p") ? Optional.of(given(group)) : SafePrimes.group(name);
        if (domain.isEmpty()) {
            return Response.outside("group " + name);
        }
        Optional<Verdict> outside = Question.firstOutside(question.subject()
                .missing(keyGen ? "KeyPairGenerator" : "KeyAgreement", AgreementCalls.DIFFIE_HELLMAN));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        return keyGen ? keys(question, name, domain.get()) : secret(question, name, domain.get());
    }

    /** Private keys as long as the order. */
    private static DHParameterSpec given(JsonObject group) throws VectorFormatException {
        int orderBits = new BigInteger(1, group.hex("q")).bitLength();
        return new DHParameterSpec(new BigInteger(1, group.hex("p")), new BigInteger(1, group.hex("g")), orderBits);
    }

    private static Response secret(Question question, String name, DHParameterSpec domain)
            throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        String scheme = group.text("scheme");
        if (scheme.startsWith("mqv")) {
            return Response.notExpressible("the JCA has no key agreement of Menezes, Qu and Vanstone");
        }
        Roles byScheme = ROLES.get(scheme);
        Roles roles = byScheme != null ? byScheme : ROLES.get(scheme + " " + group.text("kasRole"));
        if (roles == null) {
            return Response.outside("key agreement scheme " + scheme);
        }
        byte[] peer = test.hex(roles.server() + "PublicServer");
        byte[] own = test.hexOrEmpty(roles.own() + "PrivateIut");
        String publicField = roles.own() + "PublicIut";
        int bytes = (domain.getP().bitLength() + 7) / Byte.SIZE;
        SharedSecret agreement = new SharedSecret(
                name,
                AgreementCalls.DIFFIE_HELLMAN,
                engines -> AgreementCalls.dhPublic(engines, domain, peer),
                engines -> AgreementCalls.dhPrivate(engines, domain, own),
                engines -> engines.keyPair(
                        AgreementCalls.DIFFIE_HELLMAN, domain.getP().toString(), domain),
                key -> Fields.octets(publicField, Encodings.fixed(Encodings.unsigned(y(key)), bytes)),
                (engines, fields) -> AgreementCalls.dhPublic(engines, domain, fields.due(publicField)));
        return group.text("testType").equals("VAL") ? agreement.validity(question) : agreement.generated(question);
    }

    private static Response keys(Question question, String name, DHParameterSpec domain) throws VectorFormatException {
        Attempt<KeyPair> generation =
                Attempt.of(() -> question.subject().newKeyPair(AgreementCalls.DIFFIE_HELLMAN, domain));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return new Response.Unanswered("a key pair", true, refused);
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        if (!(pair.getPrivate() instanceof DHPrivateKey key)) {
            return Response.notExpressible("generated private key stays inside "
                    + question.subject().provider().getName());
        }
        Attempt<BigInteger> shown = Attempt.of(() -> y(pair.getPublic()));
        if (shown instanceof Attempt.Refused<BigInteger> refused) {
            return new Response.Faulty(Verdict.fail("a public key that can be read", refused.shown()));
        }
        BigInteger x = key.getX();
        BigInteger y = ((Attempt.Returned<BigInteger>) shown).value();
        return Response.random(
                Fields.NONE,
                Fields.octets("x", Encodings.unsigned(x)).with("y", Encodings.unsigned(y)),
                second -> check(second, name, domain, x, y));
    }

    /** Numbers first; then the second provider has to take both halves, and to reach one secret from either side. */
    private static Verdict check(Engines second, String name, DHParameterSpec domain, BigInteger x, BigInteger y)
            throws VectorFormatException {
        BigInteger order = domain.getP().shiftRight(1);
        if (x.signum() <= 0 || x.compareTo(order) >= 0) {
            return Verdict.fail("a private key from 1 to q - 1 of " + name, "one outside");
        }
        if (!domain.getG().modPow(x, domain.getP()).equals(y)) {
            return Verdict.fail("y = g^x modulo p", "another y");
        }
        Optional<Verdict> noSecond =
                Question.firstOutside(second.missing("KeyAgreement", AgreementCalls.DIFFIE_HELLMAN));
        if (noSecond.isPresent()) {
            return noSecond.get();
        }
        CallPattern pattern = new CallPattern(false, false);
        Attempt<KeyPair> other = Attempt.of(() -> second.newKeyPair(AgreementCalls.DIFFIE_HELLMAN, domain));
        if (!(other instanceof Attempt.Returned<KeyPair> theirs)) {
            return Verdict.outside("the second provider cannot agree on " + name);
        }
        PublicKey theirPublic = theirs.value().getPublic();
        Attempt<byte[]> one = AgreementCalls.agree(
                second,
                pattern,
                AgreementCalls.DIFFIE_HELLMAN,
                () -> second.keyFactory(AgreementCalls.DIFFIE_HELLMAN)
                        .generatePrivate(new DHPrivateKeySpec(x, domain.getP(), domain.getG())),
                () -> theirPublic);
        Attempt<byte[]> way = AgreementCalls.agree(
                second,
                pattern,
                AgreementCalls.DIFFIE_HELLMAN,
                theirs.value()::getPrivate,
                () -> second.keyFactory(AgreementCalls.DIFFIE_HELLMAN)
                        .generatePublic(new DHPublicKeySpec(y, domain.getP(), domain.getG())));
        return one instanceof Attempt.Returned<byte[]> a && way instanceof Attempt.Returned<byte[]> b
                ? Judge.equal(a.value(), b.value())
                : Verdict.fail("a key pair that " + second.provider().getName() + " takes", one + ", " + way);
    }

    private static BigInteger y(PublicKey key) throws GeneralSecurityException {
        if (key instanceof DHPublicKey dh) {
            return dh.getY();
        }
        throw new InvalidKeyException("a public key of " + key.getClass().getName());
    }
}
