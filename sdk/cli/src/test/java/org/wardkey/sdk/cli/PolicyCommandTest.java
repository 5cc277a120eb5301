package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "policy";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return WardkeyCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    private String file(String text) throws Exception {
        return Files.writeString(folder.resolve("ward.conf"), text).toString();
    }

    @Test
    void check_policy_countsRules() throws Exception {
        String file = file("policy { name = ward, version = 2, keys { tls { exportable = false } } }");
        assertThat(run("check", "nist-sp800-57", file)).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("ward 2: 1 rules, 0 exceptions").contains("In force together: ");
    }

    @Test
    void check_mistake_saysFileAndLine() throws Exception {
        assertThat(run("check", file("policy {\n name = ward\n version = 2\n kys { }\n}")))
                .isEqualTo(ExitCodes.FINDINGS);
        assertThat(out.toString()).contains("WK-P011").contains("ward.conf: 4: unknown key kys");
        assertThat(run("check", folder.resolve("none.conf").toString())).isEqualTo(ExitCodes.FINDINGS);
    }

    @Test
    void diff_twoPolicies_printsWhatDiffers() throws Exception {
        String file = file("policy { name = ward, version = 2, keys { tls { exportable = false } } }");
        assertThat(run("diff", "nist-sp800-57", "nist-sp800-57")).isEqualTo(ExitCodes.OK);
        assertThat(run("diff", "nist-sp800-57", file + ",nist-sp800-57")).isEqualTo(ExitCodes.FINDINGS);
        assertThat(out.toString().lines())
                .containsExactly("+ document ward version 2", "+ key rule ward/tls", "+   exportable = false");
    }

    @Test
    void show_pack_printsItsRules() {
        assertThat(run("show", "cnsa-2.0")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("algorithm rule cnsa-2.0/curve-p-384");
    }

    @Test
    void show_config_printsWhatTheHomesKeysObey() throws Exception {
        String config = Cli.config().toString();
        assertThat(run("show", "--config", config)).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("document nist-sp800-57 version").doesNotContain("ward/tls");
        String applied = file("policy { name = ward, version = 2, keys { tls { exportable = false } } }");
        assertThat(run("apply", applied, "--config", config)).isEqualTo(ExitCodes.OK);
        out.getBuffer().setLength(0);
        assertThat(run("show", "--config", config)).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("document nist-sp800-57 version", "document ward version 2", "ward/tls");
        assertThat(run("show", "cnsa-2.0", "--config", config)).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void load_wrongName_namesThePacksThatExist() {
        String[][] commands = {{"show", "nist-800-57"}, {"diff", "nist-800-57", "cnsa-2.0"}};
        for (String[] command : commands) {
            err.getBuffer().setLength(0);
            assertThat(run(command)).isEqualTo(ExitCodes.REFUSED);
            assertThat(err.toString())
                    .startsWith("WK-P017: ")
                    .contains("got nist-800-57;", "cnsa-2.0, nist-sp800-57, permissive-legacy")
                    .doesNotContain("orrect the file");
        }
        assertThat(run("check", "nist-800-57")).isEqualTo(ExitCodes.FINDINGS);
        assertThat(out.toString()).startsWith("WK-P017: ").contains("cnsa-2.0, nist-sp800-57, permissive-legacy");
    }

    @Test
    void check_extendsUnknownName_namesThePacksThatExist() throws Exception {
        assertThat(run("check", file("policy { name = ward, version = 2, extends = nist-800-57 }")))
                .isEqualTo(ExitCodes.FINDINGS);
        assertThat(out.toString())
                .startsWith("WK-P011: ")
                .contains("named nist-800-57", "cnsa-2.0, nist-sp800-57, permissive-legacy");
    }

    @Test
    void explain_sunset_namesTheRule() {
        String[] question = {
            "explain",
            "nist-sp800-57",
            "--key-type",
            "rsa",
            "--key-bits",
            "2048",
            "--purpose",
            "sign",
            "--mechanism",
            "RSASSA-PSS with SHA-256",
            "--at",
            "2031-01-01T00:00:00Z"
        };
        assertThat(run(question)).isEqualTo(ExitCodes.FINDINGS);
        assertThat(out.toString())
                .contains("Denied.")
                .contains("denies: nist-sp800-57/strength-112 [WK-P003] (nist-sp800-57.conf:");
        question[question.length - 1] = "2030-12-31T00:00:00Z";
        assertThat(run(question)).isEqualTo(ExitCodes.OK);
        question[3] = "rot";
        assertThat(run(question)).isEqualTo(ExitCodes.USAGE);
    }
}
