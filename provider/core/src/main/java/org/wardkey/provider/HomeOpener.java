package org.wardkey.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.KeyWindows;
import org.wardkey.provider.backend.tpm.TpmAddress;
import org.wardkey.provider.backend.tpm.TpmBackend;
import org.wardkey.provider.backend.tpm.TpmDevice;
import org.wardkey.provider.backend.tpm.TpmWindows;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.HomeClock;
import org.wardkey.provider.gate.PolicySources;
import org.wardkey.provider.gate.TimeAuthority;
import org.wardkey.provider.gate.Token;
import org.wardkey.provider.keystore.embedded.SoftwareToken;
import org.wardkey.provider.keystore.tpm.TpmProtector;
import org.wardkey.provider.keystore.tpm.TpmToken;
import org.wardkey.provider.keystore.tpm.WindowFile;
import org.wardkey.provider.ledger.AuditLogIndex;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.ledger.TokenHeaders;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.sealing.KeyFiles;
import org.wardkey.provider.sealing.Protector;

/** Opens a home: folder, natives, database, tokens, audit log. To be called on an owned thread. */
final class HomeOpener {
    private final WardkeyConfig config;
    private final Supplier<KeyBackend> sealingEngine;
    private final SecureRandom random;
    private final Clock clock;
    private final ConcurrentMap<TpmAddress, TpmDevice> devices = new ConcurrentHashMap<>();

    HomeOpener(WardkeyConfig config, Supplier<KeyBackend> sealingEngine, SecureRandom random, Clock clock) {
        this.config = config;
        this.sealingEngine = sealingEngine;
        this.random = random;
        this.clock = clock;
    }

    WardkeyConfig config() {
        return config;
    }

    /** Makes the folder if it is missing, and gives its canonical path. */
    Path prepare() {
        return guarded(() -> {
            createPrivately(config.home());
            return config.home().toRealPath();
        });
    }

    Home open(Path canonical) {
        return guarded(() -> {
            NativeFiles.prepareDatabase(canonical.resolve("native"));
            return openDatabase(canonical);
        });
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T guarded(Step<T> step) {
        try {
            return step.run();
        } catch (IOException | UncheckedIOException | LinkageError e) {
            throw new BackendException(
                    new Refusal(
                            RefusalCode.STORE_UNAVAILABLE,
                            "Tried to open the home " + config.home() + ": "
                                    + e.getClass().getSimpleName() + ", " + e.getMessage() + "." + hint(e)),
                    e);
        }
    }

    /** keytool and its like resolve java.base alone. */
    private static String hint(Throwable e) {
        return String.valueOf(e.getMessage()).contains("java/sql")
                ? " This JVM has not resolved the module java.sql: start it with --add-modules java.sql"
                        + " (keytool and jarsigner: -J--add-modules=java.sql)."
                : "";
    }

    private static void createPrivately(Path home) throws IOException {
        if (Files.isDirectory(home)) {
            return;
        }
        FileAttribute<Set<PosixFilePermission>> owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path existing = home.toAbsolutePath();
        while (existing.getParent() != null && !Files.isDirectory(existing)) {
            existing = existing.getParent();
        }
        Files.createDirectories(home, owner);
        syncParents(home.toAbsolutePath(), existing);
    }

    /** A folder that was made is only there for good once the one above it is on the disk. */
    private static void syncParents(Path home, Path existing) throws IOException {
        for (Path folder = home.getParent();
                folder != null && folder.startsWith(existing) && Files.isReadable(folder);
                folder = folder.getParent()) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private Home openDatabase(Path home) throws IOException {
        Map<String, Token> tokens = new LinkedHashMap<>();
        Ledger ledger = Ledger.open(home, config.defaultToken(), name -> {
            Token token = tokens.get(name);
            if (token == null) {
                throw new BackendException(new Refusal(
                        RefusalCode.TOKEN_UNKNOWN, "A record is of token " + name + ", which is not configured."));
            }
            return token.authenticator();
        });
        try {
            for (TokenConfig token : config.tokens().values()) {
                tokens.put(token.name(), token(token, ledger::tokens));
            }
            AuditLog audit = AuditLog.open(
                    home.resolve("audit"),
                    config.durability(),
                    clock,
                    random,
                    known(ledger.auditLogs()),
                    (log, records, root) -> ledger.auditLogs().put(log, new AuditLogIndex.Mark(records, root)));
            return home(home, ledger, audit, tokens);
        } catch (IOException | RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    private static Map<String, Long> known(AuditLogIndex logs) {
        Map<String, Long> records = new LinkedHashMap<>();
        logs.list().forEach((log, mark) -> records.put(log, mark.records()));
        return records;
    }

    private Home home(Path home, Ledger ledger, AuditLog audit, Map<String, Token> tokens) {
        boolean opened = false;
        try {
            HomeClock time = new HomeClock(ledger.time(), new BootClock(clock), clock::instant, Release.made());
            PolicySources policy = new PolicySources(
                    config.policy(), new DocumentReader(config.signers(), PolicyFiles.bundleCryptography()));
            TimeAuthority authority = new TimeAuthority(config.timeAuthority(), PolicyFiles.bundleCryptography());
            Home made =
                    new Home(home.toString(), ledger, audit, time, authority, policy, tokens, config.defaultToken());
            opened = true;
            return made;
        } finally {
            if (!opened) {
                audit.close();
            }
        }
    }

    private Token token(TokenConfig token, Supplier<TokenHeaders> headers) {
        Optional<TpmDevice> device = token.tpm().map(tpm -> device(tpm.address()));
        SoftwareToken records = software(token, device, headers);
        return device.filter(tpm -> token.tpm().orElseThrow().hasKeys())
                .map(tpm -> chip(records, tpm, token.tpm().orElseThrow()))
                .orElse(records);
    }

    private Token chip(Token records, TpmDevice tpm, TokenConfig.TpmConfig config) {
        Optional<TpmWindows> windows = config.lifetime()
                .map(lifetime -> new TpmWindows(
                        tpm,
                        lifetime,
                        new WindowFile(lifetime.window(), HomeOpener::owned),
                        new WindowFile(lifetime.overrideWindow(), HomeOpener::owned),
                        new WindowFile(lifetime.lease(), HomeOpener::owned)));
        return new TpmToken(
                records, new TpmBackend(tpm, sealingEngine, windows), tpm, windows.map(KeyWindows.class::cast));
    }

    private static void owned(Runnable work) {
        OwnedThread.call("wardkey-window", () -> {
            work.run();
            return work;
        });
    }

    /** Tokens of one TPM share a connection, also when a home is opened again: some transports let one at a time connect. */
    private TpmDevice device(TpmAddress address) {
        return devices.computeIfAbsent(address, at -> new TpmDevice(at, random));
    }

    private SoftwareToken software(TokenConfig token, Optional<TpmDevice> device, Supplier<TokenHeaders> headers) {
        Optional<SoftwareToken.ProtectorSource> protector = token.keyFile()
                .<SoftwareToken.ProtectorSource>map(file -> first -> keyFile(file, first))
                .or(() -> token.tpm()
                        .flatMap(TokenConfig.TpmConfig::sealedKey)
                        .map(file -> first -> sealedKey(new TpmProtector(file, device.orElseThrow()), first)))
                .or(() -> token.password().map(source -> first -> password(token.name(), source, first)));
        return new SoftwareToken(
                token.name(),
                sealingEngine,
                random,
                headers,
                protector,
                token.password().isPresent());
    }

    /** Not where an interrupt of the caller would end the reading. */
    private static Protector password(String token, PasswordSource source, boolean first) {
        return OwnedThread.call("wardkey-password", () -> source.read(token, first));
    }

    /** As a key file. */
    private Protector sealedKey(TpmProtector protector, boolean first) {
        if (first) {
            OwnedThread.call("wardkey-key-file", () -> {
                try {
                    protector.createIfMissing(random);
                    return protector;
                } catch (IOException e) {
                    throw new BackendException(
                            new Refusal(
                                    RefusalCode.PROTECTOR_WRONG,
                                    "Tried to make the sealed key file " + protector.path() + "."),
                            e);
                }
            });
        }
        return protector;
    }

    /** A key file is made only for a token that has no header yet: a lost one must not be replaced. */
    private Protector keyFile(Path file, boolean first) {
        if (first) {
            OwnedThread.call("wardkey-key-file", () -> {
                try {
                    KeyFiles.createIfMissing(file, random);
                    return file;
                } catch (IOException e) {
                    throw new BackendException(
                            new Refusal(RefusalCode.PROTECTOR_WRONG, "Tried to make the key file " + file + "."), e);
                }
            });
        }
        return new Protector.KeyFile(file);
    }
}
