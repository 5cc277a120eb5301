package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows with leases and PCRs from the command line, whose own command is the service that signs leases; on the simulator swtpm, no real chip. */
class TpmLeaseCommandTest {
    @TempDir
    private Path folder;

    private SimulatorProcess swtpm;

    @BeforeEach
    void start() throws Exception {
        swtpm = SimulatorProcess.start(folder);
        for (String signer : new String[] {"authority", "lease", "override"}) {
            write(signer + ".pem", succeeded(Cli.run("tpm", "window", "keygen", "--key", file(signer + ".key"))));
        }
        write(
                "wardkey.conf",
                "wardkey {\n  home = home\n  tokens { tpm0 { type = tpm2, transport = \"" + swtpm.address()
                        + "\"\n    authority = authority.pem, override = override.pem } }\n}\n");
        succeeded(run("provision"));
    }

    @AfterEach
    void stop() {
        swtpm.close();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Cli.Result run(String... command) {
        return all(List.of("tpm"), command);
    }

    private Cli.Result all(List<String> first, String... command) {
        List<String> words = new ArrayList<>(first);
        words.addAll(Arrays.asList(command));
        words.addAll(List.of("--config", file("wardkey.conf")));
        return Cli.run(words.toArray(new String[0]));
    }

    private Cli.Result renew(String... command) {
        List<String> words = new ArrayList<>(
                List.of("tpm", "lease", "renew", "--config", file("wardkey.conf"), "--timeout", "60s", "--"));
        words.addAll(Arrays.asList(command));
        return Cli.run(words.toArray(new String[0]));
    }

    /** As an account of the authority would run it, behind ssh. */
    private String[] service(String... options) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.wardkey.sdk.cli.WardkeyCommand",
                "tpm",
                "lease",
                "sign",
                "--key",
                file("lease.key")));
        words.addAll(Arrays.asList(options));
        return words.toArray(new String[0]);
    }

    private static String succeeded(Cli.Result result) {
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.OK);
        return result.out();
    }

    private Cli.Result sign(String request, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "tpm", "window", "sign", "--key", file("authority.key"), "--any-attestation-key", "--for", "90d"));
        words.addAll(Arrays.asList(options));
        words.add(request);
        return Cli.run(words.toArray(new String[0]));
    }

    private void install(String pcrs, String... options) throws IOException {
        String request = write("request", succeeded(run("window", "request", "--pcr", pcrs)));
        assertThat(succeeded(run("window", "install", write("window", succeeded(sign(request, options))))))
                .containsPattern("state +");
    }

    private int generateKey(String alias) {
        return all(List.of("keys", "generate"), "--type", "EC", alias, "--purposes", "sign")
                .exit();
    }

    private String rootKey() {
        return succeeded(run("info"))
                .lines()
                .filter(line -> line.contains("storage-root-key"))
                .map(line -> line.replace("storage-root-key", "").strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lease_renewedThroughACommand_opensTheWindow() throws Exception {
        install("sha256:0,7", "--lease-authority", file("lease.pem"), "--pcr", "sha256:7,0");
        Cli.Result closed = run("window", "show");
        assertThat(closed.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(closed.out()).containsPattern("state +no-lease").containsPattern("pcrs +sha256:0,7");
        assertThat(generateKey("pump")).isEqualTo(ExitCodes.REFUSED);

        assertThat(succeeded(renew(service("--for", "15m", "--device", "000b00", "--device", rootKey()))))
                .containsPattern("state +open")
                .containsPattern("lease-left +at most PT14M");
        assertThat(generateKey("pump")).isEqualTo(ExitCodes.OK);
        assertThat(succeeded(all(List.of("keys", "show"), "pump")))
                .contains("while a lease of 000b")
                .contains("until its lease ends or any PCR of 0 to 15 is extended");

        String before = Files.readString(folder.resolve("home/tpm0.lease"));
        assertNotRenewed("ended with exit code 3", service("--for", "15m", "--device", "000b00"));
        assertNotRenewed("ended with exit code 2", service("--for", "0", "--any-device"));
        assertNotRenewed("the command /bin/false ended with exit code 1", "/bin/false");
        assertNotRenewed("expected the form of wardkey-tpm-lease/v1", "/bin/cat");
        assertNotRenewed("expected the form of wardkey-tpm-lease/v1", "/bin/true");
        assertNotRenewed("printed more than a lease", "/bin/sh", "-c", "head -c 20000 /dev/zero");
        assertNotRenewed("no-such-program", file("no-such-program"));
        Cli.Result slow = Cli.run(
                "tpm",
                "lease",
                "renew",
                "--config",
                file("wardkey.conf"),
                "--timeout",
                "1s",
                "--",
                "/bin/sh",
                "-c",
                "sleep 1000 & wait");
        assertThat(slow.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(slow.err()).contains("WK-K019").contains("took longer than PT1S");
        assertThat(Files.readString(folder.resolve("home/tpm0.lease"))).isEqualTo(before);
        assertThat(generateKey("scanner")).isEqualTo(ExitCodes.OK);
        assertThat(succeeded(all(List.of("audit", "show")))).contains("lease renewed");

        assertThat(run("revoke", "--extend-pcr", "16").err())
                .contains("WK-K019")
                .contains("Expected a PCR from 0 to 15");
        assertThat(run("window", "show").exit()).isEqualTo(ExitCodes.OK);
        assertThat(succeeded(run("revoke", "--extend-pcr", "7"))).contains("is at epoch 2 now");
        assertThat(succeeded(all(List.of("audit", "show")))).contains("windows revoked", "PCR 7 extended");
    }

    private void assertNotRenewed(String why, String... command) {
        Cli.Result result = renew(command);
        assertThat(result.exit()).as(result.out()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).contains("WK-K019").contains(why);
    }

    @Test
    void leaseSign_wrongInput_saysWhatIsWrongAndSignsNothing() throws Exception {
        String request = write(
                "lease.request",
                "wardkey-tpm-lease-request/v1\ntoken tpm0\nstorage-root-key 000b" + "11".repeat(32) + "\nnonce "
                        + "22".repeat(32) + "\n");
        String[] sign = {"tpm", "lease", "sign", "--key", file("lease.key"), "--for"};
        assertThat(leaseRefused(sign, "15m", request)).contains("expected a device of --device NAME, got 000b1111");
        assertThat(leaseRefused(sign, "15m", "--device", "000b" + "33".repeat(32), request))
                .contains("which are 1, got 000b1111");
        assertThat(leaseRefused(sign, "0s", "--any-device", request)).contains("expected a lease of whole seconds");
        assertThat(leaseRefused(sign, "36525d", "--any-device", request)).contains("1 to 2147483647");
        assertThat(leaseRefused(
                        sign,
                        "15m",
                        "--any-device",
                        write("short", Files.readString(Path.of(request)).replace("22".repeat(32), "22".repeat(28)))))
                .contains("expected a nonce of 32 bytes, got 28");
        assertThat(leaseRefused(sign, "15m", "--any-device", file("lease.pem"))).contains("WK-U001");
        assertThat(succeeded(Cli.run(
                        "tpm", "lease", "sign", "--key", file("lease.key"), "--for", "15m", "--any-device", request)))
                .startsWith("wardkey-tpm-lease/v1\nseconds 900\n");
    }

    private static String leaseRefused(String[] sign, String... more) {
        List<String> words = new ArrayList<>(Arrays.asList(sign));
        words.addAll(Arrays.asList(more));
        Cli.Result result = Cli.run(words.toArray(new String[0]));
        assertThat(result.exit()).isNotZero();
        assertThat(result.out()).isEmpty();
        return result.err();
    }

    @Test
    void windowSign_optionsThatDoNotFit_signsNothing() throws Exception {
        String plain = write("plain", succeeded(run("window", "request")));
        assertThat(plain).isNotEmpty();
        assertThat(sign(plain, "--pcr", "sha256:7").err()).contains("expected a quote of PCRs sha256:7, got none");
        assertThat(sign(plain, "--pcr", "pcr7").err()).contains("expected PCRs like sha256:0,2,7");
        assertThat(sign(plain, "--lease-authority", file("lease.key")).err()).contains("BEGIN PUBLIC KEY");
        String other = write("other", succeeded(run("window", "request", "--pcr", "sha256:0")));
        assertThat(sign(other, "--pcr", "sha256:7").err()).contains("expected a quote of PCRs sha256:7, got sha256:0");
        String emergency = write("emergency", succeeded(run("window", "request", "--override")));
        assertThat(sign(emergency, "--lease-authority", file("lease.pem")).err())
                .contains("must not wait for a network");
        assertThat(succeeded(sign(plain))).startsWith("wardkey-tpm-window/v1\n");
        assertThat(succeeded(sign(other))).startsWith("wardkey-tpm-window/v2\n").contains("\nlease-authority none\n");
        assertThat(run("window", "request", "--pcr", "7").err()).contains("WK-K019");
    }
}
