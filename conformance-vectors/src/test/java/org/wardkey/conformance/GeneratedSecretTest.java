package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agreements in which the provider makes its own key: both halves of it are checked, and the secret. */
class GeneratedSecretTest {
    private static final Provider JDK = Jdk.providers();

    @ParameterizedTest
    @CsvSource({"KAS-ECC-SSC, EC", "KAS-FFC-SSC, DiffieHellman", "XECDH, X25519"})
    void judge_publicKeyOfAnotherPair_fails(String algorithm, String generator) throws Exception {
        assertThat(judge(JDK, algorithm).outcome()).isEqualTo(Outcome.PASS);
        Provider mixed = new ChangedProvider(JDK)
                .with("KeyPairGenerator." + generator, () -> new BrokenKeys.TwoPairs(generator, JDK));
        Verdict verdict = judge(mixed, algorithm);
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).isEqualTo("a shown public key that belongs to the private key");
    }

    /** Its secrets are those of the right one. */
    @Test
    void judge_negatedPublicKey_fails() throws Exception {
        Provider negating = new ChangedProvider(JDK)
                .with("KeyPairGenerator.EC", () -> new BrokenKeys.TwoPairs("EC", JDK) {
                    @Override
                    public KeyPair generateKeyPair() {
                        KeyPair pair = sound.generateKeyPair();
                        return new KeyPair(negated((ECPublicKey) pair.getPublic()), pair.getPrivate());
                    }
                });
        Verdict verdict = judge(negating, "KAS-ECC-SSC");
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).isEqualTo("a shown public key that belongs to the private key");
    }

    private static PublicKey negated(ECPublicKey key) {
        BigInteger prime = ((ECFieldFp) key.getParams().getCurve().getField()).getP();
        ECPoint point =
                new ECPoint(key.getW().getAffineX(), prime.subtract(key.getW().getAffineY()));
        try {
            return KeyFactory.getInstance("EC", JDK).generatePublic(new ECPublicKeySpec(point, key.getParams()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void judge_privateKeyThatCannotBeRead_failsAndSaysWhy() throws Exception {
        Verdict verdict = judge(kept(Optional.of(new byte[] {0x30, 0x00}), false), "XECDH");
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).contains("a private key that").contains("reads");
        assertThat(verdict.came()).contains("InvalidKeySpecException");
    }

    @Test
    void judge_privateKeyThatStaysInside_isCheckedAsFarAsItGoes() throws Exception {
        assertThat(judge(kept(Optional.empty(), false), "XECDH"))
                .isEqualTo(Verdict.notExpressible("generated private key stays inside Changed"));
        assertThat(judge(kept(Optional.empty(), true), "XECDH").reason())
                .isEqualTo("a shown public key that belongs to the private key");
    }

    @Test
    void judge_secondProviderWithoutTheDomain_isOutside() throws Exception {
        Provider second = new ChangedProvider(JDK).without("KeyAgreement.X25519");
        assertThat(judge(JDK, second, "XECDH"))
                .isEqualTo(Verdict.outside("the second provider cannot agree on X25519"));
    }

    /** The JDK, with X25519 keys that have this encoding. */
    private static Provider kept(Optional<byte[]> encoding, boolean mixed) {
        return new ChangedProvider(JDK)
                .with("KeyPairGenerator.X25519", () -> new BrokenKeys.TwoPairs("X25519", JDK) {
                    @Override
                    public KeyPair generateKeyPair() {
                        KeyPair pair = mixed ? super.generateKeyPair() : sound.generateKeyPair();
                        return new KeyPair(pair.getPublic(), new KeptKey((XECPrivateKey) pair.getPrivate(), encoding));
                    }
                })
                .with("KeyAgreement.X25519", Unwrapping::new)
                .with("KeyAgreement.XDH", Unwrapping::new);
    }

    private static Verdict judge(Provider subject, String algorithm) throws Exception {
        return judge(subject, JDK, algorithm);
    }

    private static Verdict judge(Provider subject, Provider second, String algorithm) throws Exception {
        Engines peer = new Engines(JDK);
        JsonObject header = algorithm.equals("XECDH")
                ? ModuleCall.object("algorithm", algorithm, "mode", "SSC")
                : ModuleCall.object("algorithm", algorithm);
        String domain = algorithm.equals("KAS-ECC-SSC") ? "P-256" : "ffdhe2048";
        JsonObject group = algorithm.equals("XECDH")
                ? ModuleCall.object("curve", "Curve25519", "testType", "AFT")
                : ModuleCall.object(
                        "domainParameterGenerationMode",
                        domain,
                        "testType",
                        "AFT",
                        "kasRole",
                        "initiator",
                        "scheme",
                        algorithm.equals("KAS-ECC-SSC") ? "ephemeralUnified" : "dhEphem");
        JsonObject test = test(algorithm, peer);
        return AcvpFamilies.of(header)
                .judge(new Question(
                        header,
                        group,
                        test,
                        JsonObject.EMPTY,
                        Question.Projection.NONE,
                        new Engines(subject),
                        new Engines(second),
                        Capability.standard()));
    }

    private static JsonObject test(String algorithm, Engines peer) throws Exception {
        return switch (algorithm) {
            case "KAS-ECC-SSC" -> {
                Fields point = Encodings.coordinates(
                        "q", "P-256", peer.curveKeyPair("P-256").getPublic().getEncoded());
                yield ModuleCall.object(
                        "tcId",
                        1,
                        "ephemeralPublicServerX",
                        Verdict.hex(point.due("qx")),
                        "ephemeralPublicServerY",
                        Verdict.hex(point.due("qy")));
            }
            case "XECDH" ->
                ModuleCall.object(
                        "tcId",
                        1,
                        "publicServer",
                        Verdict.hex(Encodings.rawKey(peer.curveKeyPair("X25519").getPublic())));
            default -> ModuleCall.object("tcId", 1, "ephemeralPublicServer", "04");
        };
    }

    /** A key of the JDK behind a class of its own. */
    private record KeptKey(XECPrivateKey key, Optional<byte[]> encoding) implements PrivateKey {
        @Override
        public String getAlgorithm() {
            return "X25519";
        }

        @Override
        public @Nullable String getFormat() {
            return encoding.isPresent() ? "PKCS#8" : null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return encoding.orElse(null);
        }
    }

    private static final class Unwrapping extends BrokenAgreements.Base {
        private final KeyAgreement sound = sound();

        private static KeyAgreement sound() {
            try {
                return KeyAgreement.getInstance("X25519", JDK);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
            sound.init(key instanceof KeptKey kept ? kept.key() : key);
        }

        @Override
        protected @Nullable Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
            return sound.doPhase(key, lastPhase);
        }

        @Override
        protected byte[] engineGenerateSecret() {
            return sound.generateSecret();
        }
    }
}
