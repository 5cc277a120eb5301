package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes a signed checkpoint out of the home, proves the log against it, then alters one byte of one record. */
final class AuditStep implements Step {
    private static final String TIME = "\"time\":\"";
    private static final String PROVEN = "are those of the outside checkpoint";

    @Override
    public String proves() {
        return "A checkpoint kept elsewhere proves the record; one altered byte in it is found, and where";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        stage.stopSigner();
        Path audit = stage.file("home").resolve("audit");
        Path segment = largestSegment(audit);
        String log = audit.relativize(segment).getName(0).toString();
        String config = stage.file("wardkey.conf").toString();
        stage.wardkey("audit", "checkpoint", "--log", log, "--export", "checkpoint.txt", "--config", config)
                .succeeded();
        Stage.Outcome before = stage.wardkey("audit", "verify", "--checkpoint", "checkpoint.txt", "--home", "home")
                .succeeded();
        long logs = before.output().lines().filter(l -> l.startsWith("log ")).count();
        String proven = proven(before);
        int line = alterMiddle(segment);
        Stage.Outcome after = stage.wardkey("audit", "verify", "--home", "home");
        String place = segment.getFileName() + ":" + line + " record " + line;
        if (after.exit() != 1 || !after.output().contains(place)) {
            throw new DemoFailedException("Expected exit code 1 and a finding at " + place + ", got exit code "
                    + after.exit() + ":\n" + after.output().indent(6).stripTrailing());
        }
        return List.of(
                logs + " logs of all these processes, intact before; log " + log + ": " + proven,
                "after one digit of a time was changed: " + place + ": " + after.line(place + ":"));
    }

    private static String proven(Stage.Outcome verified) {
        return verified.output()
                .lines()
                .map(String::strip)
                .filter(line -> line.contains(PROVEN))
                .findFirst()
                .orElseThrow(() -> new DemoFailedException("Expected a log that the checkpoint proves, got:\n"
                        + verified.output().indent(6).stripTrailing()));
    }

    private static Path largestSegment(Path audit) throws IOException {
        try (Stream<Path> files = Files.walk(audit)) {
            return files.filter(f -> f.toString().endsWith(".jsonl"))
                    .max(Comparator.comparingLong(f -> f.toFile().length()))
                    .orElseThrow(() -> new DemoFailedException("Expected an audit log, found none."));
        }
    }

    /** Changes one digit in the record in the middle; gives its line, from 1. */
    private static int alterMiddle(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int begin = text.lastIndexOf('\n', text.length() / 2) + 1;
        int digit = text.indexOf(TIME, begin) + TIME.length();
        bytes[digit] = (byte) (bytes[digit] == '1' ? '2' : '1');
        Files.write(segment, bytes);
        return (int) text.substring(0, begin).chars().filter(c -> c == '\n').count() + 1;
    }
}
