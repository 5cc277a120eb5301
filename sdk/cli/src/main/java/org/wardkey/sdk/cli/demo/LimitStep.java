package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.util.List;

/** A key that may sign three times. */
final class LimitStep implements Step {
    @Override
    public String proves() {
        return "A key limited to 3 operations refuses the fourth";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        SigningKey key = SigningKey.make(stage, "limited", "--maximum-operations", "3");
        key.sign();
        key.sign();
        key.sign();
        String refusal = key.signRefused("WK-K009");
        return List.of("signed 3 times; then " + refusal);
    }
}
