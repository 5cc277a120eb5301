package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wycheproof's ML-KEM, ML-DSA signatures and HKDF, with values that are made on the spot. */
class WycheproofLatticeTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String SET = "ML-KEM-768";
    private static final String SEED = "07".repeat(64);
    private static final boolean LATTICES = Runtime.version().feature() >= 24;

    private static Verdict judge(Provider provider, String algorithm, Map<String, Object> group, Object... test)
            throws VectorFormatException {
        JsonObject given = ModuleCall.object(test);
        Engines engines = new Engines(provider);
        Family family = Map.<String, Family>of("MlDsaSign", new WycheproofMlDsaSign(), "HkdfTest", new WycheproofHkdf())
                .getOrDefault(String.valueOf(group.get("type")), new WycheproofMlKem());
        return family.judge(new Question(
                ModuleCall.object("algorithm", algorithm),
                new JsonObject(group, "group"),
                given,
                JsonObject.EMPTY,
                Question.Projection.NONE,
                engines,
                engines,
                Capability.standard()));
    }

    private static Outcome kem(Provider provider, String type, Object... test) throws VectorFormatException {
        return judge(provider, "ML-KEM", Map.of("type", type, "parameterSet", SET), test)
                .outcome();
    }

    private static Fields keys() throws VectorFormatException {
        return ((Response.Given)
                        AcvpMlKem.keyPair(new Engines(Jdk.providers()), SET, GivenRandom.of(HEX.parseHex(SEED))))
                .test();
    }

    private static String hex(Fields fields, String name) {
        return HEX.formatHex(fields.octets(name).orElseThrow());
    }

    /** Ciphertext and secret for the key. */
    private static String[] encapsulated(String key) throws Exception {
        Engines jdk = new Engines(Jdk.providers());
        PublicKey publicKey = jdk.publicKey(SET, Encodings.publicKey(SET, HEX.parseHex(key)));
        KemCalls.Encapsulated came = KemCalls.encapsulate(jdk.provider(), SET, publicKey, GivenRandom.of(new byte[32]));
        return new String[] {HEX.formatHex(came.ciphertext()), HEX.formatHex(came.secret())};
    }

    @Test
    void mlKem_jdk_passesWhatIsRightAndFailsWhatIsNot() throws Exception {
        if (!LATTICES) {
            assertThat(kem(Jdk.providers(), "MLKEMKeyGen", "tcId", 1)).isEqualTo(Outcome.OUTSIDE_CAPABILITY);
            return;
        }
        Provider jdk = Jdk.providers();
        String ek = hex(keys(), "ek");
        String dk = hex(keys(), "dk");
        String[] ck = encapsulated(ek);
        String zeros = "00".repeat(32);
        for (boolean valid : new boolean[] {true, false}) {
            Outcome due = valid ? Outcome.PASS : Outcome.FAIL;
            String result = valid ? "valid" : "invalid";
            assertThat(kem(jdk, "MLKEMKeyGen", "tcId", 1, "seed", SEED, "ek", ek, "dk", dk, "result", result))
                    .isEqualTo(due);
            assertThat(kem(
                            jdk,
                            "MLKEMEncapsTest",
                            "tcId",
                            1,
                            "m",
                            zeros,
                            "ek",
                            ek,
                            "c",
                            ck[0],
                            "K",
                            ck[1],
                            "result",
                            result))
                    .isEqualTo(due);
            assertThat(kem(jdk, "MLKEMTest", "tcId", 1, "seed", SEED, "c", ck[0], "K", ck[1], "result", result))
                    .isEqualTo(due);
            assertThat(kem(
                            jdk,
                            "MLKEMDecapsValidationTest",
                            "tcId",
                            1,
                            "dk",
                            dk,
                            "c",
                            ck[0],
                            "K",
                            ck[1],
                            "result",
                            result))
                    .isEqualTo(due);
        }
        assertThat(kem(jdk, "MLKEMTest", "tcId", 1, "seed", SEED, "c", ck[0], "K", zeros, "result", "valid"))
                .isEqualTo(Outcome.FAIL);
        assertThat(kem(jdk, "MLKEMEncapsTest", "tcId", 1, "m", zeros, "ek", ek, "c", "", "K", "", "result", "valid"))
                .isEqualTo(Outcome.FAIL);
        assertThat(kem(jdk, "MLKEMTest", "tcId", 1, "seed", SEED, "c", ck[0] + "00", "result", "invalid"))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void mlKem_seedOfAnotherLength_isRefusedOrNotExpressible() throws Exception {
        if (!LATTICES) {
            return;
        }
        String c = encapsulated(hex(keys(), "ek"))[0];
        Object[] test = {"tcId", 1, "seed", SEED.substring(2), "c", c, "result", "invalid"};
        assertThat(kem(new BouncyCastleProvider(), "MLKEMTest", test)).isEqualTo(Outcome.PASS);
        assertThat(kem(Jdk.providers(), "MLKEMTest", test)).isIn(Outcome.PASS, Outcome.NOT_EXPRESSIBLE);
    }

    /** A key factory that cuts what is too long, and one that loses a bit. */
    @Test
    void mlKem_brokenKeyFactories_areFound() throws Exception {
        if (!LATTICES) {
            return;
        }
        String dk = hex(keys(), "dk");
        String[] ck = encapsulated(hex(keys(), "ek"));
        Provider cuts = new ChangedProvider(Jdk.providers()).with("KeyFactory." + SET, () -> new KeyChanger(true));
        assertThat(kem(
                        cuts,
                        "MLKEMDecapsValidationTest",
                        "tcId",
                        1,
                        "dk",
                        dk,
                        "c",
                        ck[0],
                        "K",
                        ck[1],
                        "result",
                        "valid"))
                .isEqualTo(Outcome.PASS);
        Object[] tooLong = {"tcId", 1, "dk", dk + "00", "c", ck[0], "result", "invalid"};
        assertThat(kem(Jdk.providers(), "MLKEMDecapsValidationTest", tooLong)).isEqualTo(Outcome.PASS);
        assertThat(kem(cuts, "MLKEMDecapsValidationTest", tooLong)).isEqualTo(Outcome.FAIL);
        Provider loses = new ChangedProvider(Jdk.providers()).with("KeyFactory." + SET, () -> new KeyChanger(false));
        assertThat(kem(
                        loses,
                        "MLKEMDecapsValidationTest",
                        "tcId",
                        1,
                        "dk",
                        dk,
                        "c",
                        ck[0],
                        "K",
                        ck[1],
                        "result",
                        "valid"))
                .isEqualTo(Outcome.FAIL);
    }

    private static Outcome sign(Provider provider, String algorithm, Object... test) throws VectorFormatException {
        return judge(provider, algorithm, Map.of("type", "MlDsaSign", "privateSeed", SEED.substring(64)), test)
                .outcome();
    }

    @Test
    void mlDsa_jdk_passesWhatIsRightAndFailsWhatIsNot() throws Exception {
        assertThat(sign(Jdk.providers(), "ML-DSA-44", "tcId", 1, "mu", "00", "result", "valid"))
                .isEqualTo(Outcome.NOT_EXPRESSIBLE);
        assertThat(sign(Jdk.providers(), "ML-DSA-44", "tcId", 1, "msg", "00", "ctx", "00", "result", "valid"))
                .isEqualTo(Outcome.NOT_EXPRESSIBLE);
        if (!LATTICES) {
            return;
        }
        String signature = signature("ML-DSA-44");
        Object[] right = {"tcId", 1, "msg", "0102", "sig", signature, "result", "valid"};
        assertThat(sign(Jdk.providers(), "ML-DSA-44", right)).isEqualTo(Outcome.PASS);
        assertThat(sign(new BouncyCastleProvider(), "ML-DSA-44", right)).isEqualTo(Outcome.PASS);
        assertThat(sign(Jdk.providers(), "ML-DSA-44", "tcId", 1, "msg", "0103", "sig", signature, "result", "valid"))
                .isEqualTo(Outcome.FAIL);
        assertThat(sign(Jdk.providers(), "ML-DSA-44", "tcId", 1, "msg", "0102", "result", "invalid"))
                .isEqualTo(Outcome.FAIL);
        Provider broken = new ChangedProvider(Jdk.providers()).with("Signature.ML-DSA-44", FlipsBit::new);
        assertThat(sign(broken, "ML-DSA-44", right)).isEqualTo(Outcome.FAIL);
    }

    private static String signature(String set) throws Exception {
        Engines jdk = new Engines(Jdk.providers());
        PrivateKey key = SeedKeys.of(jdk, set, HEX.parseHex(SEED.substring(64)));
        Attempt<byte[]> signed = Attempt.of(() -> {
            Signature signature = jdk.signature(set, new CallPattern(false, false));
            signature.initSign(key, GivenRandom.of(new byte[32]));
            signature.update(new byte[] {1, 2});
            return signature.sign();
        });
        return HEX.formatHex(((Attempt.Returned<byte[]>) signed).value());
    }

    /** RFC 5869 A.1. */
    @Test
    void hkdf_jdk_passesWhatIsRightAndFailsWhatIsNot() throws Exception {
        Object[] right = {
            "tcId",
            1,
            "ikm",
            "0b".repeat(22),
            "salt",
            "000102030405060708090a0b0c",
            "info",
            "f0f1f2f3f4f5f6f7f8f9",
            "size",
            42,
            "okm",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
            "result",
            "valid"
        };
        Map<String, Object> group = Map.of("type", "HkdfTest");
        if (!HkdfCalls.available()) {
            assertThat(judge(Jdk.providers(), "HKDF-SHA-256", group, right).outcome())
                    .isEqualTo(Outcome.NOT_EXPRESSIBLE);
            return;
        }
        assertThat(judge(Jdk.providers(), "HKDF-SHA-256", group, right).outcome())
                .isEqualTo(Outcome.PASS);
        Provider other = new ChangedProvider(Jdk.providers()).redirecting("KDF.HKDF-SHA256", "HKDF-SHA384");
        assertThat(judge(other, "HKDF-SHA-256", group, right).outcome()).isEqualTo(Outcome.FAIL);
        Object[] tooLong = {
            "tcId", 1, "ikm", "00", "salt", "", "info", "", "size", 255 * 32 + 1, "okm", "", "result", "invalid"
        };
        assertThat(judge(Jdk.providers(), "HKDF-SHA-256", group, tooLong).outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(judge(other, "HKDF-SHA-256", group, tooLong).outcome()).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @CsvSource({"*mlkem*, 1129, 1089", "*mldsa*sign*, 220, 214", "*hkdf_sha256*, 83, 86", "*hkdf_sha512*, 80, 83"})
    void sharedFiles_allRunAndFailOnlyAsListed(String glob, int bouncyCastle, int ofJdk) throws Exception {
        if (Jdk.vectors().isEmpty() || Runtime.version().feature() < 25) {
            return;
        }
        Provider jdk = Jdk.providers();
        for (Provider provider : List.of(new BouncyCastleProvider(), jdk)) {
            Report report = Conformance.of(provider, Jdk.providers(), Capability.standard(), TestListener.NONE)
                    .matching("wycheproof/" + glob)
                    .run(List.of(Jdk.vectors().get()));
            // Both sign with keys out of range; Bouncy Castle's HKDF throws an exception that the JCA does not know.
            assertThat(report.failures())
                    .allSatisfy(failure -> assertThat(failure.flags())
                            .containsAnyOf("InvalidPrivateKey", provider.equals(jdk) ? "none" : "SizeTooLarge"));
            assertThat(report.totals().passed())
                    .isEqualTo(provider instanceof BouncyCastleProvider ? bouncyCastle : ofJdk);
        }
    }

    /** Signs, and flips a bit of the signature. */
    private static final class FlipsBit extends BrokenSignatures.Delegating {
        FlipsBit() {
            super("ML-DSA-44", Jdk.providers());
        }

        @Override
        protected void engineInitSign(PrivateKey key, SecureRandom random) throws InvalidKeyException {
            sound.initSign(key, random);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            byte[] signature = super.engineSign();
            signature[0] ^= 1;
            return signature;
        }
    }

    /** Makes another private key than the one that it is given. */
    private static final class KeyChanger extends KeyFactorySpi {
        private static final int EXPANDED_BYTES = 2400;
        private final boolean cuts;

        KeyChanger(boolean cuts) {
            this.cuts = cuts;
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            byte[] encoded = ((PKCS8EncodedKeySpec) spec).getEncoded();
            int start = encoded.length - EXPANDED_BYTES - (cuts && encoded[encoded.length - 1] == 0 ? 1 : 0);
            byte[] raw = Arrays.copyOfRange(encoded, start, start + EXPANDED_BYTES);
            raw[0] ^= (byte) (cuts ? 0 : 1);
            try {
                return KeyFactory.getInstance(SET, Jdk.providers())
                        .generatePrivate(new PKCS8EncodedKeySpec(Encodings.edwardsPrivateKey(SET, raw)));
            } catch (NoSuchAlgorithmException e) {
                throw new InvalidKeySpecException(e);
            }
        }

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            throw new InvalidKeySpecException("no public keys");
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type) throws InvalidKeySpecException {
            throw new InvalidKeySpecException("no specifications");
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            throw new InvalidKeyException("no translation");
        }
    }
}
