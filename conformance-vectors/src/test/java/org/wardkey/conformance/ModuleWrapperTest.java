package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleWrapperTest {
    private static byte[] request(String command, byte[]... arguments) throws IOException {
        List<byte[]> strings = new ArrayList<>(List.of(command.getBytes(StandardCharsets.UTF_8)));
        strings.addAll(Arrays.asList(arguments));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModuleMessages.write(out, strings);
        return out.toByteArray();
    }

    private static List<byte[]> ask(Provider provider, String command, byte[]... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModuleWrapper.serve(
                provider, Capability.standard(), new ByteArrayInputStream(request(command, arguments)), out);
        return ModuleMessages.read(new ByteArrayInputStream(out.toByteArray())).orElseThrow();
    }

    /** IEEE 1619 B, vector 2. */
    @Test
    void xts_knownAnswer_isReplied() throws IOException {
        byte[] key = HexFormat.of().parseHex("11".repeat(16) + "22".repeat(16));
        byte[] tweak = HexFormat.of().parseHex("33".repeat(5) + "00".repeat(11));
        byte[] plaintext = HexFormat.of().parseHex("44".repeat(32));
        byte[] ciphertext = HexFormat.of().parseHex("c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0");
        assertThat(ask(new XtsProvider(), "AES-XTS/encrypt", key, plaintext, tweak))
                .containsExactly(ciphertext);
        assertThat(ask(new XtsProvider(), "AES-XTS/decrypt", key, ciphertext, tweak))
                .containsExactly(plaintext);
    }

    @Test
    void message_cutAtEveryByte_isRefusedOrTheEnd() throws IOException {
        byte[] whole = request("SHA2-256", new byte[3], new byte[2]);
        assertThat(ModuleMessages.read(new ByteArrayInputStream(whole))).isPresent();
        assertThat(ModuleMessages.read(new ByteArrayInputStream(new byte[0]))).isEmpty();
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ModuleMessages.read(new ByteArrayInputStream(cut)))
                    .as("%d bytes", length)
                    .isInstanceOf(ModuleProtocolException.class)
                    .hasMessageContaining("breaks off");
        }
    }

    @Test
    void message_lengthsOutOfRange_areRefusedBeforeMemoryIsTaken() {
        byte[] many = ModuleMessages.littleEndian(17);
        assertThatThrownBy(() -> ModuleMessages.read(new ByteArrayInputStream(many)))
                .hasMessageContaining("the number of strings is 17, and at most 16");
        byte[] negative = {1, 0, 0, 0, -1, -1, -1, -1};
        assertThatThrownBy(() -> ModuleMessages.read(new ByteArrayInputStream(negative)))
                .hasMessageContaining("the length of string 0 is 4294967295, and at most");
    }

    /** A provider that is wrong gives its own answers, not the JDK's. */
    @Test
    void faultyProvider_givesItsOwnAnswers() throws IOException {
        byte[] key = new byte[16];
        byte[] input = new byte[32];
        byte[] counter = new byte[16];
        Arrays.fill(counter, (byte) -1);
        byte[] one = ModuleMessages.littleEndian(1);
        List<byte[]> sound = ask(Jdk.providers(), "AES-CTR/encrypt", key, input, counter, one);
        for (Fault fault : Fault.values()) {
            if (fault.families().contains("AES-CTR")) {
                assertThat(ask(new FaultyProvider(fault), "AES-CTR/encrypt", key, input, counter, one))
                        .isNotEqualTo(sound);
            }
        }
    }

    @Test
    void keyGen_faultyNumbers_areFoundByTheSecondProvider() throws Exception {
        Engines jdk = new Engines(Jdk.providers());
        Response.Given given = (Response.Given) new AcvpKeyGen("RSA keys")
                .respond(new Question(
                        ModuleCall.object("algorithm", "RSA"),
                        ModuleCall.object("modulo", 2048),
                        ModuleCall.object("tcId", 1),
                        JsonObject.EMPTY,
                        Question.Projection.NONE,
                        jdk,
                        jdk,
                        Capability.standard()));
        assertThat(given.check().orElseThrow().by(jdk).passed()).isTrue();
        for (String name : List.of("e", "p", "q", "n", "d")) {
            byte[] changed = given.test().octets(name).orElseThrow().clone();
            changed[changed.length - 1] ^= 2;
            Fields wrong = given.test().with(name, changed);
            assertThat(KeyPairCheck.of("RSA", "", 2048, wrong).by(jdk).passed())
                    .as(name)
                    .isFalse();
        }
        for (String curve : List.of("P-256", "Ed25519")) {
            boolean edwards = curve.startsWith("Ed");
            Fields pair = edwards
                    ? KeyFields.edwards(curve, jdk.newCurveKeyPair(curve))
                    : KeyFields.ecdsa(curve, jdk.newCurveKeyPair(curve));
            String algorithm = edwards ? curve : "EC";
            assertThat(KeyPairCheck.of(algorithm, curve, 0, pair).by(jdk).passed())
                    .isTrue();
            byte[] changed = pair.octets("d").orElseThrow().clone();
            changed[5] ^= 1;
            assertThat(KeyPairCheck.of(algorithm, curve, 0, pair.with("d", changed))
                            .by(jdk)
                            .passed())
                    .isFalse();
        }
    }
}
