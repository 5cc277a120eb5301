package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of one log: {@code 00000001.jsonl} and so on. */
final class SegmentFiles {
    private static final String SUFFIX = ".jsonl";

    private SegmentFiles() {}

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("[0-9]{8}\\.jsonl"))
                    .sorted()
                    .toList();
        }
    }

    static Path path(Path folder, int number) {
        return folder.resolve(String.format("%08d", number) + SUFFIX);
    }

    static int number(Path segment) {
        return Integer.parseInt(segment.getFileName().toString().substring(0, 8));
    }
}
