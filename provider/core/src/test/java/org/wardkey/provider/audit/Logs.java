package org.wardkey.provider.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;

/** Writes logs for tests, and reads what is in them. */
final class Logs {
    static final AuditLog.Listener NOBODY = (log, records, root) -> {};

    private Logs() {}

    static AuditLog open(Path logs) throws IOException {
        return AuditLog.open(logs, AuditDurability.BATCHED, Clock.systemUTC(), new SecureRandom(), NOBODY);
    }

    static AuditEvent event(String detail) {
        return AuditEvent.notice(Instant.EPOCH, AuditEvent.Kind.PROVIDER_STATE, detail);
    }

    static KeyFacts key(long number) {
        return new KeyFacts(
                new KeyId(new java.util.UUID(1, number)),
                "local",
                "pump-" + number,
                KeyType.EC_P256,
                256,
                KeyState.ACTIVE,
                KeyAuthorizations.defaultsFor(KeyType.EC_P256),
                false,
                Instant.EPOCH);
    }

    static AuditEvent operation(long key, String detail) {
        AuditEvent event = AuditEvent.operation(
                Instant.EPOCH,
                AuditEvent.Outcome.ALLOWED,
                key(key),
                Purpose.SIGN,
                Mechanism.of(Mechanism.Family.ECDSA),
                "jdk",
                32);
        return new AuditEvent(
                event.time(),
                event.kind(),
                event.outcome(),
                event.key(),
                event.purpose(),
                event.mechanism(),
                event.engine(),
                Optional.empty(),
                1,
                32,
                detail);
    }

    /** A closed log with events 0 to n - 1. */
    static Path written(Path logs, int n) throws IOException {
        try (AuditLog log = open(logs)) {
            for (int i = 0; i < n; i++) {
                log.append(event("event " + i));
            }
            return logs.resolve(log.name());
        }
    }

    static List<String> lines(Path log) {
        List<String> lines = new ArrayList<>();
        try {
            for (Path segment : SegmentFiles.list(log)) {
                lines.addAll(Files.readAllLines(segment, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** The number of a segment's first record. */
    static long firstOf(Path segment) throws IOException {
        return AuditRecords.sequence(Files.readAllLines(segment).get(0).getBytes(StandardCharsets.UTF_8));
    }

    static AuditVerifier.Result verify(Path log) throws IOException {
        return AuditVerifier.verify(log, AuditVerifier.Evidence.NONE);
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
