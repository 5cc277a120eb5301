package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key whose origination window ends while a program signs with it. */
final class WindowStep implements Step {
    private static final Pattern END = Pattern.compile("\"originationEnd\"\\s*:\\s*\"([^\"]+)\"");

    @Override
    public String proves() {
        return "A key stops signing when its window ends; what it signed before still verifies";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        stage.signer(); // the program is there before the key is: its window is short
        SigningKey key = SigningKey.make(stage, "window", "--origination-end", "5s");
        if (!key.signIfAllowed()) {
            // A busy machine: making the key took longer than its window.
            key = SigningKey.make(stage, "window-30", "--origination-end", "30s");
            key.sign();
        }
        key.signOn(20);
        SigningKey.End end = key.refused("WK-K006");
        String again = key.signRefused("WK-K006");
        Matcher matcher = END.matcher(key.command("show", "--json").output());
        if (!matcher.find()) {
            throw new DemoFailedException("Expected originationEnd in the output of keys show --json.");
        }
        long late = end.refusedMillis() - Instant.parse(matcher.group(1)).toEpochMilli();
        return List.of(
                end.signatures() + " signatures, the first refusal " + late + " ms after the end of the window",
                again,
                "OpenSSL on the signature made before: " + key.verify());
    }
}
