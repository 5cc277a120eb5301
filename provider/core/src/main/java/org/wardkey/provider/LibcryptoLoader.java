package org.wardkey.provider;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.nativebridge.NativeLinker;
import org.wardkey.nativebridge.TemporaryFolder;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.libcrypto.LibcryptoBackend;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * libcrypto as an engine, loaded at the first question on a thread of its own. While it is being loaded, what its loading
 * needs itself is served by another engine. Thread-safe.
 */
final class LibcryptoLoader {
    private final Supplier<Optional<WardkeyConfig>> config;
    private final Function<WardkeyConfig, HomeOpener> homes;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Loaded loaded;
    private volatile @Nullable Thread loader;

    /** libcrypto, or why it is not there. */
    private record Loaded(Optional<KeyBackend> engine, String description) {}

    LibcryptoLoader(Supplier<Optional<WardkeyConfig>> config, Function<WardkeyConfig, HomeOpener> homes) {
        this.config = config;
        this.homes = homes;
    }

    Optional<KeyBackend> engine() {
        return loaded().engine();
    }

    /** Whether it has an algorithm; whoever loads it finds every row in its place. */
    boolean offers(Family family) {
        return Thread.currentThread().equals(loader)
                || engine().filter(engine -> engine.offers(family)).isPresent();
    }

    String description() {
        return loaded().description();
    }

    boolean asked() {
        return loaded != null;
    }

    private Loaded loaded() {
        Loaded known = loaded;
        if (known != null) {
            return known;
        }
        if (Thread.currentThread().equals(loader)) {
            // Loading it needs something that it would serve itself.
            return new Loaded(Optional.empty(), "being loaded");
        }
        lock.lock();
        try {
            if (loaded == null) {
                loaded = OwnedThread.call("wardkey-libcrypto", this::load);
            }
            return loaded;
        } finally {
            lock.unlock();
        }
    }

    private Loaded load() {
        loader = Thread.currentThread();
        try {
            Optional<WardkeyConfig> present = config.get();
            present.ifPresent(this::prepareNative);
            Libcrypto.Loaded found = Libcrypto.load(present.flatMap(WardkeyConfig::libcrypto));
            return found.libcrypto()
                    .map(library -> new LibcryptoBackend(library))
                    .map(engine -> new Loaded(Optional.of(engine), engine.description()))
                    .orElseGet(() -> new Loaded(Optional.empty(), found.reason()));
        } catch (LinkageError e) {
            return new Loaded(Optional.empty(), "A library is missing from the class path: " + e.getMessage());
        }
    }

    /**
     * JNA gets one try in a process. Where its library is not laid out beside the jars and cannot be mapped from the
     * temporary folder it goes to the home, which is made for that if it is not there yet.
     */
    private void prepareNative(WardkeyConfig present) {
        if (!NativeLinker.name().equals("jna") || NativeLinker.prepareLaidOut().isPresent()) {
            return;
        }
        try {
            if (!Files.exists(present.home()) && !TemporaryFolder.executable()) {
                homes.apply(present).prepare();
            }
            if (Files.isWritable(present.home())) {
                Path folder = Files.createDirectories(present.home().resolve("native"));
                Optional<Path> prepared = NativeLinker.prepare(folder);
                prepared.ifPresent(library -> logger().log(Level.DEBUG, "JNA''s library is {0}", library));
            }
        } catch (IOException | BackendException e) {
            // Opening the home says the same to somebody who can act.
            logger().log(Level.DEBUG, "JNA's library cannot be put into the home", e);
        }
    }

    private static System.Logger logger() {
        return System.getLogger("org.wardkey.provider");
    }
}
