package org.wardkey.provider.administration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wardkey.provider.administration.Administration.LogCheck;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.audit.AuditVerifier;
import org.wardkey.provider.audit.AuditVerifier.Evidence;
import org.wardkey.provider.audit.Checkpoint;
import org.wardkey.provider.audit.VerifierKey;
import org.wardkey.provider.gate.Home;

/** What {@link Administration} does with audit logs. Thread-safe. */
final class AuditAdministration {
    private static final String CHECKPOINT = "checkpoint";

    private final Home home;

    /** What is done with a log that is open. */
    @FunctionalInterface
    interface Work {
        long run(AuditLog audit) throws IOException;
    }

    AuditAdministration(Home home) {
        this.home = home;
    }

    static List<LogCheck> verify(
            Path home,
            Map<String, AuditVerifier.Mark> marks,
            Map<String, Checkpoint> checkpoints,
            List<VerifierKey> witnesses,
            Optional<VerifierKey> key)
            throws IOException {
        List<LogCheck> checks = new ArrayList<>();
        Map<String, Long> known = new LinkedHashMap<>();
        marks.forEach((log, mark) -> known.put(log, mark.records()));
        checkpoints.forEach((log, checkpoint) -> known.merge(log, checkpoint.size(), Math::max));
        for (Path folder : Administration.logs(home)) {
            String name = folder.getFileName().toString();
            Evidence evidence = new Evidence(
                    key, Optional.ofNullable(checkpoints.get(name)), witnesses, Optional.ofNullable(marks.get(name)));
            long records = marks.containsKey(name) ? marks.get(name).records() : 0;
            checks.add(new LogCheck(name, AuditVerifier.verify(folder, evidence), records));
        }
        known.forEach((log, records) -> {
            if (checks.stream().noneMatch(check -> check.log().equals(log))) {
                checks.add(new LogCheck(log, AuditVerifier.missing(log), records));
            }
        });
        return checks;
    }

    static Map<String, Checkpoint> checkpoints(Path home) throws IOException {
        Map<String, Checkpoint> found = new LinkedHashMap<>();
        for (Path log : Administration.logs(home)) {
            if (Files.exists(log.resolve(CHECKPOINT))) {
                found.put(log.getFileName().toString(), read(log));
            }
        }
        return found;
    }

    private static Checkpoint read(Path log) throws IOException {
        try {
            return Checkpoint.parse(Files.readString(log.resolve(CHECKPOINT), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException("Expected a checkpoint in log " + log.getFileName() + ": it is none.", e);
        }
    }

    private Path folder(String log) throws IOException {
        return Administration.logs(Path.of(home.path())).stream()
                .filter(folder -> folder.getFileName().toString().equals(log))
                .findFirst()
                .orElseThrow(() -> new IOException("Expected an audit log " + log + " in the home, found none."));
    }

    Checkpoint exportCheckpoint(String log, String where) throws IOException {
        if (home.audit().name().equals(log)) {
            return home.audit().exportCheckpoint(where);
        }
        Checkpoint checkpoint = read(folder(log));
        if (!checkpoint.signedBy(home.audit().verifier())) {
            throw new IOException("The checkpoint of log " + log + " is not signed by the home's audit key.");
        }
        home.audit()
                .appendDurably(AuditEvent.notice(
                        Clock.systemUTC().instant(),
                        AuditEvent.Kind.CHECKPOINT_EXPORTED,
                        "log " + log + ", " + checkpoint.size() + " records, to " + where));
        return checkpoint;
    }

    long prune(String log, Work work) throws IOException {
        if (home.audit().name().equals(log)) {
            return work.run(home.audit());
        }
        Optional<AuditLog> other = AuditLog.openOnly(folder(log), Clock.systemUTC(), (name, records, root) -> {});
        try (AuditLog audit = other.orElseThrow(() -> new IOException(
                "Expected a log that no process writes, got log " + log + ": stop its process, or let it prune."))) {
            return work.run(audit);
        }
    }
}
