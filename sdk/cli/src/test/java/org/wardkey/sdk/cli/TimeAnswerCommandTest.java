package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that asks an authority for the time, by files and pipes. */
class TimeAnswerCommandTest {
    private static final String NAME = "klinikum.example/time";

    private Path config;
    private Path folder;

    @BeforeEach
    void configure() throws IOException {
        config = Cli.config();
        folder = config.getParent();
        Cli.Result made = Cli.run("policy", "keygen", file("time.key"), "--name", NAME);
        assertThat(made.exit()).as(made.err()).isEqualTo(ExitCodes.OK);
        Files.writeString(
                config,
                "wardkey {\n  home = home\n  time-authority { keys = [\""
                        + made.out().strip() + "\"] }\n}\n");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private Cli.Result time(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "time";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--config";
        all[arguments.length + 2] = config.toString();
        return Cli.run(all);
    }

    private static Cli.Result piped(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return Cli.run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private String answer() {
        Cli.Result challenge = time("challenge");
        assertThat(challenge.exit()).as(challenge.err()).isEqualTo(ExitCodes.OK);
        Cli.Result answer = piped(challenge.out(), "time", "answer", "--key", file("time.key"));
        assertThat(answer.exit()).as(answer.err()).isEqualTo(ExitCodes.OK);
        return answer.out();
    }

    @Test
    void accept_clockBehind_keySignsAgainAndAReplayIsRefused() throws Exception {
        assertThat(Cli.run("keys", "generate", "pump", "--type", "ec", "--config", config.toString())
                        .exit())
                .isEqualTo(ExitCodes.OK);
        StoredKey key = StoredKey.of(config, "pump");
        // As the home finds itself in a boot whose clock was set back: its mark lies ten days ahead.
        Cli.sql(
                config,
                "UPDATE time_mark SET boot = 'another', time = '"
                        + Instant.now().plus(Duration.ofDays(10)) + "'");
        Cli.await(() -> time("show").exit() == ExitCodes.FINDINGS);
        assertThatThrownBy(key::sign).isInstanceOf(SignatureException.class).hasMessageContaining("WK-C002");

        Path answer = Files.writeString(folder.resolve("answer"), answer());
        Cli.Result accepted = time("accept", answer.toString());

        assertThat(accepted.exit()).as(accepted.out() + accepted.err()).isEqualTo(ExitCodes.OK);
        assertThat(accepted.out())
                .contains("state    trusted", "by an authenticated source", "source   authority " + NAME + ", since 2");
        assertThat(key.sign()).isNotEmpty();
        assertThat(time("show", "--json").out())
                .contains(
                        "\"source\" : \"AUTHENTICATED\"",
                        "\"statedBy\" : \"authority " + NAME + "\"",
                        "\"since\" : \"2");

        Cli.Result replayed = time("accept", answer.toString());
        assertThat(replayed.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(replayed.err()).startsWith("WK-C007: ");
        assertThat(key.sign()).isNotEmpty();
        assertThat(Cli.run("audit", "show", "--last", "100", "--config", config.toString())
                        .out())
                .contains("authority " + NAME, "WK-C007");
    }

    @Test
    void accept_piped_takesTheAnswer() {
        Cli.Result json = piped(answer(), "time", "accept", "-", "--json", "--config", config.toString());
        assertThat(json.exit()).as(json.err()).isEqualTo(ExitCodes.OK);
        assertThat(json.out()).contains("\"state\" : \"TRUSTED\"", "\"statedBy\" : \"authority " + NAME + "\"");
    }

    @Test
    void accept_tokenBehindAPassword_needsNone() throws Exception {
        String authority = Files.readString(config);
        Files.writeString(
                config, authority.replace("home = home", "home = home\n  tokens { vault { protector = password } }"));
        Cli.Result accepted = piped(answer(), "time", "accept", "-", "--config", config.toString());
        assertThat(accepted.exit()).as(accepted.err()).isEqualTo(ExitCodes.OK);
    }

    @Test
    void accept_damagedOrMissing_isRefusedWithACode() throws Exception {
        byte[] answer = answer().getBytes(StandardCharsets.UTF_8);
        Path damaged = folder.resolve("damaged");
        answer[answer.length / 2] ^= (byte) 0x80;
        assertThat(time("accept", Files.write(damaged, answer).toString()).err())
                .startsWith("WK-C005: ");
        assertThat(time("accept", Files.write(damaged, new byte[1 << 15]).toString())
                        .err())
                .startsWith("WK-U001: ");
        assertThat(time("accept", file("nothing")).err()).startsWith("WK-U001: ");
        assertThat(time("accept").exit()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void answer_noChallengeOrNoKey_signsNothing() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("nonsense"), "home x\n");
        Cli.Result none = Cli.run("time", "answer", nonsense.toString(), "--key", file("time.key"));
        assertThat(none.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(none.err()).startsWith("WK-C005: ");
        assertThat(none.out()).isEmpty();
        Cli.Result keyless = Cli.run("time", "answer", nonsense.toString(), "--key", nonsense.toString());
        assertThat(keyless.err()).startsWith("WK-U003: ");
        assertThat(Cli.run("time", "answer", nonsense.toString()).exit()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void challenge_withoutAuthority_isRefused() throws Exception {
        Files.writeString(config, "wardkey {\n  home = home\n}\n");
        Cli.Result refused = time("challenge");
        assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).startsWith("WK-C003: ").contains("time-authority");
    }
}
