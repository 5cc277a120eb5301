package org.wardkey.nativebridge.libcrypto;

import java.nio.file.Path;
import java.util.Optional;
import org.wardkey.nativebridge.NativeLinker;

/** What a child JVM runs: loads libcrypto, uses it, and prints what happened. Arguments: library path or "-", folder for JNA's library or "-". */
public final class ProbeMain {
    private ProbeMain() {}

    /** Prints {@code linker=}, {@code reason=} and {@code works=}. */
    public static void main(String[] arguments) {
        path(arguments[1]).ifPresent(folder -> System.out.println("prepared=" + NativeLinker.prepare(folder)));
        System.out.println("linker=" + NativeLinker.name());
        Libcrypto.Loaded loaded = Libcrypto.load(path(arguments[0]));
        // A second time: an absent capability stays absent and never becomes a LinkageError.
        loaded = loaded.libcrypto().isPresent() ? loaded : Libcrypto.load(path(arguments[0]));
        System.out.println("reason=" + loaded.reason());
        System.out.println("works=" + loaded.libcrypto().map(ProbeMain::works).orElse(false));
    }

    private static Optional<Path> path(String argument) {
        return argument.equals("-") ? Optional.empty() : Optional.of(Path.of(argument));
    }

    private static boolean works(Libcrypto libcrypto) {
        try (EvpKey key = EvpKey.generateEc(libcrypto, Curve.P256)) {
            return Ecdsa.verify(key, new byte[32], Ecdsa.sign(key, new byte[32]));
        }
    }
}
