package org.wardkey.provider.fips;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.wardkey.provider.backend.CryptographicModule;
import org.wardkey.provider.backend.CryptographicModuleException;
import org.wardkey.provider.operation.ServiceIndicator;

/**
 * Starts Bouncy Castle's validated module, once in a process for each version, wherever its file lies: its self-tests take more than a second, and
 * its error state is the process's. Thread-safe.
 */
public final class BcFipsModule implements CryptographicModule {
    private static final Map<String, ModuleJar.Loaded> LOADED = new ConcurrentHashMap<>();

    /** For the service loader. */
    public BcFipsModule() {}

    @Override
    public Running start(Optional<Path> file, ServiceIndicator indicator) throws CryptographicModuleException {
        ModuleJar jar = file.isPresent() ? ModuleJar.at(file.get()) : ModuleJar.beside(BcFipsModule.class);
        ModuleJar.Loaded loaded = LOADED.get(jar.version());
        if (loaded == null) {
            loaded = jar.load();
            ModuleJar.Loaded raced = LOADED.putIfAbsent(jar.version(), loaded);
            loaded = raced == null ? loaded : raced;
        }
        return new BcFipsRunning(loaded, indicator);
    }
}
