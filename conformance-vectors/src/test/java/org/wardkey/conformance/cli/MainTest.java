package org.wardkey.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.conformance.Outcome;
import org.wardkey.conformance.TestListener;
import org.wardkey.conformance.TestResult;

class MainTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        return Main.run(
                words,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void run_allPassed_endsWith0AndSaysWhatDidNotRun() throws IOException {
        assertThat(run("run", "--provider", "SUN", Prompts.set(folder).toString()))
                .isZero();
        assertThat(out()).contains("SHA").contains("not run: 2 x message of bits that do not fill bytes");
        assertThat(err()).isEmpty();
    }

    @Test
    void run_providerThatIsItsOwnSecond_saysSo() throws IOException {
        assertThat(run("run", "--provider", "JDK", Prompts.set(folder).toString()))
                .isZero();
        assertThat(err()).contains("checked by itself; name another provider with --second");
    }

    @Test
    void run_wrongAnswer_endsWith1AndShowsIt() throws IOException {
        Path prompt = Prompts.set(folder);
        Path wrong = Files.writeString(folder.resolve("other.json"), Prompts.ANSWERS.replace("BA78", "BA79"));
        assertThat(run("run", "--provider=SUN", "--expected", wrong.toString(), prompt.toString()))
                .isEqualTo(1);
        assertThat(out()).contains("FAIL prompt.json tcId 1").contains("expected ba79");
    }

    @Test
    void run_filterThatTakesNothing_endsWith1() throws IOException {
        assertThat(run(
                        "run",
                        "--provider",
                        "JDK",
                        "--filter",
                        "*GCM*",
                        Prompts.set(folder).toString()))
                .isEqualTo(1);
        assertThat(err()).contains("no test ran: 0 sets");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Published test vectors, 2",
        "'fly', unknown command fly; expected one of run, 2",
        "'run --provider JDK --fast x', unknown option --fast; expected one of, 2",
        "'run --provider JDK', no vectors given, 2",
        "'run x', --provider is missing, 2",
        "'fetch --offline x --mirror http://example.org/', --mirror and --offline exclude each other, 2",
        "'fetch --mirror example.org', '--mirror: not an address that begins with http:// or https://', 2",
        "'fetch --timeout 0', --timeout is a number of seconds from 1 to 99999, 2",
        "'fetch --offline no-such-folder --to x', no such folder for --offline, 3",
        "'run --provider JDK --test 1/x x', --test is the number of a group and a test, 2",
        "'run --provider JDK --test 1 --resume j x', --test and --resume exclude each other, 2",
        "'modulewrapper', --provider is missing, 2",
        "'run --provider', --provider needs a value, 2",
        "'run --provider No.Such x', no provider No.Such: neither installed nor a class, 2",
        "'run --provider java.lang.String x', java.lang.String does not load as a java.security.Provider, 2",
        "'run --provider SunJCE --provider-config c x', SunJCE does not take --provider-config, 2",
        "'run --provider JDK --capability all x', --capability is standard or probed, 2",
        "'run --provider no.jar x', no.jar: no such jar, 3",
        "'run --provider JDK no/such/file', no/such/file: no such file or folder of vectors, 3",
        "'respond --provider JDK --out r a b', one prompt at a time, 2",
        "'respond --provider JDK x', --out is missing, 2",
        "'table', no reports given, 2",
        "'table x', 'expected NAME=DIR, got x', 2",
        "'table a=x b=y', no such report, 3",
        "'timing-lab --sample 1', unknown option --sample; expected one of --json, 2",
        "'timing-lab --samples 0', --samples is a number from 1, 2",
        "'timing-lab --primitives sha', '--primitives: expected one of [tag-compare', 2",
        "'timing-lab --tiers c3', '--tiers: expected one of [interpreter', 2",
        "'timing-lab --provider No.Such', no provider No.Such, 2",
        "'timing-lab x', unexpected argument x, 2",
        "'compare --provider JDK x', --provider is given 1 times, 2",
        "'selfcheck x', unexpected argument x, 2"
    })
    void run_wrongCommandLine_saysWhatToDo(String line, String message, int code) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(code);
        assertThat(err()).contains(message);
    }

    @Test
    void run_malformedFile_endsWith3WithThePosition() throws IOException {
        Path file = Files.writeString(folder.resolve("prompt.json"), "{\"testGroups\": [{\"tgId\": }]}");
        assertThat(run("run", "--provider", "JDK", file.toString())).isEqualTo(3);
        assertThat(err()).containsPattern("prompt\\.json:1:\\d+: ");
    }

    @Test
    void help_ofEveryCommand_namesItsOptions() {
        assertThat(run("--help")).isZero();
        for (String command : List.of("run", "respond", "compare", "register", "fetch", "modulewrapper", "selfcheck")) {
            assertThat(run(command, "--help")).isZero();
        }
        assertThat(out()).contains("--provider P").contains("--out FILE").contains("Exit codes");
    }

    @Test
    void respond_prompt_writesTheResponseAndListsTheRest() throws IOException {
        Path target = folder.resolve("response.json");
        String prompt = Prompts.set(folder).toString();
        assertThat(run("respond", "--provider", "SUN", "--out", target.toString(), prompt))
                .isZero();
        assertThat(out())
                .contains("1 of 3 tests answered")
                .contains("left out, not expressible: SHA2-256 tgId 1 tcId 2-3: message of bits");
        assertThat(target).content().contains("BA7816BF");
    }

    @Test
    void compare_providerThatDiffers_endsWith1AndNamesTheTest() throws IOException {
        String prompt =
                Files.writeString(folder.resolve("prompt.json"), Prompts.SHA).toString();
        assertThat(run("compare", "--provider", "SUN", "--provider", "JDK", prompt))
                .isZero();
        assertThat(out()).contains("3 tests compared, 0 differ");
        String faulty = WrongDigests.class.getName();
        assertThat(run("compare", "--provider", "SUN", "--provider", faulty, prompt))
                .isEqualTo(1);
        assertThat(out()).contains("tcId 1").contains("WrongDigests: md=00").contains("3 tests compared, 1 differ");
    }

    @Test
    void register_jdk_listsWhatItDoes() throws IOException {
        Path target = folder.resolve("registration.json");
        assertThat(run("register", "--provider", "JDK", "--out", target.toString()))
                .isZero();
        assertThat(target)
                .content()
                .contains("\"ACVP-AES-GCM\"")
                .contains("\"ECDSA\"")
                .contains("\"HMAC-SHA2-512/256\"")
                .doesNotContain("\"min\" : 0,\n        \"max\" : 0");
        assertThat(run("register", "--provider", "SUN")).isZero();
        assertThat(out()).contains("\"SHA2-256\"").doesNotContain("ECDSA");
    }

    @Test
    void ranges_ofNumbers_areShort() {
        assertThat(RespondCommand.ranges(List.of(1L, 2L, 3L, 7L, 9L, 10L))).isEqualTo("1-3,7,9-10");
    }

    @Test
    void fetch_offline_endsWithTheVerdict() throws IOException {
        Prompts.stick(folder);
        String[] words = {
            "fetch", "--list", folder + "/list.txt", "--offline", folder + "/usb-stick", "--to", folder + "/cache"
        };
        assertThat(run(words)).isZero();
        assertThat(out()).contains("0 files were there, 1 came, 0 missing, 0 wrong");
        assertThat(folder.resolve("cache/own/abc.txt")).hasContent("abc");
        Files.writeString(folder.resolve("usb-stick/own/abc.txt"), "abd");
        Files.delete(folder.resolve("cache/own/abc.txt"));
        assertThat(run(words)).isEqualTo(1);
        assertThat(err()).contains("wrong: own/abc.txt: expected SHA-256 ba7816bf");
    }

    @Test
    void cache_followsTheBaseDirectorySpecification() {
        assertThat(FetchCommand.cache(Map.of("XDG_CACHE_HOME", "/c"), "/h")).isEqualTo(Path.of("/c/wardkey/vectors"));
        assertThat(FetchCommand.cache(Map.of("XDG_CACHE_HOME", "c"), "/h"))
                .isEqualTo(Path.of("/h/.cache/wardkey/vectors"));
        assertThat(FetchCommand.cache(Map.of(), "/h")).isEqualTo(Path.of("/h/.cache/wardkey/vectors"));
    }

    @Test
    void runTest_wrongAnswer_showsInputAndWhereItDiffers() throws IOException {
        Path prompt = Prompts.set(folder);
        Files.writeString(folder.resolve("expectedResults.json"), Prompts.ANSWERS.replace("414140DE", "414141DE"));
        assertThat(run("run", "--provider", "SUN", "--test", "1/1", prompt.toString()))
                .isEqualTo(1);
        assertThat(out())
                .contains("tgId 1 tcId 1 (SHA): FAIL")
                .contains("msg, 3 bytes\n    00000000  61 62 63                                         abc")
                .contains("expected\n  md, 32 bytes\n    00000000  ba 78 16 bf 8f 01 cf ea 41 41 41 de")
                .contains("came\n  md, 32 bytes\n    00000000  ba 78 16 bf 8f 01 cf ea 41 41 40 de")
                .contains("md: differs first at byte 10 (0xa): expected 41, came 40");
    }

    @Test
    void runTest_passedOrNotRunOrAbsent_endsWithTheVerdict() throws IOException {
        String prompt = Prompts.set(folder).toString();
        assertThat(run("run", "--provider", "SUN", "--test", "1", prompt)).isZero();
        assertThat(out()).contains("(SHA): PASS").doesNotContain("differs first");
        assertThat(run("run", "--provider", "SUN", "--test", "1/2", prompt)).isEqualTo(1);
        assertThat(out()).contains("NOT_EXPRESSIBLE").contains("because message of bits");
        assertThat(run("run", "--provider", "SUN", "--test", "2/1", prompt)).isEqualTo(1);
        assertThat(err()).contains("no test 2/1 in these sets");
    }

    @Test
    void compare_report_holdsEveryDifference() throws IOException {
        Path prompt = Prompts.set(folder);
        String wrong = WrongDigests.class.getName();
        Path reports = folder.resolve("reports");
        assertThat(run(
                        "compare",
                        "--provider",
                        "SUN",
                        "--provider",
                        wrong,
                        "--report",
                        reports.toString(),
                        prompt.toString()))
                .isEqualTo(1);
        assertThat(reports.resolve("comparison.csv"))
                .content()
                .startsWith("\"file\",\"tcId\",\"SUN\",\"WrongDigests\"")
                .contains("\r\n")
                .contains("\"1\",\"pass\",\"fail: expected ba78");
        assertThat(reports.resolve("comparison.json"))
                .content()
                .contains("\"different\" : 1")
                .contains("\"tcId\" : 1");
    }

    @Test
    void progress_terminal_countsTestsAndFailures() throws IOException {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                true);
        TestListener listener = console.progress(TestListener.NONE);
        for (int i = 0; i < 500; i++) {
            listener.judged(new TestResult("file", "SHA", "AFT", 1, i, i < 3 ? Outcome.FAIL : Outcome.PASS, "a", "b"));
        }
        assertThat(err()).isEqualTo("\r500 tests, 3 failed  file\u001b[K");
    }
}
