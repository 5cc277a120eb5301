package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of docs/tpm.md, word for word and in their order, with the packed jars and this JVM's JDK; on the simulator swtpm, no real
 * chip. The Name that the document shortens is the one that provisioning printed.
 */
class TpmDocumentIT {
    private static final String DEVICE = "\"device:/dev/tpmrm0\"";
    private static final String SHORTENED = "000b...";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?:authority|device)[^|]* \\| `(wardkey [^`]+)` \\|");
    private static final Pattern COMMAND = Pattern.compile("`(wardkey tpm [^`]+)`");
    private static final Pattern TOKEN = Pattern.compile("(?s)```\n(tpm0 \\{.*?\n})\n```");
    private static final String SERVICE = "ssh -T lease@authority.example";
    private static final Pattern ROOT = Pattern.compile("storage-root-key +(000b[0-9a-f]{64})");
    private static final Pattern NAME = Pattern.compile("attestation-key +(000b[0-9a-f]{64})");

    @TempDir
    private Path folder;

    private SimulatorProcess swtpm;
    private String document = "";

    @BeforeEach
    void start() throws Exception {
        document = Files.readString(Distribution.SOURCES.resolve("docs").resolve("tpm.md"));
        swtpm = SimulatorProcess.start(folder);
        installCommand();
    }

    @AfterEach
    void stop() {
        swtpm.close();
    }

    /** As it is installed where java.security names Wardkey. */
    private void installCommand() throws IOException {
        String jars = System.getProperty("wardkey.project.jar")
                + File.pathSeparator
                + Path.of(System.getProperty("wardkey.project.lib"), "*");
        Path command = Files.writeString(
                Files.createDirectory(folder.resolve("bin")).resolve("wardkey"),
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 '-Djava.security.properties="
                        + folder.resolve("wardkey.security") + "' -cp '" + jars
                        + "' org.wardkey.sdk.cli.WardkeyCommand \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** With the document's token, whose authority's key must be there. */
    private void registerWardkey() throws IOException {
        Matcher token = TOKEN.matcher(document);
        assertThat(token.find()).isTrue();
        assertThat(token.group(1)).contains(DEVICE);
        Path config = Files.writeString(
                folder.resolve("wardkey.conf"),
                "wardkey {\n  home = home\n  tokens {\n" + token.group(1).replace(DEVICE, '"' + swtpm.address() + '"')
                        + "\n  }\n}\n");
        Cli.Result printed = Cli.run("java-security", "print", "--config", config.toString());
        assertThat(printed.exit()).as(printed.err()).isEqualTo(ExitCodes.OK);
        Files.writeString(folder.resolve("wardkey.security"), printed.out());
    }

    private String shell(int exit, String script) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectError(errors.toFile());
        shell.environment().merge("PATH", folder.resolve("bin").toString(), (path, own) -> own + ":" + path);
        Process process = shell.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s%n%s%s", script, output, Files.readString(errors))
                .isEqualTo(exit);
        return output;
    }

    private static List<String> commands(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(command -> command.group(1)).toList();
    }

    private List<String> emergency() {
        String rest = document.substring(document.indexOf("**An emergency.**"));
        return commands(COMMAND, rest.substring(0, rest.indexOf("\n\n")));
    }

    private List<String> options() {
        String rest = document.substring(document.indexOf("**Two options of a window**"));
        return commands(COMMAND, rest.substring(0, rest.indexOf("Inside a window with leases")));
    }

    /** What is done once; returns the Name of the attestation key. */
    private String provisioned(List<String> rows) throws Exception {
        assertThat(rows).hasSize(7);
        shell(0, rows.get(0));
        // The clinic does as the authority did.
        shell(0, rows.get(0).replace("authority.", "clinic."));
        registerWardkey();
        Matcher provisioned = NAME.matcher(shell(0, rows.get(1)));
        assertThat(provisioned.find()).isTrue();
        return provisioned.group(1);
    }

    @Test
    void commands_ofTheDocument_openTheKeysAndEndThem() throws Exception {
        List<String> rows = commands(ROW, document);
        String name = provisioned(rows);
        for (String command : rows.subList(2, 5)) {
            shell(0, command.replace(SHORTENED, name));
        }
        assertThat(shell(0, rows.get(5))).containsPattern("state +open");
        assertThat(shell(0, rows.get(6))).contains("is at epoch 2 now");
        assertThat(shell(1, rows.get(5))).containsPattern("state +revoked");

        List<String> emergency = emergency();
        assertThat(emergency).hasSize(3);
        for (String command : emergency.subList(0, 2)) {
            shell(0, command.replace(SHORTENED, name));
        }
        assertThat(shell(0, emergency.get(2))).containsPattern("overrides-begun +1");
        shell(0, "wardkey keys generate --type EC pump --purposes sign");
    }

    /** The dots of the document are what the row before says, and the command that reaches the service is the service's own. */
    @Test
    void commands_ofTheOptions_openTheKeysWithALeaseAndWithThesePcrs() throws Exception {
        List<String> rows = commands(ROW, document);
        List<String> options = options();
        assertThat(options).hasSize(6);
        String name = provisioned(rows);
        shell(0, rows.get(0).replace("authority.", "lease."));
        shell(0, options.get(4) + " > pump.request");
        String sign = rows.get(3).replace(SHORTENED, name);
        for (String option : List.of(options.get(0), options.get(5))) {
            assertThat(option).startsWith("wardkey tpm window sign ").endsWith(" ...");
            sign = option.replace("...", sign.substring("wardkey tpm window sign ".length()));
        }
        shell(0, sign);
        shell(0, rows.get(4));
        assertThat(shell(1, rows.get(5))).containsPattern("state +no-lease");

        Matcher root = ROOT.matcher(shell(0, options.get(3)));
        assertThat(root.find()).isTrue();
        assertThat(options.get(1)).contains(SERVICE);
        shell(0, options.get(1).replace(SERVICE, options.get(2).replace(SHORTENED, root.group(1))));
        assertThat(shell(0, rows.get(5))).containsPattern("state +open").containsPattern("lease-left +at most PT");
        shell(0, "wardkey keys generate --type EC pump --purposes sign");
    }

    @Test
    void document_itsOtherCommands_areThoseOfOtherTests() {
        List<String> others = new ArrayList<>(commands(COMMAND, document));
        others.removeAll(commands(ROW, document));
        others.removeAll(emergency());
        others.removeAll(options());
        assertThat(others)
                .containsExactlyInAnyOrder(
                        "wardkey tpm info --config /etc/wardkey/wardkey.conf",
                        "wardkey tpm provision --set-clock",
                        "wardkey tpm revoke --extend-pcr 12");
    }
}
