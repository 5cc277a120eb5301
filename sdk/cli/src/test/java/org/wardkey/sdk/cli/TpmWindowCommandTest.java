package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of a TPM's keys from the command line; on the simulator swtpm, no real chip. */
class TpmWindowCommandTest {
    @TempDir
    private Path folder;

    private SimulatorProcess swtpm;

    @BeforeEach
    void start() throws Exception {
        swtpm = SimulatorProcess.start(folder);
    }

    @AfterEach
    void stop() {
        swtpm.close();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Cli.Result run(String... command) {
        String[] all = Arrays.copyOf(command, command.length + 2);
        all[command.length] = "--config";
        all[command.length + 1] = file("wardkey.conf");
        return Cli.run(all);
    }

    private static String succeeded(Cli.Result result) {
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.OK);
        return result.out();
    }

    private void generateKey(String alias, int exit) {
        Cli.Result result = run("keys", "generate", "--type", "EC", alias, "--purposes", "sign");
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
        if (exit != ExitCodes.OK) {
            assertThat(result.err()).contains("WK-K018");
        }
    }

    @Test
    void window_askedForSignedAndInstalled_opensTheKeysUntilTheyAreRevoked() throws Exception {
        for (String signer : new String[] {"authority", "override"}) {
            write(signer + ".pem", succeeded(Cli.run("tpm", "window", "keygen", "--key", file(signer + ".key"))));
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("authority.key")))
                .hasSize(2);
        write(
                "wardkey.conf",
                "wardkey {\n  home = home\n  tokens { tpm0 { type = tpm2, transport = \"" + swtpm.address()
                        + "\"\n    authority = authority.pem, override = override.pem } }\n}\n");
        assertThat(run("tpm", "window", "show").err()).contains("WK-K019").contains("wardkey tpm provision");
        String provisioned = succeeded(run("tpm", "provision"));
        assertThat(provisioned).contains("is ready for windows").contains("missing");
        String device = provisioned
                .substring(provisioned.indexOf("attestation-key") + 15)
                .strip();
        generateKey("pump", ExitCodes.REFUSED);

        write("request", succeeded(run("tpm", "window", "request")));
        write(
                "window",
                succeeded(Cli.run(
                        "tpm",
                        "window",
                        "sign",
                        "--key",
                        file("authority.key"),
                        "--attestation-key",
                        device,
                        "--for",
                        "90d",
                        file("request"))));
        assertThat(succeeded(run("tpm", "window", "install", file("window")))).containsPattern("state +open");
        generateKey("pump", ExitCodes.OK);
        assertThat(succeeded(run("keys", "show", "pump")))
                .containsPattern("window +hardware +while the TPM's clock is below")
                .containsPattern("revocation +hardware +while counter 0x0180574B");

        assertThat(succeeded(run("tpm", "revoke"))).contains("is at epoch 2 now");
        Cli.Result revoked = run("tpm", "window", "show", "--json");
        assertThat(revoked.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(revoked.out()).contains("\"state\" : \"revoked\"");
        generateKey("scanner", ExitCodes.REFUSED);

        write("emergency", succeeded(run("tpm", "window", "request", "--override")));
        write(
                "opened",
                succeeded(Cli.run(
                        "tpm",
                        "window",
                        "sign",
                        "--key",
                        file("override.key"),
                        "--attestation-key",
                        device,
                        "--for",
                        "2h",
                        file("emergency"))));
        assertThat(succeeded(run("tpm", "window", "install", "--override", file("opened"))))
                .containsPattern("overrides-begun +1");
        generateKey("scanner", ExitCodes.OK);
        assertThat(succeeded(run("audit", "show")))
                .contains("window installed, epoch 1")
                .contains("windows revoked")
                .contains("emergency override begun");
    }

    @Test
    void sign_wrongInput_saysWhatIsWrongAndSignsNothing() throws Exception {
        write("authority.pem", succeeded(Cli.run("tpm", "window", "keygen", "--key", file("authority.key"))));
        assertThat(Cli.run("tpm", "window", "keygen", "--key", file("authority.key"))
                        .err())
                .contains("WK-U001")
                .contains("exists");
        write(
                "wardkey.conf",
                "wardkey {\n  home = home\n  tokens { tpm0 { type = tpm2, transport = \"" + swtpm.address()
                        + "\", authority = authority.pem } }\n}\n");
        succeeded(run("tpm", "provision"));
        String asked = succeeded(run("tpm", "window", "request"));
        Path request = write("request", asked);
        String[] sign = {"tpm", "window", "sign", "--key", file("authority.key"), "--for", "90d", request.toString()};
        assertThat(Cli.run(sign).err()).contains("expected attestation key of --attestation-key NAME");
        String[] trusting = Arrays.copyOf(sign, sign.length + 1);
        trusting[sign.length] = "--any-attestation-key";
        assertThat(succeeded(Cli.run(trusting))).contains("epoch 1\n");
        assertThat(refused("--clock-below", "1", request.toString())).contains("expected a clock below 1, got");
        assertThat(refused("--attestation-key", "000b00", request.toString()))
                .contains("expected attestation key 000b00");
        assertThat(refused(
                        "--for",
                        "1d",
                        write("lie", asked.replace("epoch 1\n", "epoch 2\n")).toString()))
                .contains("as the TPM signed, got");
        assertThat(refused("--epoch", "2", request.toString())).contains("expected epoch 2, got 1");
        assertThat(refused("--for", "0s", request.toString())).contains("WK-U001");
        assertThat(refused(
                        "--for",
                        "1d",
                        write("damaged", "wardkey-tpm-window-request/v1\n").toString()))
                .contains("expected the form of wardkey-tpm-window-request/v1");
        write("no.key", "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----\n");
        assertThat(Cli.run(
                                "tpm",
                                "window",
                                "sign",
                                "--key",
                                file("no.key"),
                                "--any-attestation-key",
                                "--for",
                                "1d",
                                request.toString())
                        .err())
                .contains("WK-U003")
                .contains("rw-------")
                .doesNotContain("MIGHAg");
        Files.setPosixFilePermissions(folder.resolve("no.key"), PosixFilePermissions.fromString("rw-------"));
        assertThat(Cli.run(
                                "tpm",
                                "window",
                                "sign",
                                "--key",
                                file("no.key"),
                                "--any-attestation-key",
                                "--for",
                                "1d",
                                request.toString())
                        .err())
                .contains("WK-U003")
                .contains("expected an EC private key")
                .doesNotContain("MIGHAg");
    }

    private String refused(String option, String value, String request) {
        List<String> sign = new ArrayList<>(List.of("tpm", "window", "sign", "--key", file("authority.key")));
        sign.addAll(List.of(option, value));
        if (!option.equals("--for")) {
            sign.addAll(List.of("--for", "1d"));
        }
        if (!option.equals("--attestation-key")) {
            sign.add("--any-attestation-key");
        }
        sign.add(request);
        Cli.Result result = Cli.run(sign.toArray(new String[0]));
        assertThat(result.exit()).isNotZero();
        assertThat(result.out()).isEmpty();
        return result.err();
    }
}
