package org.wardkey.provider.administration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.audit.AuditVerifier;
import org.wardkey.provider.audit.Checkpoint;
import org.wardkey.provider.audit.RecordProof;
import org.wardkey.provider.audit.VerifierKey;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.KeyManagement;
import org.wardkey.provider.gate.Token;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.UsageCount;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.policy.KeyReport;

/**
 * Manages the keys of a home, for the command line and the SDK. Every change is recorded and effective
 * in all processes of the home at their next operation. Thread-safe.
 */
public final class Administration {
    private final KeyManagement keys;
    private final Home.Opener homes;
    private final java.util.function.Supplier<Report> report;

    /**
     * What the provider is made of on this machine.
     *
     * @param state READY, AUDIT_FULL or LOCKED
     * @param configuration where the configuration comes from
     * @param home the folder of keys and records; empty if there is none
     * @param problem why the provider is locked, if it is
     * @param engines what each engine is, or why it is not there
     * @param absent algorithms that no engine of this JVM has, and what would bring them
     * @param libcryptoPresent whether the native engine is there
     * @param linker how C functions are called: {@code jna} or {@code foreign}
     * @param selfTests what ran so far: {@code algorithm@engine} and whether it passed
     */
    public record Report(
            String state,
            String configuration,
            String home,
            Optional<String> problem,
            Map<String, String> engines,
            Map<String, String> absent,
            boolean libcryptoPresent,
            String linker,
            Map<String, Boolean> selfTests) {}

    /**
     * What an audit log's check found.
     *
     * @param log the log's name
     * @param result what was found
     * @param markRecords how far the catalogue says that the log had come; 0 if it says nothing
     */
    public record LogCheck(String log, AuditVerifier.Result result, long markRecords) {}

    /**
     * Wired by the provider; see {@code WardkeyProvider.administration()}.
     *
     * @param keys makes and changes keys
     * @param homes opens the home
     * @param report says what the provider is made of
     */
    @SuppressWarnings("exports") // only the provider's root makes one
    public Administration(KeyManagement keys, Home.Opener homes, java.util.function.Supplier<Report> report) {
        this.keys = keys;
        this.homes = homes;
        this.report = report;
    }

    /** @return what the provider is made of; opens no home */
    public Report report() {
        return report.get();
    }

    /** @return the tokens: name and type */
    public Map<String, String> tokens() {
        Map<String, String> tokens = new LinkedHashMap<>();
        homes.open().tokens().forEach((name, token) -> tokens.put(name, token.type()));
        return tokens;
    }

    /**
     * Asks the device of a token what it is, such as a TPM for its makers and the state of its lockout.
     *
     * @param token its name
     * @return names and values for people, in order; empty for a token without a device
     * @throws BackendException if the device does not answer
     */
    public Map<String, String> device(String token) {
        return homes.open().token(token).device();
    }

    /**
     * The windows within which a TPM lets the keys of a token be used.
     *
     * @param token its name
     * @return them
     */
    public KeyWindows windows(String token) {
        return new KeyWindows(keys.windows(), token);
    }

    /**
     * Opens a token that wants a password.
     *
     * @param token its name
     * @param password the password; kept by the caller
     */
    public void unlock(String token, char[] password) {
        homes.open().token(token).unlock(password);
    }

    /** @return every key of every token with its read-back, destroyed ones too */
    public List<KeyInfo> list() {
        List<KeyInfo> found = new ArrayList<>();
        for (Token token : homes.open().tokens().values()) {
            found.addAll(list(token));
        }
        return found;
    }

    private List<KeyInfo> list(Token token) {
        return homes.open().ledger().catalog().list(token.name()).stream()
                .map(this::info)
                .toList();
    }

    /**
     * The keys of the tokens that are open or can be opened.
     *
     * @param keys their keys with the read-back, destroyed ones too
     * @param notOpen by name, the tokens with keys for which nobody gives a password, and why
     */
    public record Listing(List<KeyInfo> keys, Map<String, BackendException> notOpen) {
        /** Copies both, in their order. */
        public Listing {
            keys = List.copyOf(keys);
            notOpen = Collections.unmodifiableMap(new LinkedHashMap<>(notOpen));
        }
    }

    /**
     * Lists the keys, and does without tokens that want a password which nobody gives.
     *
     * @return the keys, and which tokens have others
     * @throws BackendException if the store fails, a record was altered, or a token does not open for another reason
     */
    public Listing listOpen() {
        List<KeyInfo> found = new ArrayList<>();
        Map<String, BackendException> notOpen = new LinkedHashMap<>();
        for (Token token : homes.open().tokens().values()) {
            try {
                found.addAll(list(token));
            } catch (BackendException e) {
                if (e.code() != RefusalCode.PASSWORD_MISSING) {
                    throw e;
                }
                notOpen.put(token.name(), e);
            }
        }
        return new Listing(found, notOpen);
    }

    private KeyInfo info(KeyRecord record) {
        if (record.facts().state() != KeyState.DESTROYED) {
            return keys.info(record);
        }
        KeyFacts facts = record.facts();
        UsageCount used = homes.open().ledger().usage().used(facts);
        boolean limited = facts.authorizations().maximumOperations().isPresent()
                || facts.authorizations().maximumBytes().isPresent();
        // Nothing enforces anything on a key that is gone.
        return new KeyInfo(
                facts,
                limited ? used.operations() : 0,
                limited ? used.bytes() : 0,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    /**
     * Finds a key.
     *
     * @param alias the alias, with or without a token's name
     * @return its read-back
     * @throws PolicyDeniedException if there is none
     */
    public KeyInfo show(String alias) {
        Home.Place place = homes.open().place(alias, Optional.empty());
        return info(stored(place).or(() -> destroyed(place)).orElseThrow(() -> unknown(place)));
    }

    /**
     * Says all that the policy in force says about a key.
     *
     * @param alias the alias, with or without a token's name
     * @return every use that its type can have, and every window and limit
     * @throws PolicyDeniedException if there is no such key, or the applied document is not believed
     */
    public KeyReport explain(String alias) {
        return keys.policies().report(record(alias));
    }

    /**
     * The certificates of a key.
     *
     * @param alias the alias, with or without a token's name
     * @return DER, the key's own first
     */
    public List<byte[]> chain(String alias) {
        return record(alias).chain();
    }

    private KeyRecord record(String alias) {
        Home.Place place = homes.open().place(alias, Optional.empty());
        return stored(place).orElseThrow(() -> unknown(place));
    }

    private Optional<KeyRecord> stored(Home.Place place) {
        return homes.open().ledger().catalog().find(place.token().name(), place.alias());
    }

    /** The one that had the alias last: its record stays. */
    private Optional<KeyRecord> destroyed(Home.Place place) {
        return homes.open().ledger().catalog().list(place.token().name()).stream()
                .filter(record -> record.facts().alias().equals(place.alias()))
                .max(Comparator.comparing(record -> record.facts().created()));
    }

    private static PolicyDeniedException unknown(Home.Place place) {
        return new PolicyDeniedException(new Refusal(
                RefusalCode.KEY_UNKNOWN, "Asked for " + place.token().name() + ":" + place.alias() + "."));
    }

    /**
     * Makes a managed key.
     *
     * @param type its type
     * @param algorithm the JCA's name for a secret key, such as {@code HmacSHA256}; not looked at for pairs
     * @param sizeBits the size for RSA, AES and HMAC; not looked at for the others
     * @param parameters alias and authorizations
     * @return its read-back
     */
    public KeyInfo generate(KeyType type, String algorithm, int sizeBits, KeyGenParameters parameters) {
        if (type.asymmetric()) {
            KeyPair pair = keys.generation()
                    .managedPair(type, type.sizeBits() == 0 ? sizeBits : type.sizeBits(), parameters, Optional.empty());
            return keys.info((WardkeyKey) pair.getPrivate());
        }
        Key key = keys.generation().managedSecret(type, algorithm, sizeBits, parameters, Optional.empty());
        return keys.info((WardkeyKey) key);
    }

    /** @return the home's policy */
    public Policies policies() {
        return new Policies(keys.policies());
    }

    /** @return the home's time */
    public Time time() {
        return new Time(homes, keys.time(), keys.timeAnswers());
    }

    /** @return replaces keys by new generations */
    public Rotation rotation() {
        return new Rotation(homes, keys.succession());
    }

    /** @return the warnings that were given for keys that are in use, the newest first */
    public List<WarningNotice> warnings() {
        return WarningNotice.list(homes.open());
    }

    /**
     * Changes the state of a key.
     *
     * @param alias the alias, with or without a token's name
     * @param to the new state
     * @param reason why; for the record
     * @return the key's facts afterwards
     * @throws PolicyDeniedException if the state may not follow the present one
     */
    public KeyFacts changeState(String alias, KeyState to, String reason) {
        return keys.changeState(record(alias).facts().id(), to, reason).facts();
    }

    /**
     * Proves to somebody who has only the audit key's verifier that a key was destroyed, and what was done about
     * its material. In the process that destroyed it.
     *
     * @param id the key
     * @return the proof
     * @throws IOException if it cannot be made, or the log of this process has no record of it
     */
    public RecordProof proveDestroyed(KeyId id) throws IOException {
        AuditLog audit = homes.open().audit();
        return audit.prove(AuditEvent.Kind.KEY_DESTROYED_PROOF, id)
                .orElseThrow(() -> new IOException("Expected the record of the destruction of key " + id + " in log "
                        + audit.name() + ", found none."));
    }

    /**
     * Checks the audit logs of the home. Reads files only: no key and no token is needed.
     *
     * @param home the home's folder
     * @param marks how far each log had come, where that is known
     * @return what was found, for each log
     * @throws IOException if the files cannot be read
     */
    public static List<LogCheck> verifyAudit(Path home, Map<String, AuditVerifier.Mark> marks) throws IOException {
        return AuditAdministration.verify(home, marks, Map.of(), List.of(), Optional.empty());
    }

    /**
     * Checks the audit logs of the home against checkpoints that were kept elsewhere. Reads files only.
     *
     * @param home the home's folder
     * @param marks how far each log had come, where that is known
     * @param checkpoints the checkpoints, by the names of their logs
     * @param witnesses who must have cosigned each of them
     * @param key whose checkpoints are believed; without one, the key that lies beside the logs
     * @return what was found, for each log
     * @throws IOException if the files cannot be read
     */
    public static List<LogCheck> verifyAudit(
            Path home,
            Map<String, AuditVerifier.Mark> marks,
            Map<String, Checkpoint> checkpoints,
            List<VerifierKey> witnesses,
            Optional<VerifierKey> key)
            throws IOException {
        return AuditAdministration.verify(home, marks, checkpoints, witnesses, key);
    }

    /**
     * The checkpoints of the logs of a home, as they lie on the disk. Reads files only.
     *
     * @param home the home's folder
     * @return the checkpoints, by the names of their logs; logs without one are left out
     * @throws IOException if the files cannot be read
     */
    public static Map<String, Checkpoint> checkpoints(Path home) throws IOException {
        return AuditAdministration.checkpoints(home);
    }

    /**
     * Gives out a checkpoint of a log, and records that. Of this process's own log it is of everything until
     * now, of another process's log the one on the disk, which is some seconds old.
     *
     * @param log the log's name
     * @param where whom it is given to; for the record
     * @return the checkpoint
     * @throws IOException if there is no such log, or its checkpoint cannot be written or read
     */
    public Checkpoint exportCheckpoint(String log, String where) throws IOException {
        return new AuditAdministration(homes.open()).exportCheckpoint(log, where);
    }

    /** @return how the audit log is that this process writes */
    public LogCondition auditCondition() {
        AuditLog audit = homes.open().audit();
        return new LogCondition(audit.name(), audit.state(), audit.failure());
    }

    /** @return the key that the checkpoints of this home are verified with */
    public VerifierKey auditKey() {
        return homes.open().audit().verifier();
    }

    /**
     * Deletes old segments of a log; their hashes stay.
     *
     * @param log the log's name
     * @param before the first record that is kept for certain
     * @return how many records exist as hashes only now
     * @throws IOException if another process writes the log, a record is not covered by a checkpoint, or the
     *     disk fails; the message says which
     */
    public long pruneAudit(String log, long before) throws IOException {
        return new AuditAdministration(homes.open()).prune(log, audit -> audit.prune(before));
    }

    /**
     * Deletes segments of a log of which every record is older than a time; their hashes stay.
     *
     * @param log the log's name
     * @param before the time
     * @return how many records exist as hashes only now
     * @throws IOException if another process writes the log, a record is not covered by a checkpoint, or the
     *     disk fails; the message says which
     */
    public long pruneAudit(String log, Instant before) throws IOException {
        return new AuditAdministration(homes.open()).prune(log, audit -> audit.prune(before));
    }

    /**
     * The folders of the audit logs of a home.
     *
     * @param home the home's folder
     * @return the folders, by name; none if the home has no log
     * @throws IOException if they cannot be listed
     */
    public static List<Path> logs(Path home) throws IOException {
        Path logs = home.resolve("audit");
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(logs)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** @return how far each audit log had come, by the home's catalogue */
    public Map<String, AuditVerifier.Mark> auditMarks() {
        Map<String, AuditVerifier.Mark> marks = new LinkedHashMap<>();
        homes.open()
                .ledger()
                .auditLogs()
                .list()
                .forEach((log, mark) -> marks.put(log, new AuditVerifier.Mark(mark.records(), mark.root())));
        return marks;
    }
}
