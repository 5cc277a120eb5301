package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.bouncycastle.jcajce.spec.LMSKeyGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** LMS, with keys and signatures that Bouncy Castle makes. */
class LmsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    /** A key and a signature as ACVP writes them. */
    private record Sample(String lmsMode, String key, String signature) {}

    private static Sample sample(LMSigParameters lms, LMOtsParameters ots, String lmsMode) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("LMS", BOUNCY_CASTLE);
        generator.initialize(new LMSKeyGenParameterSpec(lms, ots));
        KeyPair pair = generator.generateKeyPair();
        Signature signer = Signature.getInstance("LMS", BOUNCY_CASTLE);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        byte[] spki = pair.getPublic().getEncoded();
        int keyBytes = 24 + lms.getM();
        return new Sample(
                lmsMode,
                HEX.formatHex(last(spki, keyBytes)),
                HEX.formatHex(last(signer.sign(), 12 + ots.getN() * (1 + ots.getP()) + lms.getH() * lms.getM())));
    }

    /** Without what HSS writes before it. */
    private static byte[] last(byte[] all, int bytes) {
        return Arrays.copyOfRange(all, all.length - bytes, all.length);
    }

    private static Sample of32() throws Exception {
        return sample(LMSigParameters.lms_sha256_n32_h5, LMOtsParameters.sha256_n32_w8, "LMS_SHA256_M32_H5");
    }

    private static Sample of24() throws Exception {
        return sample(LMSigParameters.lms_sha256_n24_h5, LMOtsParameters.sha256_n24_w8, "LMS_SHA256_M24_H5");
    }

    private static Verdict judge(Provider provider, Sample sample, String message, boolean expected)
            throws VectorFormatException {
        Engines engines = new Engines(provider);
        JsonObject header = ModuleCall.object("algorithm", "LMS", "mode", "sigVer");
        return AcvpFamilies.of(header)
                .judge(new Question(
                        header,
                        ModuleCall.object("lmsMode", sample.lmsMode(), "lmOtsMode", "any", "publicKey", sample.key()),
                        ModuleCall.object("tcId", 1, "message", message, "signature", sample.signature()),
                        ModuleCall.object("tcId", 1, "testPassed", expected),
                        Question.Projection.NONE,
                        engines,
                        engines,
                        Capability.standard()));
    }

    private static Outcome outcome(Provider provider, Sample sample, String message, boolean expected)
            throws VectorFormatException {
        return judge(provider, sample, message, expected).outcome();
    }

    private static void answersAreRight(Provider provider, Sample sample) throws VectorFormatException {
        assertThat(outcome(provider, sample, "010203", true)).isEqualTo(Outcome.PASS);
        assertThat(outcome(provider, sample, "010204", false)).isEqualTo(Outcome.PASS);
        assertThat(outcome(provider, sample, "010204", true)).isEqualTo(Outcome.FAIL);
        assertThat(outcome(provider, sample, "010203", false)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void verify_bouncyCastle_answersForBothSizes() throws Exception {
        answersAreRight(BOUNCY_CASTLE, of32());
        answersAreRight(BOUNCY_CASTLE, of24());
    }

    /** The JDK verifies since 21, and has no sets of 24 bytes. */
    @Test
    void verify_jdk_answersOrIsOutside() throws Exception {
        if (Runtime.version().feature() < 21) {
            assertThat(judge(Jdk.providers(), of32(), "010203", true).reason()).contains("no Signature HSS/LMS");
            return;
        }
        answersAreRight(Jdk.providers(), of32());
        Verdict verdict = judge(Jdk.providers(), of24(), "010203", true);
        assertThat(verdict.outcome()).isEqualTo(Outcome.OUTSIDE_CAPABILITY);
        assertThat(verdict.reason()).isEqualTo("JDK takes no key of LMS_SHA256_M24_H5 with any");
    }

    @Test
    void verify_acceptsEverything_isFound() throws Exception {
        Provider broken = new ChangedProvider(BOUNCY_CASTLE)
                .with("Signature.LMS", () -> new BrokenSignatures.AcceptsEverything("LMS", BOUNCY_CASTLE));
        assertThat(outcome(broken, of32(), "010203", true)).isEqualTo(Outcome.PASS);
        Verdict verdict = judge(broken, of32(), "010204", false);
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.came()).contains("accepted");
    }

    @Test
    void verify_keyOfAnotherLength_isMalformed() throws Exception {
        Sample sample = of32();
        Sample cut = new Sample(sample.lmsMode(), sample.key().substring(2), sample.signature());
        assertThatThrownBy(() -> judge(BOUNCY_CASTLE, cut, "010203", true))
                .isInstanceOf(VectorFormatException.class)
                .hasMessageContaining("a public key of 55 bytes");
    }

    @Test
    void keyGen_anyProvider_isNotExpressible() throws Exception {
        for (String mode : new String[] {"keyGen", "sigGen"}) {
            Family family = AcvpFamilies.of(ModuleCall.object("algorithm", "LMS", "mode", mode));
            assertThat(family.name()).isEqualTo("LMS keys and signatures");
        }
    }

    @Test
    void sharedSamples_bouncyCastle_pass() throws Exception {
        if (Jdk.vectors().isEmpty()) {
            return;
        }
        Report report = Acvp.runFolder(
                Jdk.vectors().get().resolve("acvp/LMS-sigVer-SP800-208"),
                BOUNCY_CASTLE,
                BOUNCY_CASTLE,
                Capability.standard());
        assertThat(report.failures()).isEmpty();
        assertThat(report.totals().passed()).isEqualTo(8);
    }
}
