package org.wardkey.provider;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.nativebridge.NativeLinker;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.ProtectedJvm;
import org.wardkey.provider.backend.BackendRouter;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.backend.EngineOrder;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.KeyManagement;
import org.wardkey.provider.gate.OperationGate;
import org.wardkey.provider.gate.ProviderState;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.ledger.PidNamespace;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.ServiceIndicator;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyPack;
import org.wardkey.provider.selftest.SelfTests;
import org.wardkey.provider.spi.SpiContext;

/**
 * Everything behind the provider objects of one configuration in one process: engines, gate, home.
 *
 * <p>Theory of operation. Nothing happens at construction. Digests, AES and HMAC ask the JDK's engine
 * and touch no disk; the first public-key operation looks for libcrypto; the first managed key opens
 * the home, on a thread of its own. Each step happens once and is remembered; while libcrypto is being
 * loaded, what its loading needs itself is served by the JDK. Where the JVM is to use a validated module alone, that
 * module is the only engine, also of the home's own sealing. Thread-safe.
 */
final class WardkeyRuntime {
    /** Names self-tests that are to fail: {@code algorithm@engine}, separated by commas. Can only take away. */
    static final String FORCED_FAILURES = "wardkey.selftest.force-failure";

    private static final ConcurrentMap<String, WardkeyRuntime> RUNTIMES = new ConcurrentHashMap<>();

    private final String configFile;
    private final Clock clock = Clock.systemUTC();
    private final boolean approvedOnly = ApprovedOnly.required();
    private final ModuleLoader module;
    private final SecureRandom random;
    private final SelfTests selfTests =
            new SelfTests(forcedFailures(), test -> OwnedThread.call("wardkey-selftest", test));
    private final KeyBackend jdk;
    private final LibcryptoLoader libcrypto;
    private final ReentrantLock homeLock = new ReentrantLock();
    private final OperationGate gate;
    private final KeyManagement keys;
    private volatile @Nullable Configuration configuration;
    private volatile @Nullable Home home;
    /** Why the home is another configuration's. */
    private volatile @Nullable Refusal conflict;

    private final BackendRouter router;

    /** The configuration, or why there is none. */
    private record Configuration(
            @Nullable WardkeyConfig config, @Nullable Refusal locked) {}

    private WardkeyRuntime(String configFile) {
        this.configFile = configFile;
        SecureRandom own = new WardkeySecureRandom(this::entropy);
        this.module = new ModuleLoader(() -> Optional.ofNullable(configuration().config()), own);
        this.random = approvedOnly ? new ModuleSecureRandom(module) : own;
        this.jdk = new JdkBackend(own);
        this.libcrypto =
                new LibcryptoLoader(() -> Optional.ofNullable(configuration().config()), this::opener);
        this.router = new BackendRouter(
                engines(), approvedOnly ? EngineOrder.approvedOnly() : EngineOrder.measured(), selfTests);
        this.gate = new OperationGate(router, this::home, clock);
        this.keys = new KeyManagement(gate, random, clock);
    }

    private Map<String, Supplier<Optional<KeyBackend>>> engines() {
        return approvedOnly
                ? Map.of("bcfips", () -> Optional.of(module.engine()))
                : Map.of("jdk", () -> Optional.of(jdk), "libcrypto", libcrypto::engine);
    }

    private HomeOpener opener(WardkeyConfig config) {
        return new HomeOpener(config, () -> approvedOnly ? module.engine() : jdk, random, clock);
    }

    private static Set<String> forcedFailures() {
        String names = System.getProperty(FORCED_FAILURES, "");
        return names.isBlank() ? Set.of() : Set.of(names.split(",", -1));
    }

    /**
     * The runtime of a configuration file; one for each file and process.
     *
     * @param configFile the file; empty for none
     * @return the runtime
     */
    static WardkeyRuntime of(String configFile) {
        String canonical = configFile.isEmpty()
                ? ""
                : Path.of(configFile).toAbsolutePath().normalize().toString();
        return RUNTIMES.computeIfAbsent(canonical, WardkeyRuntime::new);
    }

    SpiContext context(Optional<String> view) {
        return new SpiContext(gate, keys, random, approvedOnly, module::keyStore, view);
    }

    /** What devices of the home give to generators, as far as the home is open; opens nothing. */
    DeviceEntropy entropy() {
        Home open = home;
        return open == null ? DeviceEntropy.NONE : open.entropy();
    }

    /** Whether the configuration has a token whose device gives random bytes. */
    boolean hasDeviceRandom() {
        WardkeyConfig config = configuration().config();
        return config != null
                && config.tokens().values().stream()
                        .flatMap(token -> token.tpm().stream())
                        .anyMatch(TokenConfig.TpmConfig::hasKeys);
    }

    SecureRandom random() {
        return random;
    }

    ServiceIndicator serviceIndicator() {
        return module.indicator();
    }

    KeyManagement keys() {
        return keys;
    }

    private Configuration configuration() {
        Configuration known = configuration;
        if (known != null) {
            return known;
        }
        Configuration read = read();
        configuration = read;
        return read;
    }

    private Configuration read() {
        try {
            WardkeyConfig config = configFile.isEmpty()
                    ? WardkeyConfig.unconfigured(Path.of(System.getProperty("user.home", ".")))
                    : ConfigReader.read(Path.of(configFile));
            return (configFile.isEmpty() ? Optional.<String>empty() : ApprovedOnly.disagreement(config))
                    .map(WardkeyRuntime::locked)
                    .orElseGet(() -> new Configuration(config, null));
        } catch (ConfigProblem e) {
            return locked(String.valueOf(e.getMessage()));
        } catch (LinkageError e) {
            return locked("A library is missing from the class path: " + e.getMessage() + ".");
        }
    }

    @SuppressWarnings("SystemOut") // the one line that DESIGN allows: nobody reads logs of a provider that is not there
    private static Configuration locked(String problem) {
        Refusal refusal = new Refusal(RefusalCode.LOCKED, problem);
        System.err.println("Wardkey: " + refusal.message());
        return new Configuration(null, refusal);
    }

    private static System.Logger logger() {
        return System.getLogger("org.wardkey.provider");
    }

    /** Opens the home at the first call; a home that cannot be opened is tried again at the next. */
    Home home() {
        Home open = home;
        if (open != null) {
            return open;
        }
        if (configuration == null) {
            OwnedThread.daemon("wardkey-early", WardkeyRuntime::prepareLibraries)
                    .start();
        }
        Configuration present = configuration();
        if (present.locked() != null || present.config() == null) {
            throw new PolicyDeniedException(
                    present.locked() == null ? new Refusal(RefusalCode.LOCKED, "No configuration.") : present.locked());
        }
        homeLock.lock();
        try {
            if (home == null) {
                prepareBeside(present.config());
                HomeOpener opener = opener(present.config());
                home = OwnedThread.call("wardkey-home", () -> OpenHomes.open(opener, this::self));
                conflict = null;
            }
            return home;
        } catch (PolicyDeniedException e) {
            conflict = new Refusal(e.code(), e.detail());
            throw e;
        } finally {
            homeLock.unlock();
        }
    }

    /**
     * Managed keys are mostly signing keys: while the database opens, libcrypto is loaded and passes the self-test
     * of ECDSA, and the default policy is read, so that a program's first signature waits less. Not before
     * the home is there, which JNA's library goes to.
     */
    private void prepareBeside(WardkeyConfig config) {
        if (config.policy().isEmpty()) {
            OwnedThread.daemon("wardkey-policy-early", WardkeyRuntime::preparePolicy)
                    .start();
        }
        if (!libcrypto.asked() && Files.isWritable(config.home())) {
            OwnedThread.daemon("wardkey-libcrypto-early", this::prepareSigning).start();
        }
    }

    /**
     * What takes long and depends on no configuration, while that is read. JNA is not touched: where its library
     * goes is not known yet.
     */
    private static void prepareLibraries() {
        try {
            Ledger.prepareDriver();
            if (NativeLinker.name().equals("foreign")
                    && NativeLinker.unavailable().isPresent()) {
                logger().log(Level.DEBUG, "No C library can be reached");
            }
        } catch (LinkageError e) {
            // Opening the home meets the same, and answers it.
            logger().log(Level.DEBUG, "A library is missing from the class path", e);
        }
    }

    private static void preparePolicy() {
        Policy read = PolicyPack.defaultPolicy();
        assert read != null;
    }

    private void prepareSigning() {
        try {
            if (router.choose(Family.ECDSA, false).isEmpty()) {
                // The first operation says the same to somebody who can act.
                logger().log(Level.DEBUG, "No engine serves ECDSA");
            }
        } catch (PolicyDeniedException | BackendException e) {
            // As above.
            logger().log(Level.DEBUG, "No engine serves ECDSA", e);
        }
    }

    /**
     * Whether there is an engine for an algorithm, whatever it gives in its self-test. Loads libcrypto where the JDK has
     * none. Where a module serves alone, what it does not have is refused, not left to other providers.
     */
    boolean offers(Family family) {
        return approvedOnly || jdk.offers(family) || libcrypto.offers(family);
    }

    /** Whether anything made libcrypto be loaded. */
    boolean askedForLibcrypto() {
        return libcrypto.asked();
    }

    /** What this JVM says of itself to whoever looks at the home. */
    private ProtectedJvm self() {
        ProcessHandle process = ProcessHandle.current();
        WardkeyConfig config = configuration().config();
        return new ProtectedJvm(
                process.pid(),
                PidNamespace.own(),
                process.info().startInstant().orElse(Instant.EPOCH),
                Runtime.version().toString(),
                WardkeyProvider.VERSION,
                providerNames(),
                config == null ? configFile : config.origin(),
                state().name(),
                libcrypto.asked() ? libcrypto.description() : "",
                NativeLinker.name());
    }

    /** As java.security lists them: asking for the objects would load those that the program never needs. */
    private static List<String> providerNames() {
        List<String> names = new ArrayList<>();
        for (int n = 1; Security.getProperty("security.provider." + n) != null; n++) {
            names.add(Security.getProperty("security.provider." + n).strip().split("\\s", 2)[0]);
        }
        if (!names.contains(WardkeyProvider.NAME)) {
            // Put there by the program or the agent: whoever serves a hash function that everybody has is first.
            boolean first = servesSha256().equals(WardkeyProvider.NAME);
            names.add(first ? 0 : names.size(), WardkeyProvider.NAME);
        }
        return names;
    }

    private static String servesSha256() {
        try {
            return MessageDigest.getInstance("SHA-256").getProvider().getName();
        } catch (NoSuchAlgorithmException e) {
            return "";
        }
    }

    /** The state as far as it is known: nothing is opened to find out. */
    ProviderState state() {
        Configuration present = configuration();
        if (present.locked() != null || conflict != null || moduleFailure().isPresent()) {
            return ProviderState.LOCKED;
        }
        Home open = home;
        if (open != null && locked(open).isPresent()) {
            return ProviderState.LOCKED;
        }
        return open != null && !open.audit().available() ? ProviderState.AUDIT_FULL : ProviderState.READY;
    }

    private Optional<Refusal> moduleFailure() {
        return approvedOnly
                ? module.knownFailure().map(reason -> new Refusal(RefusalCode.MODULE_UNAVAILABLE, reason))
                : Optional.empty();
    }

    /** Why no managed key of an open home works, if none does. */
    private static Optional<Refusal> locked(Home open) {
        try {
            open.ledger().requireInPlace();
        } catch (BackendException e) {
            return Optional.of(new Refusal(e.code(), e.detail()));
        }
        return open.policy().locked();
    }

    Administration administration() {
        return new Administration(keys, this::home, this::report);
    }

    private Administration.Report report() {
        Configuration present = configuration();
        Map<String, String> engines = new LinkedHashMap<>();
        if (approvedOnly) {
            engines.put("bcfips", module.description());
        } else {
            engines.put("jdk", jdk.description());
            engines.put("libcrypto", libcrypto.description());
        }
        WardkeyConfig config = present.config();
        return new Administration.Report(
                state().name(),
                config == null ? configFile : config.origin(),
                config == null ? "" : config.home().toString(),
                Optional.ofNullable(present.locked())
                        .or(() -> Optional.ofNullable(conflict))
                        .or(this::moduleFailure)
                        .or(() -> Optional.ofNullable(home).flatMap(WardkeyRuntime::locked))
                        .map(Refusal::message),
                engines,
                ServiceTable.absent(this::offers),
                approvedOnly ? module.runs() : libcrypto.engine().isPresent(),
                NativeLinker.name(),
                selfTests.results());
    }
}
