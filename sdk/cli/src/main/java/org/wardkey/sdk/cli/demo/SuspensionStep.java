package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key that another process suspends while a program signs with it. */
final class SuspensionStep implements Step {
    private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]+)\"");

    @Override
    public String proves() {
        return "A key suspended by another process stops in a running JVM";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        SigningKey key = SigningKey.make(stage, "suspended");
        key.signOn(1);
        key.command("suspend", "--reason", "pump missing");
        SigningKey.End end = key.refused("WK-K001");
        long late = end.refusedMillis() - suspended(stage).toEpochMilli();
        key.command("resume", "--reason", "pump found");
        key.sign();
        return List.of(
                end.signatures() + " signatures, the first refusal " + late + " ms after the suspension was recorded",
                end.message(),
                "resumed: the same JVM signs again");
    }

    private static Instant suspended(Stage stage) throws IOException {
        String records = stage.wardkey(
                        "audit", "show", "--json", "--key", "local:suspended", "--last", "1000000", "--home", "home")
                .succeeded()
                .output();
        return records.lines()
                .filter(record -> record.contains("\"KEY_STATE\"") && record.contains("SUSPENDED"))
                .map(TIME::matcher)
                .filter(Matcher::find)
                .map(matcher -> Instant.parse(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new DemoFailedException("Expected a record of the suspension, found none."));
    }
}
