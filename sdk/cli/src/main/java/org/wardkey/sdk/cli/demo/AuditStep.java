package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Alters one byte of one record. */
final class AuditStep implements Step {
    private static final String TIME = "\"time\":\"";

    @Override
    public String proves() {
        return "One altered byte in the record is found, and where";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        stage.stopSigner();
        Stage.Outcome before =
                stage.wardkey("audit", "verify", "--home", "home").succeeded();
        long logs = before.output().lines().filter(l -> l.startsWith("log ")).count();
        Path segment = largestSegment(stage.file("home").resolve("audit"));
        int line = alterMiddle(segment);
        Stage.Outcome after = stage.wardkey("audit", "verify", "--home", "home");
        String place = segment.getFileName() + ":" + line + " record " + line;
        if (after.exit() != 1 || !after.output().contains(place)) {
            throw new DemoFailedException("Expected exit code 1 and a finding at " + place + ", got exit code "
                    + after.exit() + ":\n" + after.output().indent(6).stripTrailing());
        }
        return List.of(
                logs + " logs of all these processes, intact before",
                "after one digit of a time was changed: " + place + ": " + after.line(place + ":"));
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
