package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.util.List;

/** A rule that is tried on what a key did, and then put in force. */
final class PolicyStep implements Step {
    private static final String DOCUMENT = """
            policy {
              name = ward
              version = 1
              algorithms {
                strong-signatures {
                  when { alias = ruled }
                  algorithm = ECDSA
                  require { minimum-strength = 192 }
                  reason = "this pump's orders are kept for 30 years"
                }
              }
            }
            """;
    private static final String RULE = "ward/strong-signatures";

    @Override
    public String proves() {
        return "A rule is tried on the record of the past; once applied, the key it refuses stops";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        stage.write("ward.conf", DOCUMENT);
        SigningKey key = SigningKey.make(stage, "ruled");
        key.sign();
        key.sign();
        Stage.Outcome trial = policy(stage, "trial");
        if (trial.exit() != 1 || !trial.output().contains(RULE)) {
            throw new DemoFailedException("Expected exit code 1 and a finding by " + RULE + ", got exit code "
                    + trial.exit() + ":\n" + trial.output().indent(6).stripTrailing());
        }
        String found = trial.line("refused");
        key.sign();
        String applied = policy(stage, "apply").succeeded().line("ward 1");
        return List.of("trial: refused " + found, "applied: ward 1 " + applied, key.signRefused("WK-P001"));
    }

    private static Stage.Outcome policy(Stage stage, String verb) throws IOException {
        return stage.wardkey(
                "policy",
                verb,
                "ward.conf",
                "--config",
                stage.file("wardkey.conf").toString());
    }
}
