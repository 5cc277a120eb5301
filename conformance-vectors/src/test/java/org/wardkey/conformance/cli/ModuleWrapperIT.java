package org.wardkey.conformance.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wardkey.conformance.ModuleWrapper;

/** The packed jar as acvptool starts it: a child process, requests and replies on its standard streams. */
@Timeout(120)
class ModuleWrapperIT {
    private static final HexFormat HEX = HexFormat.of();

    private AcvpTool tool;

    /** One request with the replies that a standard demands. */
    private static final class Known {
        private final String source;
        private String command = "";
        private final List<byte[]> arguments = new ArrayList<>();
        private final List<String> replies = new ArrayList<>();

        Known(String source) {
            this.source = source;
        }
    }

    private static AcvpTool start(String provider) throws IOException {
        List<String> command = new ArrayList<>(Laboratory.jar());
        command.addAll(List.of("modulewrapper", "--provider", provider));
        return new AcvpTool(command);
    }

    @BeforeEach
    void start() throws IOException {
        String bouncyCastle = Path.of(BouncyCastleProvider.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        tool = start("JDK," + bouncyCastle + "!" + BouncyCastleProvider.class.getName());
    }

    @AfterEach
    void stop() {
        tool.close();
    }

    private static List<Known> knownAnswers() throws IOException {
        List<Known> all = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(ModuleWrapperIT.class.getResourceAsStream("module-wrapper.txt"))) {
            for (String block : new String(in.readAllBytes(), UTF_8).split("\n\n")) {
                List<String> lines = block.lines().toList();
                if (lines.size() < 3) {
                    continue;
                }
                Known known = new Known(lines.get(0));
                known.command = lines.get(1);
                for (String line : lines.subList(2, lines.size())) {
                    if (line.startsWith(">")) {
                        known.arguments.add(HEX.parseHex(line.substring(1).strip()));
                    } else {
                        known.replies.add(line.substring(1).strip());
                    }
                }
                all.add(known);
            }
        }
        return all;
    }

    /** Up to 17 it takes no signature of an empty message for which update was not called. */
    private static boolean isFaultOfSunEcOn17(Known known) {
        return Runtime.version().feature() < 21
                && known.command.equals("EDDSA/sigVer")
                && known.arguments.get(1).length == 0
                && known.replies.equals(List.of("01"));
    }

    @Test
    void commands_knownAnswersOfStandards_areReplied() throws Exception {
        List<Known> known = knownAnswers();
        assertThat(known).hasSizeGreaterThanOrEqualTo(75);
        for (Known one : known) {
            if (one.command.startsWith("HKDF/") && Runtime.version().feature() < 25) {
                continue;
            }
            if (isFaultOfSunEcOn17(one)) {
                continue;
            }
            List<byte[]> replies = tool.ask(one.command, one.arguments.toArray(byte[][]::new));
            assertThat(replies).as(one.source + " " + one.command).hasSameSizeAs(one.replies);
            for (int i = 0; i < replies.size(); i++) {
                if (!one.replies.get(i).equals("*")) {
                    assertThat(HEX.formatHex(replies.get(i)))
                            .as(one.source + " " + one.command + " reply " + (i + 1))
                            .isEqualTo(one.replies.get(i));
                }
            }
        }
        AcvpTool.Ended ended = tool.end();
        assertThat(ended.code()).as(ended.messages()).isZero();
        assertThat(ended.leftOver()).isEmpty();
        assertThat(ended.messages()).isEmpty();
    }

    /** Requests need not wait for replies, and flush has none. */
    @Test
    void requests_sentAtOnce_areRepliedInOrder() throws Exception {
        for (int i = 0; i < 200; i++) {
            tool.send(AcvpTool.request("SHA2-256", AcvpTool.number(i)));
            tool.send(AcvpTool.request("flush"));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(tool.reply())
                    .singleElement()
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(AcvpTool.number(i)));
        }
        assertThat(tool.end().code()).isZero();
    }

    @Test
    void getConfig_listsAlgorithmsThatTheToolKnows() throws Exception {
        String config = new String(tool.ask("getConfig").get(0), UTF_8);
        assertThat(config)
                .startsWith("[{")
                .contains("\"algorithm\":\"ACVP-AES-GCM\"")
                .contains("\"algorithm\":\"ACVP-AES-CCM\"")
                .contains("\"algorithm\":\"CMAC-AES\"")
                .contains("\"algorithm\":\"HMAC-SHA2-256\",\"revision\":\"1.0\"")
                .contains("\"algorithm\":\"ECDSA\",\"mode\":\"keyGen\"")
                .doesNotContain("XECDH")
                .doesNotContain("onePassDh")
                .doesNotContain("acvVersion");
        assertThat(tool.end().code()).isZero();
    }

    @Test
    void ecdsa_newKey_signsAndVerifiesAndAgrees() throws Exception {
        for (String curve : List.of("P-256", "P-384", "P-521")) {
            byte[] name = curve.getBytes(UTF_8);
            byte[] hash = "SHA2-256".getBytes(UTF_8);
            byte[] message = "message".getBytes(UTF_8);
            List<byte[]> key = tool.ask("ECDSA/keyGen", name);
            assertThat(key).hasSize(3);
            List<byte[]> signature = tool.ask("ECDSA/sigGen", name, key.get(0), hash, message);
            assertThat(tool.ask(
                            "ECDSA/sigVer",
                            name,
                            hash,
                            message,
                            key.get(1),
                            key.get(2),
                            signature.get(0),
                            signature.get(1)))
                    .containsExactly(new byte[] {1});
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
            List<byte[]> component = tool.ask("ECDSA/sigGen/componentTest", name, key.get(0), hash, digest);
            assertThat(tool.ask(
                            "ECDSA/sigVer",
                            name,
                            hash,
                            message,
                            key.get(1),
                            key.get(2),
                            component.get(0),
                            component.get(1)))
                    .containsExactly(new byte[] {1});
            List<byte[]> agreed = tool.ask("ECDH/" + curve, key.get(1), key.get(2), new byte[0]);
            assertThat(tool.ask("ECDH/" + curve, agreed.get(0), agreed.get(1), key.get(0))
                            .get(2))
                    .isEqualTo(agreed.get(2));
        }
    }

    @Test
    void edwards_newKey_signsAndVerifies() throws Exception {
        for (String curve : List.of("ED-25519", "ED-448")) {
            byte[] name = curve.getBytes(UTF_8);
            byte[] message = {1, 2, 3};
            byte[] preHash = {1};
            List<byte[]> key = tool.ask("EDDSA/keyGen", name);
            byte[] signature = tool.ask("EDDSA/sigGen", name, key.get(0), message, preHash, new byte[0])
                    .get(0);
            assertThat(tool.ask("EDDSA/sigVer", name, message, key.get(1), signature, preHash))
                    .containsExactly(new byte[] {1});
            assertThat(tool.ask("EDDSA/sigVer", name, message, key.get(1), signature, new byte[] {0}))
                    .containsExactly(new byte[] {0});
        }
    }

    @Test
    void rsa_newKeys_holdTogetherAndSignaturesOfOneSizeHaveOneKey() throws Exception {
        List<byte[]> key = tool.ask("RSA/keyGen", AcvpTool.number(2048));
        BigInteger n = new BigInteger(1, key.get(3));
        assertThat(n).isEqualTo(new BigInteger(1, key.get(1)).multiply(new BigInteger(1, key.get(2))));
        assertThat(n.bitLength()).isEqualTo(2048);
        BigInteger message = BigInteger.valueOf(7);
        assertThat(message.modPow(new BigInteger(1, key.get(0)), n).modPow(new BigInteger(1, key.get(4)), n))
                .isEqualTo(message);
        TreeSet<String> moduli = new TreeSet<>();
        for (String scheme : List.of("SHA2-256/pkcs1v1.5", "SHA2-512/pkcs1v1.5", "SHA2-256/pss")) {
            byte[] text = scheme.getBytes(UTF_8);
            List<byte[]> signed = tool.ask("RSA/sigGen/" + scheme, AcvpTool.number(2048), text);
            moduli.add(HEX.formatHex(signed.get(0)));
            assertThat(tool.ask("RSA/sigVer/" + scheme, signed.get(0), signed.get(1), text, signed.get(2)))
                    .containsExactly(new byte[] {1});
        }
        assertThat(moduli).hasSize(1);
        List<byte[]> salted =
                tool.ask("RSA/sigGen/SHA2-256/pss", AcvpTool.number(2048), new byte[3], AcvpTool.number(32));
        assertThat(salted.get(0)).isEqualTo(HEX.parseHex(moduli.first()));
    }

    @Test
    void gcmOwnNonce_goesBehindTheTagAndOpens() throws Exception {
        byte[] key = new byte[16];
        byte[] text = "text".getBytes(UTF_8);
        byte[] sealed = tool.ask("AES-GCM-randnonce/seal", AcvpTool.number(16), key, text, new byte[0], new byte[0])
                .get(0);
        assertThat(sealed).hasSize(text.length + 16 + 12);
        assertThat(tool.ask("AES-GCM-randnonce/open", AcvpTool.number(16), key, sealed, new byte[0], new byte[0]))
                .containsExactly(new byte[] {1}, text);
    }

    private void endsWith(String message) throws Exception {
        AcvpTool.Ended ended = tool.end();
        assertThat(ended.messages()).contains(message);
        assertThat(ended.messages().lines()).hasSize(1);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.leftOver()).isEmpty();
    }

    @Test
    void unknownCommand_endsWithAMessage() throws Exception {
        tool.send(AcvpTool.request("SHA2-257", new byte[0]));
        endsWith("unknown command SHA2-257; getConfig lists the algorithms");
    }

    @Test
    void wrongNumberOfArguments_endsWithAMessage() throws Exception {
        tool.send(AcvpTool.request("HMAC-SHA2-256", new byte[1]));
        endsWith("HMAC-SHA2-256 takes message, key, and 1 arguments came");
    }

    @Test
    void numberThatIsNone_endsWithAMessage() throws Exception {
        tool.send(AcvpTool.request("RSA/keyGen", new byte[] {0, 8}));
        endsWith("RSA/keyGen: argument 1 is a number of 4 bytes below 2^31, little endian, and 2 bytes came: 0008");
    }

    @Test
    void textInsteadOfTheProtocol_endsWithAMessage() throws Exception {
        tool.send("getConfig\n".getBytes(UTF_8));
        endsWith("is this the module wrapper's protocol?");
    }

    @Test
    void requestThatBreaksOff_endsWithAMessage() throws Exception {
        byte[] whole = AcvpTool.request("SHA2-256", new byte[10]);
        tool.send(Arrays.copyOf(whole, whole.length - 1));
        endsWith("the request breaks off: string 1 has 10 bytes by its length, and 9 came");
    }

    @Test
    void requestOfNoStrings_endsWithAMessage() throws Exception {
        tool.send(AcvpTool.number(0));
        endsWith("a request of no strings");
    }

    @Test
    void whatTheProviderCannot_endsWithAMessage() throws Exception {
        tool.send(AcvpTool.request("SHAKE-128", new byte[0], AcvpTool.number(33)));
        endsWith("SHAKE-128: no answer, since SHAKE of more than 256 bits");
    }

    @Test
    void serviceThatTheProviderHasNot_endsWithAMessage() throws Exception {
        try (AcvpTool other = start("JDK")) {
            other.send(
                    AcvpTool.request("AES-CCM/seal", new byte[4], new byte[16], new byte[0], new byte[7], new byte[0]));
            AcvpTool.Ended ended = other.end();
            assertThat(ended.messages()).contains("AES-CCM/seal: no answer, since JDK has no Cipher AES/CCM/NoPadding");
            assertThat(ended.code()).isEqualTo(1);
        }
    }

    /** Every command is asked here: a new one needs a known answer or a test of its own. */
    @Test
    void commandNames_allAreCoveredByPattern() throws Exception {
        TreeSet<String> patterns = new TreeSet<>();
        knownAnswers().forEach(known -> patterns.add(pattern(known.command)));
        patterns.addAll(List.of(
                "AES-GCM-randnonce/seal",
                "AES-XTS/encrypt",
                "AES-XTS/decrypt",
                "ECDSA/keyGen",
                "ECDSA/sigGen",
                "ECDSA/sigGen/componentTest",
                "EDDSA/keyGen",
                "RSA/keyGen",
                "RSA/sigGen/HASH/pkcs1v1.5",
                "RSA/sigGen/HASH/pss"));
        TreeSet<String> all = new TreeSet<>();
        ModuleWrapper.commandNames().forEach(name -> all.add(pattern(name)));
        assertThat(patterns).isEqualTo(all);
    }

    private static String pattern(String name) {
        return name.replaceAll("SHA(-1|[23]-[0-9]+)(/[0-9]+)?", "HASH")
                .replaceAll("SHAKE-(128|256)", "SHAKE")
                .replaceAll("P-[0-9]+", "CURVE")
                .replaceAll("SHAKE/VOT", "SHAKE")
                .replaceAll("ML-(KEM|DSA)-[0-9]+", "ML-$1");
    }
}
