package org.wardkey.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RSA without and with old padding, DSA, PBES2 and SLH-DSA, with values made on the spot and providers that go wrong. */
class StandardServicesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Provider JDK = Jdk.providers();

    private static Outcome judge(Family family, Provider provider, JsonObject header, JsonObject group, JsonObject test)
            throws VectorFormatException {
        Engines engines = new Engines(provider);
        return family.judge(new Question(
                        header, group, test, test, Question.Projection.NONE, engines, engines, Capability.standard()))
                .outcome();
    }

    private static RSAPrivateCrtKey rsa() throws GeneralSecurityException {
        return (RSAPrivateCrtKey) new Engines(JDK).rsaKeyPair(2048).getPrivate();
    }

    private static Outcome primitive(Provider provider, RSAPrivateCrtKey key, BigInteger input, Object... answer)
            throws VectorFormatException {
        Map<String, Object> test = new HashMap<>();
        test.put("tcId", "1");
        Map.of(
                        "ct", input,
                        "n", key.getModulus(),
                        "e", key.getPublicExponent(),
                        "d", key.getPrivateExponent(),
                        "p", key.getPrimeP(),
                        "q", key.getPrimeQ())
                .forEach((name, number) -> test.put(name, HEX.formatHex(Encodings.fixed(number.toByteArray(), 256))));
        for (int i = 0; i < answer.length; i += 2) {
            test.put((String) answer[i], answer[i + 1]);
        }
        JsonObject header = ModuleCall.object("algorithm", "RSA", "mode", "decryptionPrimitive");
        return judge(
                AcvpFamilies.of(header),
                provider,
                header,
                ModuleCall.object("testType", "AFT"),
                new JsonObject(test, "test"));
    }

    @Test
    void rsaPrimitive_jdk_isAskedWithinTheRange() throws Exception {
        RSAPrivateCrtKey key = rsa();
        BigInteger input = BigInteger.valueOf(0xabcdef);
        BigInteger output = input.modPow(key.getPrivateExponent(), key.getModulus());
        String right = HEX.formatHex(Encodings.fixed(output.toByteArray(), 256));
        assertThat(primitive(JDK, key, input, "testPassed", true, "pt", right)).isEqualTo(Outcome.PASS);
        assertThat(primitive(JDK, key, input.add(BigInteger.ONE), "testPassed", true, "pt", right))
                .isEqualTo(Outcome.FAIL);
        BigInteger tooLong = key.getModulus().add(input);
        Provider reduces = new ChangedProvider(JDK).with("Cipher.RSA/ECB/NoPadding", () -> new Raw(JDK, false));
        assertThat(primitive(reduces, key, input, "testPassed", true, "pt", right))
                .isEqualTo(Outcome.PASS);
        if (tooLong.bitLength() <= 2048) {
            assertThat(primitive(JDK, key, tooLong, "testPassed", false)).isEqualTo(Outcome.PASS);
            assertThat(primitive(reduces, key, tooLong, "testPassed", false)).isEqualTo(Outcome.FAIL);
        }
        for (BigInteger trivial : new BigInteger[] {
            BigInteger.ZERO, BigInteger.ONE, key.getModulus().subtract(BigInteger.ONE)
        }) {
            assertThat(primitive(JDK, key, trivial, "testPassed", false)).isEqualTo(Outcome.NOT_EXPRESSIBLE);
        }
    }

    private static Outcome pkcs1(Provider provider, RSAPrivateCrtKey key, byte[] block, String result)
            throws VectorFormatException {
        byte[] ciphertext = new BigInteger(1, block)
                .modPow(key.getPublicExponent(), key.getModulus())
                .toByteArray();
        Map<String, Object> group = Map.of(
                "privateKeyPkcs8",
                HEX.formatHex(key.getEncoded()),
                "privateKey",
                ModuleCall.object("modulus", key.getModulus().toByteArray()));
        return judge(
                new WycheproofPkcs1Decrypt(),
                provider,
                JsonObject.EMPTY,
                new JsonObject(group, "group"),
                ModuleCall.object(
                        "tcId",
                        1,
                        "msg",
                        result.equals("valid") ? "010203" : "",
                        "ct",
                        Encodings.fixed(ciphertext, 256),
                        "result",
                        result));
    }

    @Test
    void pkcs1Decryption_lenientPadding_isFound() throws Exception {
        RSAPrivateCrtKey key = rsa();
        byte[] block = new byte[256];
        Arrays.fill(block, (byte) 0x55);
        block[0] = 0;
        block[1] = 2;
        System.arraycopy(new byte[] {0, 1, 2, 3}, 0, block, 252, 4);
        byte[] wrong = block.clone();
        wrong[1] = 1;
        Provider lenient = new ChangedProvider(JDK).with("Cipher.RSA/ECB/PKCS1Padding", () -> new Raw(JDK, true));
        assertThat(pkcs1(JDK, key, block, "valid")).isEqualTo(Outcome.PASS);
        assertThat(pkcs1(JDK, key, wrong, "invalid")).isEqualTo(Outcome.PASS);
        assertThat(pkcs1(lenient, key, block, "valid")).isEqualTo(Outcome.PASS);
        assertThat(pkcs1(lenient, key, wrong, "invalid")).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @CsvSource({"DSA, DSA_DER", "DSAinP1363Format, DSA_P1363"})
    void dsaVerification_acceptsEverything_isFound(String algorithm, String scheme) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA", JDK);
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String name = "SHA256with" + algorithm;
        Signature signer = Signature.getInstance(name, JDK);
        signer.initSign(pair.getPrivate());
        signer.update((byte) 1);
        byte[] signature = signer.sign();
        Family family = new WycheproofVerify("DSA verify", WycheproofVerify.Scheme.valueOf(scheme));
        JsonObject group = ModuleCall.object(
                "sha", "SHA-256", "publicKeyDer", pair.getPublic().getEncoded());
        JsonObject right = ModuleCall.object("tcId", 1, "msg", "01", "sig", signature, "result", "valid");
        JsonObject wrong = ModuleCall.object("tcId", 1, "msg", "02", "sig", signature, "result", "invalid");
        Provider broken = new ChangedProvider(JDK)
                .with("Signature." + name, () -> new BrokenSignatures.AcceptsEverything(name, JDK));
        assertThat(judge(family, JDK, JsonObject.EMPTY, group, right)).isEqualTo(Outcome.PASS);
        assertThat(judge(family, JDK, JsonObject.EMPTY, group, wrong)).isEqualTo(Outcome.PASS);
        assertThat(judge(family, broken, JsonObject.EMPTY, group, right)).isEqualTo(Outcome.PASS);
        assertThat(judge(family, broken, JsonObject.EMPTY, group, wrong)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void pbes2_anotherHashFunction_isFound() throws Exception {
        String algorithm = "PBEWithHmacSHA256AndAES_128";
        Cipher cipher = Cipher.getInstance(algorithm, JDK);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm, JDK).generateSecret(new PBEKeySpec("pass".toCharArray())),
                new PBEParameterSpec(new byte[8], 1000, new IvParameterSpec(new byte[16])));
        JsonObject test = ModuleCall.object(
                "tcId",
                1,
                "password",
                HEX.formatHex("pass".getBytes(US_ASCII)),
                "salt",
                "00".repeat(8),
                "iterationCount",
                1000,
                "iv",
                "00".repeat(16),
                "msg",
                "0102",
                "ct",
                cipher.doFinal(new byte[] {1, 2}),
                "result",
                "valid");
        JsonObject header = ModuleCall.object("algorithm", "PbeWithHmacSha256AndAes_128");
        Family family = new WycheproofPbe();
        assertThat(judge(family, JDK, header, JsonObject.EMPTY, test)).isEqualTo(Outcome.PASS);
        Provider other = new ChangedProvider(JDK).redirecting("Cipher." + algorithm, "PBEWithHmacSHA512AndAES_128");
        assertThat(judge(family, other, header, JsonObject.EMPTY, test)).isEqualTo(Outcome.FAIL);
        JsonObject noText = ModuleCall.object("tcId", 1, "password", "ff");
        assertThat(judge(family, JDK, header, JsonObject.EMPTY, noText)).isEqualTo(Outcome.NOT_EXPRESSIBLE);
    }

    @Test
    void slhDsa_bouncyCastle_givesKeysAndSignaturesOfSeeds() throws Exception {
        Provider bouncyCastle = new BouncyCastleProvider();
        String set = "SLH-DSA-SHA2-128f";
        JsonObject keyGen = ModuleCall.object("algorithm", "SLH-DSA", "mode", "keyGen");
        JsonObject group =
                ModuleCall.object("parameterSet", set, "signatureInterface", "external", "deterministic", true);
        String seed = "0102030405060708090a0b0c0d0e0f10";
        KeyPair pair = new Engines(bouncyCastle).keyPair(set, GivenRandom.of(HEX.parseHex(seed + seed + seed)));
        byte[] sk = Encodings.bareKey(pair.getPrivate());
        JsonObject test = ModuleCall.object(
                "tcId",
                1,
                "skSeed",
                seed,
                "skPrf",
                seed,
                "pkSeed",
                seed,
                "sk",
                sk,
                "pk",
                Encodings.rawKey(pair.getPublic()));
        assertThat(judge(AcvpFamilies.of(keyGen), bouncyCastle, keyGen, group, test))
                .isEqualTo(Outcome.PASS);
        Provider other = new ChangedProvider(bouncyCastle).redirecting("KeyPairGenerator." + set, "SLH-DSA-SHAKE-128F");
        assertThat(judge(AcvpFamilies.of(keyGen), other, keyGen, group, test)).isEqualTo(Outcome.FAIL);
        JsonObject sigGen = ModuleCall.object("algorithm", "SLH-DSA", "mode", "sigGen");
        JsonObject wrong = ModuleCall.object("tcId", 1, "sk", sk, "message", "01", "signature", "00");
        assertThat(judge(AcvpFamilies.of(sigGen), bouncyCastle, sigGen, group, wrong))
                .isEqualTo(Outcome.FAIL);
        JsonObject context = ModuleCall.object("tcId", 1, "sk", sk, "message", "01", "context", "00");
        assertThat(judge(AcvpFamilies.of(sigGen), bouncyCastle, sigGen, group, context))
                .isEqualTo(Outcome.NOT_EXPRESSIBLE);
    }

    @ParameterizedTest
    @CsvSource({"Curve25519, X25519, X448", "Curve448, X448, X25519"})
    void xecdhKeys_ofAnotherCurve_areFound(String curve, String algorithm, String other) throws Exception {
        JsonObject header = ModuleCall.object("algorithm", "XECDH", "mode", "keyGen");
        JsonObject group = ModuleCall.object("curve", curve);
        JsonObject test = ModuleCall.object("tcId", 1);
        Family family = AcvpFamilies.of(header);
        assertThat(judge(family, JDK, header, group, test)).isEqualTo(Outcome.PASS);
        Engines broken = new Engines(new ChangedProvider(JDK).redirecting("KeyPairGenerator." + algorithm, other));
        Question question = new Question(
                header, group, test, test, Question.Projection.NONE, broken, new Engines(JDK), Capability.standard());
        assertThat(family.judge(question).outcome()).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "KDF, '', true",
        "KDA, OneStep, true",
        "TLS-v1.3, KDF, true",
        "cSHAKE-128, '', true",
        "safePrimes, keyVer, false",
        "ACVP-AES-CBC-CS1, '', true",
        "ACVP-AES-CBC-CS2, '', true",
        "DSA, pqgGen, true",
        "Ascon, Hash256, false"
    })
    void otherAlgorithms_reason_saysWhoCannot(String algorithm, String mode, boolean jca) throws Exception {
        JsonObject header = ModuleCall.object("algorithm", algorithm, "mode", mode);
        assertThat(judge(AcvpFamilies.of(header), JDK, header, JsonObject.EMPTY, JsonObject.EMPTY))
                .isEqualTo(jca ? Outcome.NOT_EXPRESSIBLE : Outcome.OUTSIDE_CAPABILITY);
    }

    @ParameterizedTest
    @CsvSource({
        "*rsa-*primitive*, 170",
        "*xecdh-keygen*, 20",
        "*rsa_pkcs1_?0??_test*, 134",
        "*pbes2*, 441",
        "*dsa_?0??_???_sha*, 1314",
        "*KAT_AES/CFB8*, 2078",
        "*KAT_AES/OFB*, 2078",
        "*aesmct/CFB128MCT*, 6"
    })
    void sharedFiles_jdk_passes(String glob, int passed) throws Exception {
        if (Jdk.vectors().isEmpty()) {
            return;
        }
        Report report = Conformance.of(JDK, JDK, Capability.standard(), TestListener.NONE)
                .matching(glob)
                .run(List.of(Jdk.vectors().get()));
        KnownDeviations known = KnownDeviations.read();
        assertThat(report.failures())
                .allSatisfy(failure -> assertThat(known.explanation(failure)).isPresent());
        assertThat(report.totals().passed() + report.failures().size()).isEqualTo(passed);
    }

    /** RSA without a look at the range or, with padding, at more of the padding than where it ends. */
    private static final class Raw extends BrokenModes.Gathering {
        private final boolean padded;

        Raw(Provider sound, boolean padded) {
            super(sound);
            this.padded = padded;
        }

        @Override
        protected byte[] complete(byte[] all) throws BadPaddingException {
            RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
            BigInteger output = new BigInteger(1, all).modPow(rsa.getPrivateExponent(), rsa.getModulus());
            byte[] block = Encodings.fixed(output.toByteArray(), 256);
            int end = 2;
            while (padded && end < block.length - 1 && block[end] != 0) {
                end++;
            }
            return padded ? Arrays.copyOfRange(block, end + 1, block.length) : block;
        }
    }
}
