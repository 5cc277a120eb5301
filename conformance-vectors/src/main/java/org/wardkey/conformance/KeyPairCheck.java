package org.wardkey.conformance;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/**
 * Whether the numbers of a key pair belong together: a provider makes the private key of its numbers, signs, makes the
 * public key of its own, and verifies.
 */
final class KeyPairCheck {
    private static final byte[] MESSAGE = "a message that nobody sends".getBytes(StandardCharsets.US_ASCII);

    private final String keyAlgorithm;
    private final String curve;
    private final int modulusBits;
    private final Fields fields;

    private KeyPairCheck(String keyAlgorithm, String curve, int modulusBits, Fields fields) {
        this.keyAlgorithm = keyAlgorithm;
        this.curve = curve;
        this.modulusBits = modulusBits;
        this.fields = fields;
    }

    static KeyPairCheck of(String keyAlgorithm, String curve, int modulusBits, Fields fields) {
        return new KeyPairCheck(keyAlgorithm, curve, modulusBits, fields);
    }

    Verdict by(Engines second) throws VectorFormatException {
        Optional<Verdict> numbers = modulusBits > 0 ? wrongRsa() : Optional.empty();
        if (numbers.isPresent()) {
            return numbers.get();
        }
        String signature = keyAlgorithm.equals("RSA")
                ? "SHA256withRSA"
                : keyAlgorithm.equals("EC") ? "SHA256withECDSA" : keyAlgorithm;
        Optional<Verdict> outside = Question.firstOutside(second.missing("Signature", signature));
        if (outside.isPresent()) {
            return outside.get();
        }
        Attempt<Boolean> attempt = Attempt.of(() -> belongTogether(second, signature));
        Verdict verdict = Judge.verification(FlagPolicy.Demand.ACCEPT, attempt);
        return verdict.passed()
                ? verdict
                : Verdict.fail(
                        "a key pair that belongs together for "
                                + second.provider().getName(),
                        verdict.came());
    }

    private boolean belongTogether(Engines second, String algorithm) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm, second.provider());
        signer.initSign(privateKey(second));
        signer.update(MESSAGE);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm, second.provider());
        verifier.initVerify(publicKey(second));
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    private PrivateKey privateKey(Engines second) throws GeneralSecurityException {
        return switch (keyAlgorithm) {
            case "RSA" -> {
                BigInteger p = number("p");
                BigInteger q = number("q");
                BigInteger d = number("d");
                yield second.keyFactory("RSA")
                        .generatePrivate(new RSAPrivateCrtKeySpec(
                                number("n"),
                                number("e"),
                                d,
                                p,
                                q,
                                d.mod(p.subtract(BigInteger.ONE)),
                                d.mod(q.subtract(BigInteger.ONE)),
                                q.modInverse(p)));
            }
            case "EC" -> AgreementCalls.ecPrivate(second, curve, octets("d"));
            default -> second.privateKey(curve, Encodings.edwardsPrivateKey(curve, octets("d")));
        };
    }

    private PublicKey publicKey(Engines second) throws GeneralSecurityException {
        return switch (keyAlgorithm) {
            case "RSA" -> second.keyFactory("RSA").generatePublic(new RSAPublicKeySpec(number("n"), number("e")));
            case "EC" -> AgreementCalls.ecPublic(second, curve, octets("qx"), octets("qy"));
            default -> second.publicKey(curve, Encodings.publicKey(curve, octets("q")));
        };
    }

    /** FIPS 186-5 A.1.1: the sizes, {@code n = pq}, and {@code ed = 1} modulo the least common multiple. */
    private Optional<Verdict> wrongRsa() {
        BigInteger p = number("p");
        BigInteger q = number("q");
        BigInteger n = number("n");
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger lcm = p1.multiply(q1).divide(p1.gcd(q1));
        if (n.bitLength() != modulusBits) {
            return Optional.of(
                    Verdict.fail("a modulus of " + modulusBits + " bits", "a modulus of " + n.bitLength() + " bits"));
        }
        if (!p.multiply(q).equals(n)) {
            return Optional.of(Verdict.fail("n = p * q", "another n"));
        }
        if (!p.isProbablePrime(64) || !q.isProbablePrime(64) || p.equals(q)) {
            return Optional.of(Verdict.fail("two primes", "a factor that is not prime, or the same one twice"));
        }
        return number("e").multiply(number("d")).mod(lcm).equals(BigInteger.ONE)
                ? Optional.empty()
                : Optional.of(Verdict.fail("e * d = 1 modulo lcm(p - 1, q - 1)", "another d"));
    }

    private BigInteger number(String name) {
        return new BigInteger(1, octets(name));
    }

    private byte[] octets(String name) {
        return fields.octets(name).orElseThrow(() -> new IllegalStateException("no field " + name));
    }
}
