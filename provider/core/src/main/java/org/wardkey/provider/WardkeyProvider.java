package org.wardkey.provider;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.gate.ProviderState;
import org.wardkey.provider.operation.ServiceIndicator;
import org.wardkey.provider.spi.DrbgMechanism;
import org.wardkey.provider.spi.DrbgSecureRandomSpi;
import org.wardkey.provider.spi.ModuleSecureRandomSpi;

/**
 * The security provider {@code Wardkey}.
 *
 * <p>Registered by one line, {@code security.provider.1=Wardkey /etc/wardkey/wardkey.conf}, or without
 * an argument: then keys live in {@code ~/.wardkey}. With {@code #token} after the file it is a view
 * named {@code Wardkey-token}, whose generators make keys inside that token.
 *
 * <p>Constructing and configuring store the argument and do nothing else: an exception there would
 * make the JVM drop the provider without a word. A configuration that is not usable locks managed
 * keys and is said on stderr when the first one is asked for; where {@link #STRICT} is set, configuring reads it and
 * throws {@link UnusableConfigurationError}, so that the JVM does not run. Thread-safe.
 */
public final class WardkeyProvider extends Provider {
    /** The provider's name. */
    public static final String NAME = "Wardkey";

    /**
     * The property of {@code java.security} that names what this provider refuses though it does not have it:
     * {@code Cipher.NAME} and {@code Signature.NAME}, separated by commas. Written by {@code wardkey java-security
     * print --strict}.
     */
    public static final String REFUSED_SERVICES = RefusedService.PROPERTY;

    /**
     * The property of {@code java.security} that keeps a JVM from running whose configuration is not usable: {@code
     * true} or {@code false}. Written by {@code wardkey java-security print} where {@code wardkey.conf} says {@code strict =
     * true}.
     */
    public static final String STRICT = StrictStart.PROPERTY;

    /**
     * The property of {@code java.security}, or of the JVM, that makes a validated module serve alone, here and in Bouncy
     * Castle's own classes: {@code true} or {@code false}. Written by {@code wardkey java-security print} where {@code
     * wardkey.conf} says {@code mode = fips}.
     */
    public static final String APPROVED_ONLY = ApprovedOnly.PROPERTY;

    private static final long serialVersionUID = 1;
    static final String VERSION = "0.1";

    private final transient String configFile;
    private final transient Optional<String> view;
    /** Whether rows are looked at: the constructor does nothing but put them. */
    private final transient boolean registered;

    private transient volatile @Nullable WardkeyRuntime runtime;

    /** Makes the provider without a configuration. */
    public WardkeyProvider() {
        this("");
    }

    private WardkeyProvider(String argument) {
        super(
                viewOf(argument).map(token -> NAME + "-" + token).orElse(NAME),
                VERSION,
                "Wardkey: managed keys with enforced lifetimes, and engines of the JDK and libcrypto");
        this.configFile = fileOf(argument);
        this.view = viewOf(argument);
        for (ServiceTable.Entry entry : ServiceTable.ENTRIES) {
            putService(new WardkeyService(this, entry));
        }
        RefusedService.configured(this).forEach(this::putService);
        this.registered = true;
    }

    /**
     * Finds a row that this JVM has an engine for; where it has none, the next provider is asked.
     *
     * @param type such as {@code Cipher}
     * @param algorithm a name or an alias
     * @return the row; null if there is none
     */
    @Override
    public @Nullable Service getService(String type, String algorithm) {
        Service found = super.getService(type, algorithm);
        return found == null || hasEngine(found) ? found : null;
    }

    /** @return the rows that this JVM has engines for */
    @Override
    @SuppressWarnings(
            "UnsynchronizedOverridesSynchronized") // a copy is filtered; a lock would be held while engines load
    public Set<Service> getServices() {
        Set<Service> all = super.getServices();
        return registered
                ? all.stream()
                        .filter(this::hasEngine)
                        .collect(Collectors.collectingAndThen(
                                Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet))
                : all;
    }

    private boolean hasEngine(Service service) {
        if (!registered || !(service instanceof WardkeyService row)) {
            return true;
        }
        if (row.entry.engine() == EngineType.KDF) {
            // TLS asks for HKDF: where a module serves alone, it goes on with the JDK's over the module's HMAC.
            return !ApprovedOnly.required();
        }
        if (row.entry.engine() == EngineType.TOKEN_RANDOM) {
            return runtime().hasDeviceRandom();
        }
        return row.entry.needed().map(family -> runtime().offers(family)).orElse(true);
    }

    private static String fileOf(String argument) {
        int hash = argument.indexOf('#');
        return hash < 0 ? argument : argument.substring(0, hash);
    }

    private static Optional<String> viewOf(String argument) {
        int hash = argument.indexOf('#');
        return hash < 0 || hash == argument.length() - 1 ? Optional.empty() : Optional.of(argument.substring(hash + 1));
    }

    /**
     * Makes a provider with a configuration; this one stays as it is.
     *
     * @param argument the configuration file, with {@code #token} for a view bound to a token
     * @return a new provider
     * @throws UnusableConfigurationError if {@link #STRICT} is set and the configuration is not usable
     */
    @Override
    public Provider configure(String argument) {
        StrictStart.require(fileOf(argument));
        return new WardkeyProvider(argument);
    }

    @Override
    public boolean isConfigured() {
        return true;
    }

    /**
     * The state as far as managed keys go.
     *
     * @return READY, AUDIT_FULL or LOCKED, by name
     */
    public String state() {
        ProviderState state = runtime().state();
        return state.name();
    }

    /**
     * Key management, for the command line and the SDK.
     *
     * @return what manages the keys of this provider's home
     */
    public Administration administration() {
        return runtime().administration();
    }

    /**
     * Tells which approved services of a validated module the calling thread has used.
     *
     * @return the indicator; the same for every provider of this configuration
     */
    public ServiceIndicator serviceIndicator() {
        return runtime().serviceIndicator();
    }

    private WardkeyRuntime runtime() {
        WardkeyRuntime known = runtime;
        if (known == null) {
            known = WardkeyRuntime.of(configFile);
            runtime = known;
        }
        return known;
    }

    /** What devices give to generators, as far as anything here has been opened: a generator opens nothing. */
    private DeviceEntropy entropy() {
        WardkeyRuntime known = runtime;
        return known == null ? DeviceEntropy.NONE : known.entropy();
    }

    /** A row of the table as the JCA wants it. */
    private static final class WardkeyService extends Service {
        private final WardkeyProvider provider;
        private final ServiceTable.Entry entry;

        private WardkeyService(WardkeyProvider provider, ServiceTable.Entry entry) {
            super(
                    provider,
                    entry.engine().jcaName(),
                    entry.algorithm(),
                    entry.engine().className(),
                    entry.aliases(),
                    attributes(entry.engine()));
            this.provider = provider;
            this.entry = entry;
        }

        private static Map<String, String> attributes(EngineType engine) {
            return switch (engine) {
                case SECURE_RANDOM -> Map.of("ThreadSafe", "true", "ImplementedIn", "Software");
                case TOKEN_RANDOM -> Map.of("ThreadSafe", "true", "ImplementedIn", "Hardware");
                default -> Map.of();
            };
        }

        @Override
        public Object newInstance(@Nullable Object constructorParameter) throws NoSuchAlgorithmException {
            if (constructorParameter != null) {
                throw new NoSuchAlgorithmException(
                        "Expected no constructor parameter for " + getType() + " " + getAlgorithm() + ".");
            }
            if (entry.engine() == EngineType.SECURE_RANDOM) {
                return ApprovedOnly.required()
                        ? new ModuleSecureRandomSpi(provider.runtime()::random)
                        : new DrbgSecureRandomSpi(DrbgMechanism.named(entry.algorithm()), provider::entropy);
            }
            return entry.factory().create(provider.runtime().context(provider.view));
        }

        @Override
        public boolean supportsParameter(@Nullable Object parameter) {
            return entry.engine().supports(parameter, entry.keyTypes());
        }
    }
}
