package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a prompt to a response: the form, what is left out, and that the answers are those of the server. */
class RespondTest {
    private static final String SHA = """
            {"vsId": 7, "algorithm": "SHA2-256", "revision": "1.0", "isSample": true, "testGroups": [
             {"tgId": 1, "testType": "AFT", "tests": [
              {"tcId": 1, "len": 24, "msg": "616263"}, {"tcId": "2", "len": "5", "msg": "68"}]}]}
            """;
    private static final String ECDSA = """
            {"vsId": 8, "algorithm": "ECDSA", "mode": "sigGen", "revision": "FIPS186-5", "testGroups": [
             {"tgId": 1, "testType": "AFT", "curve": "P-256", "hashAlg": "SHA2-256", "componentTest": false, "tests": [
              {"tcId": 1, "message": "00"}, {"tcId": 2, "message": "01"}]}]}
            """;

    @TempDir
    private Path folder;

    private ResponseSummary respond(String prompt) throws IOException {
        Path file = Files.writeString(folder.resolve("prompt.json"), prompt);
        return Acvp.respond(file, folder.resolve("response.json"), Jdk.providers(), Capability.standard());
    }

    private String response() throws IOException {
        return Files.readString(folder.resolve("response.json")).replaceAll("\\s+", "");
    }

    @Test
    void respond_singleSet_writesOneObjectAndListsWhatIsLeftOut() throws IOException {
        ResponseSummary summary = respond(SHA);
        assertThat(response())
                .isEqualTo("{\"vsId\":7,\"algorithm\":\"SHA2-256\",\"revision\":\"1.0\",\"isSample\":true,"
                        + "\"testGroups\":[{\"tgId\":1,\"tests\":[{\"tcId\":1,\"md\":"
                        + "\"BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\"}]}]}");
        assertThat(summary.answered()).isEqualTo(1);
        assertThat(summary.leftOut())
                .containsExactly(new ResponseSummary.LeftOut(
                        "SHA2-256", 1, 2, Outcome.NOT_EXPRESSIBLE, "message of bits that do not fill bytes"));
    }

    @Test
    void respond_labArrayOfSeveralSets_keepsHeaderAndOrder() throws IOException {
        ResponseSummary summary = respond("[{\"acvVersion\": \"1.0\", \"n\": [1, null]}," + SHA + ","
                + SHA.replace("\"vsId\": 7", "\"vsId\": 9").replace("SHA2-256", "LMS") + "]");
        assertThat(response())
                .startsWith("[{\"acvVersion\":\"1.0\",\"n\":[1,null]},{\"vsId\":7,")
                .endsWith(
                        "{\"vsId\":9,\"algorithm\":\"LMS\",\"revision\":\"1.0\",\"isSample\":true,\"testGroups\":[]}]");
        assertThat(summary.tests()).isEqualTo(4);
        assertThat(summary.reasons()).containsEntry("algorithm LMS", 2);
    }

    @Test
    void respond_signatures_verifyWithTheKeyOfTheGroup() throws IOException {
        assertThat(respond(ECDSA).answered()).isEqualTo(2);
        Path response = folder.resolve("response.json");
        JsonObject group = groups(response).get(0);
        Engines jdk = new Engines(Jdk.providers());
        for (JsonObject test : group.objects("tests")) {
            byte[] message = {(byte) (test.integer("tcId") - 1)};
            byte[] x = group.hex("qx");
            byte[] y = group.hex("qy");
            Attempt<Boolean> verified = SignatureCalls.plain("SHA256withECDSA")
                    .verify(
                            jdk,
                            new CallPattern(false, false),
                            () -> AgreementCalls.ecPublic(jdk, "P-256", x, y),
                            message,
                            Encodings.derSignature(test.hex("r"), test.hex("s")));
            assertThat(verified).isEqualTo(new Attempt.Returned<>(true));
        }
    }

    @Test
    void respond_secondProviderThatDisagrees_leavesTheAnswerOut() throws IOException {
        Path file = Files.writeString(folder.resolve("prompt.json"), ECDSA);
        Path target = folder.resolve("r.json");
        Capability all = Capability.standard();
        assertThat(Acvp.respond(file, target, Jdk.providers(), Jdk.providers(), all)
                        .answered())
                .isEqualTo(2);
        // A verifier that says no to everything, as a provider whose signatures are wrong would be met.
        ResponseSummary summary = Acvp.respond(file, target, Jdk.providers(), new Refusing(), all);
        assertThat(summary.answered()).isZero();
        assertThat(summary.failed()).isTrue();
        assertThat(summary.leftOut().get(0).reason()).contains("a signature that Refusing accepts");
    }

    private static final class Refusing extends Provider {
        private static final long serialVersionUID = 1L;

        Refusing() {
            super("Refusing", "1", "refuses every signature");
            for (String name : List.of("SHA256withECDSA", "SHA256withECDSAinP1363Format")) {
                put("Signature." + name, Never.class.getName());
            }
        }
    }

    /** Verifies nothing. */
    public static final class Never extends BrokenSignatures.Delegating {
        /** For the provider. */
        public Never() {
            super("SHA256withECDSA", Jdk.providers());
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return false;
        }
    }

    @Test
    void respond_providerThatRefuses_listsTheTestAsFailed() throws IOException {
        Path file = Files.writeString(folder.resolve("prompt.json"), """
                {"vsId": 1, "algorithm": "ACVP-AES-KW", "testGroups": [{"tgId": 1, "testType": "AFT",
                 "direction": "encrypt", "keyLen": 128, "payloadLen": 72,
                 "tests": [{"tcId": 1, "key": "00112233445566778899AABBCCDDEEFF", "pt": "000000000000000000"}]}]}
                """);
        ResponseSummary summary = Acvp.respond(file, folder.resolve("r.json"), Jdk.providers(), Capability.standard());
        assertThat(summary.failed()).isTrue();
        assertThat(summary.leftOut().get(0).reason()).contains("IllegalBlockSizeException");
    }

    @Test
    void respond_malformedPrompt_leavesTheOldFileAndNothingElse() throws IOException {
        Path target = Files.writeString(folder.resolve("response.json"), "old");
        assertThatThrownBy(() -> respond(SHA.substring(0, SHA.length() - 20)))
                .isInstanceOf(VectorFormatException.class);
        assertThat(target).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("prompt.json", "response.json");
        }
    }

    /** The whole shared corpus: every deterministic answer is the one that the server published. */
    @Test
    void respond_sharedSets_answersAreThoseThatAreExpected() throws IOException {
        int compared = 0;
        for (Path prompt : sharedPrompts()) {
            Path target = folder.resolve("response.json");
            ResponseSummary summary = Acvp.respond(prompt, target, Jdk.providers(), Capability.standard());
            int answers = 0;
            for (JsonObject group : groups(target)) {
                answers += group.count("tests");
            }
            assertThat(answers).as(prompt.toString()).isEqualTo(summary.answered());
            Path expected = prompt.resolveSibling("expectedResults.json.gz");
            if (Files.exists(expected)) {
                compared += compare(VectorFile.of(target, "response"), VectorFile.of(expected, expected.toString()));
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(Jdk.vectors().isPresent() ? 4000 : 0);
    }

    private static int compare(VectorFile response, VectorFile expected) throws IOException {
        List<JsonObject> headers = response.headers();
        int compared = 0;
        for (int set = 0; set < headers.size(); set++) {
            List<JsonObject> right = new ArrayList<>();
            expected.groups(set, group -> right.addAll(group.objects("tests")));
            List<JsonObject> came = new ArrayList<>();
            response.groups(set, group -> came.addAll(group.objects("tests")));
            if (isRandom(headers.get(set))) {
                continue;
            }
            for (JsonObject test : came) {
                JsonObject answer = find(right, test.integer("tcId"));
                if (answer.isEmpty() || test.has("iv") || test.has("ephemeralPublicIutX")) {
                    continue;
                }
                compared++;
                assertSame(test, answer);
            }
        }
        return compared;
    }

    private static void assertSame(JsonObject came, JsonObject answer) throws VectorFormatException {
        String where = came.where() + " / " + answer.where();
        if (!came.truthOr("testPassed", true)) {
            assertThat(answer.truth("testPassed")).as(where).isFalse();
            return;
        }
        for (String name : List.of("md", "mac", "ct", "tag", "pt", "derivedKey")) {
            if (came.has(name)) {
                assertThat(came.hex(name)).as(where).isEqualTo(answer.hex(name));
            }
        }
        List<JsonObject> results = answer.objects("resultsArray");
        for (int i = 0; i < results.size(); i++) {
            for (String name : List.of("md", "ct", "pt", "key", "iv")) {
                if (came.objects("resultsArray").get(i).has(name)) {
                    assertThat(came.objects("resultsArray").get(i).hex(name))
                            .as(where)
                            .isEqualTo(results.get(i).hex(name));
                }
            }
        }
    }

    private static boolean isRandom(JsonObject header) {
        return header.textOr("mode", "").equals("sigGen")
                || header.textOr("algorithm", "").equals("XECDH");
    }

    private static JsonObject find(List<JsonObject> tests, long tcId) throws VectorFormatException {
        for (JsonObject test : tests) {
            if (test.integer("tcId") == tcId) {
                return test;
            }
        }
        return JsonObject.EMPTY;
    }

    private static List<JsonObject> groups(Path response) throws IOException {
        VectorFile file = VectorFile.of(response, "response");
        List<JsonObject> groups = new ArrayList<>();
        for (int set = 0; set < file.headers().size(); set++) {
            file.groups(set, groups::add);
        }
        return groups;
    }

    private static List<Path> sharedPrompts() throws IOException {
        Optional<Path> root = Jdk.vectors();
        if (root.isEmpty()) {
            return List.of();
        }
        List<Path> prompts = new ArrayList<>();
        for (String part : List.of("acvp", "acvp-server")) {
            try (Stream<Path> files = Files.walk(root.get().resolve(part), 4)) {
                files.filter(file -> file.getFileName().toString().equals("prompt.json.gz"))
                        // Nothing compares its pairs, and one of 8192 bits takes the JDK half a minute.
                        .filter(file -> !file.endsWith(Path.of("aws-lc", "RSA-KeyGen", "prompt.json.gz")))
                        .sorted()
                        .forEach(prompts::add);
            }
        }
        return prompts;
    }
}
