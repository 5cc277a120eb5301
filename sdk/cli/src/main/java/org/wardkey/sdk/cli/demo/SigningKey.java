package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A key of the demonstration, made by the wardkey command and used by the signing program. */
final class SigningKey {
    private final Stage stage;
    private final String name;
    private final String alias;

    private SigningKey(Stage stage, String name) {
        this.stage = stage;
        this.name = name;
        this.alias = "local:" + name;
    }

    /** Makes a P-256 key that signs, with further options. */
    static SigningKey make(Stage stage, String name, String... options) throws IOException {
        SigningKey key = new SigningKey(stage, name);
        stage.write("message", "Infusion started, 4 ml/h.\n");
        List<String> more = new ArrayList<>(List.of("--type", "ec", "--purposes", "sign"));
        more.addAll(List.of(options));
        key.command("generate", more.toArray(new String[0]));
        return key;
    }

    /** Runs {@code wardkey keys COMMAND ALIAS ...} as a process. */
    Stage.Outcome command(String verb, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "keys", verb, alias, "--config", stage.file("wardkey.conf").toString()));
        arguments.addAll(List.of(options));
        return stage.wardkey(arguments.toArray(new String[0])).succeeded();
    }

    /** Signs once; the signature is in {@code NAME.sig}. */
    void sign() throws IOException {
        ask();
        stage.signer().expect("signed");
    }

    /** Tries to sign; tells whether it could. */
    boolean signIfAllowed() throws IOException {
        ask();
        return !stage.signer().answer().startsWith("refused");
    }

    /** Tries to sign, and expects a refusal with a code; gives its message. */
    String signRefused(String code) throws IOException {
        ask();
        return coded(code, stage.signer().expect("refused"));
    }

    private void ask() throws IOException {
        stage.signer().tell("sign " + alias + " message " + name + ".sig");
    }

    /** Begins to sign over and over, in the running program. */
    void signOn(int pauseMillis) throws IOException {
        stage.signer().tell("until-refused " + alias + " message " + pauseMillis);
        stage.signer().expect("signing");
    }

    /** How a run of signatures ended. */
    record End(long signatures, long refusedMillis, String message) {}

    /** Waits for the end of {@link #signOn}. */
    End refused(String code) throws IOException {
        String[] words = stage.signer().expect("refused").split(" ", 4);
        return new End(Long.parseLong(words[0]), Long.parseLong(words[2]), coded(code, words[3]));
    }

    private static String coded(String code, String message) {
        if (!message.startsWith(code)) {
            throw new DemoFailedException("Expected " + code + ", got: " + message);
        }
        return message;
    }

    /** Verifies {@code NAME.sig} with OpenSSL. */
    String verify() throws IOException {
        stage.write(name + ".pub", command("show", "--public-key").output());
        return stage.openssl("dgst", "-sha256", "-verify", name + ".pub", "-signature", name + ".sig", "message")
                .succeeded()
                .output()
                .strip();
    }
}
