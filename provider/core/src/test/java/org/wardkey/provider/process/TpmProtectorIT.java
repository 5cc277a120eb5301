package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.SimulatedTpm;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.WardkeyProvider;

/** A software token that a TPM opens: on the simulator swtpm, no real chip. */
class TpmProtectorIT {
    @TempDir
    private Path folder;

    private SimulatedTpm tpm;
    private TestHome home;

    @BeforeEach
    void start() throws IOException {
        tpm = SimulatedTpm.start(folder.resolve("chip"));
        home = TestHome.with(
                folder, "home = home\ntokens { local { protector = tpm, transport = \"" + tpm.address() + "\" } }\n");
    }

    @AfterEach
    void stop() {
        tpm.close();
    }

    /** In a process of its own, so that this one has nothing of it in memory. */
    private void generate() {
        Path providers = ChildJvm.providerList(
                folder.resolve("java.security"), List.of(), List.of("Wardkey " + home.config() + "#local"));
        List<String> command = new ArrayList<>(ChildJvm.jdkTool("keytool"));
        command.addAll(List.of(
                "-J-Djava.security.properties=" + providers,
                "-genkeypair",
                "-alias",
                "pump",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=pump",
                "-keystore",
                "NONE",
                "-storetype",
                "Wardkey",
                "-providername",
                "Wardkey-local",
                "-storepass",
                "unused"));
        ChildProcess.succeed(command);
    }

    @Test
    void token_thatTheTpmSealed_opensInTheNextProcess() throws Exception {
        generate();
        Path sealed = home.home().resolve("local.tpm");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sealed)))
                .isEqualTo("rw-------");
        assertThat(home.home().resolve("local.key")).doesNotExist();
        WardkeyProvider provider = home.provider();
        PublicKey publicKey = Managed.store(provider).getCertificate("pump").getPublicKey();
        Managed.verify(publicKey, Managed.sign(provider, Managed.key(provider, "pump")));
    }

    @Test
    void token_onAnotherMachine_staysShut() throws Exception {
        generate();
        tpm.replace();
        WardkeyProvider provider = home.provider();
        assertThatThrownBy(() -> Managed.store(provider))
                .hasStackTraceContaining("WK-E003")
                .hasStackTraceContaining("whose storage root key is");
    }

    @Test
    void sealedFile_lost_isNotReplacedAndCut_saysSo() throws Exception {
        generate();
        Path sealed = home.home().resolve("local.tpm");
        String text = Files.readString(sealed);
        Files.delete(sealed);
        assertThatThrownBy(() -> Managed.store(home.provider())).hasStackTraceContaining("WK-S003");
        assertThat(sealed).doesNotExist();
        for (String broken : List.of(text.substring(0, text.length() - 100), "wardkey tpm-sealed key 1\n?\n", "")) {
            Files.writeString(sealed, broken);
            assertThatThrownBy(() -> Managed.store(home.provider())).as(broken).hasStackTraceContaining("WK-");
        }
        Files.writeString(sealed, text);
        assertThat(Managed.store(home.provider()).containsAlias("pump")).isTrue();
    }
}
