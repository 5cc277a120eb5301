package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;

/** Where the password of a token comes from: a variable, a credential of systemd, a terminal. Needs Python 3 for the terminal. */
class PasswordSourceIT {
    private static final String PASSWORD = "correct horse battery";

    /** Runs a command on a terminal of its own, answers what is asked for, and shows what it shows. */
    private static final String TERMINAL = """
            import os, pty, sys
            answers = sys.argv[1].split(",")
            child, terminal = pty.fork()
            if child == 0:
                os.execvp(sys.argv[2], sys.argv[2:])
            seen = b""
            while True:
                try:
                    read = os.read(terminal, 4096)
                except OSError:
                    break
                if not read:
                    break
                os.write(1, read)
                seen += read
                if answers and seen.endswith((b"local: ", b"again: ")):
                    os.write(terminal, answers.pop(0).encode() + b"\\n")
                    seen = b""
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """;

    @TempDir
    private Path folder;

    private Path terminal;

    @BeforeEach
    void writeTerminal() throws IOException {
        terminal = Files.writeString(folder.resolve("terminal.py"), TERMINAL);
    }

    private TestHome home(String source) {
        return TestHome.with(folder, "home = home\ntokens { local { protector = password, " + source + " } }\n");
    }

    private static String said(ChildJvm jvm, Object... arguments) {
        ChildProcess child = jvm.run(arguments);
        String all = String.join("\n", child.out()) + "\n" + String.join("\n", child.err());
        assertThat(all).doesNotContain(PASSWORD);
        return all;
    }

    private static ChildJvm jvm(String... wrapper) {
        return ChildJvm.running(PasswordChild.class).under(wrapper);
    }

    private String onTerminal(TestHome home, String... answers) {
        return said(jvm("python3", terminal.toString(), String.join(",", answers)), home.config());
    }

    @Test
    void variable_set_opensTheToken() {
        TestHome home = home("password-env = WARD_PASSWORD");
        assertThat(said(jvm(), home.config())).contains("WK-S007", "The variable WARD_PASSWORD", "does not have it");
        assertThat(said(jvm("env", "WARD_PASSWORD="), home.config())).contains("WK-S007", "it is empty");
        assertThat(said(jvm("env", "WARD_PASSWORD=" + PASSWORD), home.config())).contains("signed first true");
        assertThat(said(jvm("env", "WARD_PASSWORD=" + PASSWORD), home.config())).contains("signed again true");
    }

    @Test
    void credential_ofTheService_opensTheToken() throws IOException {
        TestHome home = home("password-credential = ward-password");
        Path credentials = Files.createDirectory(folder.resolve("credentials"));
        String variable = "CREDENTIALS_DIRECTORY=" + credentials;
        assertThat(said(jvm("env", "-u", "CREDENTIALS_DIRECTORY"), home.config()))
                .contains("WK-S007", "LoadCredential=ward-password:FILE");
        assertThat(said(jvm("env", variable), home.config())).contains("WK-S007", "ward-password");
        Files.writeString(credentials.resolve("ward-password"), PASSWORD + "\n");
        assertThat(said(jvm("env", variable), home.config())).contains("signed first true");
        assertThat(said(jvm("env", variable), home.config())).contains("signed again true");
    }

    @Test
    void terminal_asked_opensTheToken() {
        TestHome home = home("password-prompt = true");
        assertThat(said(jvm(), home.config())).contains("WK-S007", "no terminal");
        assertThat(onTerminal(home, PASSWORD, "something else"))
                .contains("New password of Wardkey's token local: ", "The same again: ", "the two entries differ");
        assertThat(onTerminal(home, PASSWORD, PASSWORD)).contains("signed first true");
        assertThat(onTerminal(home, PASSWORD))
                .contains("Password of Wardkey's token local: ", "signed again true")
                .doesNotContain("again: ");
        assertThat(onTerminal(home, "wrong")).contains("WK-S003");
        assertThat(onTerminal(home, "")).contains("WK-S007", "none was entered");
    }

    /** An administrator's command runs outside the service; keytool gives a password that means nothing. */
    @Test
    void userPassword_sourceAbsent_opensWhatIsThereAndMakesNothing() {
        TestHome home = home("password-env = WARD_PASSWORD");
        assertThat(said(jvm(), home.config(), "unused")).contains("WK-S007", "The variable WARD_PASSWORD");
        List<String> set = List.of("env", "WARD_PASSWORD=" + PASSWORD);
        assertThat(said(jvm(set.toArray(new String[0])), home.config(), "unused"))
                .contains("signed first true");
        assertThat(said(jvm(), home.config(), "unused")).contains("WK-S003", "gave none: The variable WARD_PASSWORD");
        assertThat(said(jvm(), home.config(), PASSWORD, "another"))
                .contains("signed again true", "refused another password: WK-S003");
    }
}
