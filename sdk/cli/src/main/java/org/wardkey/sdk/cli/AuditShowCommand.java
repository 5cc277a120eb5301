package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey audit show}. */
@Command(name = "show", description = "Prints the newest records of all logs, in the order of time.")
final class AuditShowCommand implements Callable<Integer> {
    @Mixin
    private final AuditHome home = new AuditHome();

    @Option(names = "--log", paramLabel = "NAME", description = "Of this log only.")
    private String log = "";

    @Option(names = "--key", paramLabel = "KEY", description = "Of this key only: ALIAS, TOKEN:ALIAS or id.")
    private String key = "";

    @Option(names = "--last", paramLabel = "N", description = "How many; default ${DEFAULT-VALUE}.")
    private int last = 20;

    @Option(names = "--json", description = "Print the records as they stand in the log: JSON lines.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    AuditShowCommand() {}

    @Override
    public Integer call() throws IOException {
        if (last < 1) {
            throw new IllegalArgumentException("Expected --last of at least 1, got " + last + ".");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<AuditRecord> found = new ArrayList<>();
        for (Path folder : Administration.logs(home.folder())) {
            String name = folder.getFileName().toString();
            if (log.isEmpty() || log.equals(name)) {
                found.addAll(newest(folder));
            }
        }
        found.sort(Comparator.comparing(record -> record.field("time")));
        for (AuditRecord record : found.subList(Math.max(0, found.size() - last), found.size())) {
            out.println(json ? record.raw() : record.text());
        }
        out.flush();
        return ExitCodes.OK;
    }

    /** Keeps the newest of one log only: logs are longer than memory. */
    private Deque<AuditRecord> newest(Path folder) throws IOException {
        Deque<AuditRecord> newest = new ArrayDeque<>();
        try (LogRecords records = new LogRecords(folder)) {
            while (records.hasNext()) {
                AuditRecord record = records.next();
                if (key.isEmpty() || record.isAbout(key)) {
                    newest.addLast(record);
                }
                if (newest.size() > last) {
                    newest.removeFirst();
                }
            }
        }
        return newest;
    }
}
