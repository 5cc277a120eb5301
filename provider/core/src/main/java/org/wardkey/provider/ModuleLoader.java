package org.wardkey.provider;

import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.CryptographicModule;
import org.wardkey.provider.backend.CryptographicModuleException;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.ServiceIndicator;

/**
 * The validated module of this JVM, started at the first question on a thread of its own. A module that does not start is
 * tried once: what it failed at does not change while the process runs. Thread-safe.
 */
final class ModuleLoader {
    private final Supplier<Optional<WardkeyConfig>> config;
    private final SecureRandom whileStarting;
    private final ServiceIndicator indicator = new ServiceIndicator();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Started started;
    private volatile @Nullable Thread starter;

    /** The module, or why it does not run. */
    private record Started(CryptographicModule.@Nullable Running running, String reason) {}

    /**
     * Sets the loader up.
     *
     * @param config the configuration, where it can be read
     * @param whileStarting gives the random bytes that starting the module needs: names of temporary files
     */
    ModuleLoader(Supplier<Optional<WardkeyConfig>> config, SecureRandom whileStarting) {
        this.config = config;
        this.whileStarting = whileStarting;
    }

    ServiceIndicator indicator() {
        return indicator;
    }

    /**
     * The module as an engine.
     *
     * @throws PolicyDeniedException if it does not run
     */
    KeyBackend engine() {
        return required().engine();
    }

    /**
     * The module's random bit generator.
     *
     * @throws PolicyDeniedException if the module does not run
     */
    SecureRandom random() {
        return Thread.currentThread().equals(starter)
                ? whileStarting
                : required().random();
    }

    /** A key store of the module; for whoever can go on to another provider if there is none. */
    KeyStoreSpi keyStore(String type) throws NoSuchAlgorithmException {
        Started present = started();
        CryptographicModule.Running running = present.running();
        if (running == null) {
            throw new NoSuchAlgorithmException("Key stores of type " + type
                    + " are read by a validated module, which does not run. " + present.reason());
        }
        return running.keyStore(type);
    }

    /** What the module is, or why it does not run; starts it. */
    String description() {
        Started present = started();
        CryptographicModule.Running running = present.running();
        return running == null || running.inErrorState()
                ? knownFailure().orElse(present.reason())
                : running.engine().description();
    }

    /** Why it does not run, if that is known: nothing is started to find out. */
    Optional<String> knownFailure() {
        Started known = started;
        if (known == null) {
            return Optional.empty();
        }
        CryptographicModule.Running running = known.running();
        if (running == null) {
            return Optional.of(known.reason());
        }
        return running.inErrorState()
                ? Optional.of("It is in its error state: restart the process.")
                : Optional.empty();
    }

    boolean runs() {
        return started().running() != null && knownFailure().isEmpty();
    }

    private CryptographicModule.Running required() {
        Started present = started();
        CryptographicModule.Running running = present.running();
        if (running == null) {
            throw new PolicyDeniedException(new Refusal(RefusalCode.MODULE_UNAVAILABLE, present.reason()));
        }
        return running;
    }

    private Started started() {
        Started known = started;
        if (known != null) {
            return known;
        }
        if (Thread.currentThread().equals(starter)) {
            return new Started(null, "It is being started.");
        }
        lock.lock();
        try {
            if (started == null) {
                started = OwnedThread.call("wardkey-module", this::start);
            }
            return started;
        } finally {
            lock.unlock();
        }
    }

    private Started start() {
        starter = Thread.currentThread();
        try {
            Iterator<CryptographicModule> modules = ServiceLoader.load(
                            CryptographicModule.class, ModuleLoader.class.getClassLoader())
                    .iterator();
            if (!modules.hasNext()) {
                return new Started(null, "Expected wardkey-fips on the class path, found no module there.");
            }
            CryptographicModule.Running running = modules.next()
                    .start(config.get().flatMap(present -> present.fips().module()), indicator);
            return approvedOnly(running);
        } catch (CryptographicModuleException e) {
            return new Started(null, String.valueOf(e.getMessage()));
        } catch (ServiceConfigurationError | LinkageError e) {
            return new Started(null, "The artifact that starts it is damaged: " + e.getMessage() + ".");
        } finally {
            starter = null;
        }
    }

    /** Somebody may have started it for another use before the property was set. */
    private static Started approvedOnly(CryptographicModule.Running running) {
        return ApprovedOnly.required() && !running.approvedOnly()
                ? new Started(
                        null,
                        "It is not in its approved mode, as " + ApprovedOnly.PROPERTY
                                + "=true wants it: expected that before the module was first used for anything.")
                : new Started(running, "");
    }
}
