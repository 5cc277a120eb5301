package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.BundleKey;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySigners;
import org.wardkey.provider.policy.SignedDocument;
import org.wardkey.provider.policy.TimeAnswer;
import org.wardkey.provider.policy.TimeChallenge;

/** The challenge and its signed answer, without a home. */
class TimeAnswerTest {
    private static final BundleCryptography CRYPTOGRAPHY = new JdkBundleCryptography();
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00.125Z");
    private static final TimeChallenge CHALLENGE =
            new TimeChallenge("0f".repeat(16), "5a3c0f60-7c1e-4b57-8a2b-0d1f6f0f9a11", "c4".repeat(32));

    @TempDir
    Path folder;

    private BundleKey hospital;
    private BundleKey institute;
    private String note;

    @BeforeEach
    void sign() throws IOException {
        try (PolicySigningKey first = PolicySigningKey.create(folder.resolve("a"), "klinikum.example/time");
                PolicySigningKey second = PolicySigningKey.create(folder.resolve("b"), "institute.example/time")) {
            hospital = first.publicKey();
            institute = second.publicKey();
            note = second.answer(CHALLENGE, NOON);
        }
    }

    private static TimeAnswer.Verified verify(String text, BundleKey... keys) throws PolicyProblem {
        return TimeAnswer.verify(text, List.of(keys), CRYPTOGRAPHY);
    }

    private static void refuses(ThrowingCallable call, RefusalCode... codes) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PolicyProblem.class, e -> assertThat(e.code()).isIn((Object[]) codes));
    }

    @Test
    void verify_signedByAnyKey_givesTimeAndSigner() throws Exception {
        TimeAnswer.Verified verified = verify(note, hospital, institute);
        assertThat(verified.answer()).isEqualTo(new TimeAnswer(CHALLENGE, NOON));
        assertThat(verified.signer()).isEqualTo("institute.example/time");
        assertThat(note).startsWith("""
                wardkey-time-answer/v1
                home 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f
                boot 5a3c0f60-7c1e-4b57-8a2b-0d1f6f0f9a11
                nonce c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4
                time 2027-03-01T12:00:00.125Z

                \u2014 institute.example/time\040""");
    }

    @Test
    void verify_otherKey_refuses() throws Exception {
        refuses(() -> verify(note, hospital), RefusalCode.TIME_ANSWER_NOT_SIGNED);
        BundleKey sameName = BundleKey.ed25519(institute.name(), Arrays.copyOfRange(hospital.encoded(), 12, 44));
        refuses(() -> verify(note, sameName), RefusalCode.TIME_ANSWER_NOT_SIGNED);
    }

    @Test
    void verify_truncatedAtEveryLength_refuses() {
        byte[] whole = note.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            String part = new String(whole, 0, length, StandardCharsets.UTF_8);
            refuses(() -> verify(part, institute), RefusalCode.TIME_NOTE_MALFORMED, RefusalCode.TIME_ANSWER_NOT_SIGNED);
        }
    }

    @Test
    void verify_oneBitFlipped_refuses() {
        byte[] whole = note.getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            String text = new String(flipped, StandardCharsets.UTF_8);
            refuses(() -> verify(text, institute), RefusalCode.TIME_NOTE_MALFORMED, RefusalCode.TIME_ANSWER_NOT_SIGNED);
        }
    }

    @Test
    void verify_policyOfTheSameKey_isNoAnswer() throws Exception {
        String policy = "policy { name = ward, version = 1 }";
        try (PolicySigningKey key = PolicySigningKey.read(folder.resolve("b"))) {
            SignedDocument signed = key.sign(SignedDocument.of(
                    new DocumentReader(PolicySigners.NONE, CRYPTOGRAPHY).readUnverified("ward.conf", policy),
                    policy,
                    NOON,
                    List.of(),
                    CRYPTOGRAPHY));
            String bundle = signed.text().substring(0, signed.text().indexOf("\n" + policy));
            refuses(() -> verify(bundle, institute), RefusalCode.TIME_NOTE_MALFORMED);
        }
    }

    @Test
    void parse_challenge_hasOneForm() throws Exception {
        String text = CHALLENGE.text();
        assertThat(TimeChallenge.parse(text)).isEqualTo(CHALLENGE);
        for (int length = 0; length < text.length(); length++) {
            String part = text.substring(0, length);
            refuses(() -> TimeChallenge.parse(part), RefusalCode.TIME_NOTE_MALFORMED);
        }
        for (String other : List.of(
                text + "\n",
                text + "time 2027-03-01T12:00:00Z\n",
                text.replace("home", "boot"),
                text.replace("v1", "v2"),
                text.replace("c4c4", "C4C4"),
                text.replace("\n", "\r\n"))) {
            refuses(() -> TimeChallenge.parse(other), RefusalCode.TIME_NOTE_MALFORMED);
        }
    }
}
