package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeCommandTest {
    private static Cli.Result time(Path config, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "time";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--config";
        all[arguments.length + 2] = config.toString();
        return Cli.run(all);
    }

    /** As the home finds itself in a boot whose clock was set back: its mark lies ten days ahead. */
    static Path configBehind() throws IOException, SQLException {
        Path config = Cli.config();
        assertThat(time(config, "show").exit()).isEqualTo(ExitCodes.OK);
        Cli.sql(
                config,
                "UPDATE time_mark SET boot = 'another', time = '"
                        + Instant.now().plus(Duration.ofDays(10)) + "'");
        Cli.await(() -> time(config, "show").exit() == ExitCodes.FINDINGS);
        return config;
    }

    @Test
    void show_newHome_isTrusted() throws IOException {
        Path config = Cli.config();
        Cli.Result text = time(config, "show");
        assertThat(text.exit()).as(text.err()).isEqualTo(ExitCodes.OK);
        assertThat(text.out()).contains("state    trusted", "by the operating system");
        Cli.Result json = time(config, "show", "--json");
        assertThat(json.out())
                .contains("\"state\" : \"TRUSTED\"", "\"source\" : \"OPERATING_SYSTEM\"", "\"problem\" : null");
    }

    @Test
    void show_clockBehindTheMark_saysWhoActs() throws Exception {
        Path config = configBehind();
        Cli.Result text = time(config, "show");
        assertThat(text.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(text.out()).contains("state    behind", "wardkey time repair");
        assertThat(time(config, "show", "--json").out()).contains("\"state\" : \"BEHIND\"", "has seen already");
    }

    @Test
    void repair_clockBehindTheMark_isTrustedAndRecorded() throws Exception {
        Path config = configBehind();
        Cli.Result repaired = time(config, "repair", "--reason", "battery was replaced");
        assertThat(repaired.exit()).as(repaired.out() + repaired.err()).isEqualTo(ExitCodes.OK);
        assertThat(repaired.out()).contains("state    trusted").doesNotContain("has seen already");
        assertThat(time(config, "show").exit()).isEqualTo(ExitCodes.OK);
        assertThat(Cli.run("audit", "show", "--last", "100", "--config", config.toString())
                        .out())
                .contains("TIME_REPAIRED", "battery was replaced");
    }

    @Test
    void repair_json_isTheReport() throws IOException {
        Cli.Result json = time(Cli.config(), "repair", "--json", "--reason", "checked");
        assertThat(json.exit()).isEqualTo(ExitCodes.OK);
        assertThat(json.out()).contains("\"state\" : \"TRUSTED\"", "\"problem\" : null");
    }

    @Test
    void repair_withoutReason_exitsWithTwo() throws IOException {
        Path config = Cli.config();
        assertThat(time(config, "repair").exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(time(config, "repair", "--reason", " ").exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(Cli.home(config)).doesNotExist();
    }
}
