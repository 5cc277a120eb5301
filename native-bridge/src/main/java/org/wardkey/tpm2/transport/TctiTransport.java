package org.wardkey.tpm2.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.wardkey.nativebridge.LibraryLocator;
import org.wardkey.nativebridge.NativeUnavailableException;

/**
 * What tpm2-tss can reach: a TCTI of its, by the C library {@code libtss2-tctildr}. For resource managers in user space ({@code tabrmd}) and
 * whatever else has no transport of ours; those need no C library.
 *
 * <p>The library writes what goes wrong to the process' error stream, unless the environment says {@code TSS2_LOG=all+NONE}. A command whose
 * response does not come in time leaves its thread and its connection behind, as with the other transports, until the library gives up.
 */
public final class TctiTransport extends OwnedThreadTransport {
    private static final LibraryLocator LIBRARY = LibraryLocator.bySoname(List.of("libtss2-tctildr.so.0"));
    private static final ReentrantLock LOADING = new ReentrantLock();
    private static boolean bound;

    private TctiTransport(String configuration, Link.Opener opener, Duration timeout) {
        super("tcti:" + configuration, opener, timeout);
    }

    /**
     * As {@link #open(String, Duration)}, but the library, too, is loaded when the first command is sent, which fails if it cannot be.
     *
     * @param configuration a TCTI and what it takes
     * @param timeout how long a command may take, key generation included
     */
    public static TctiTransport lazy(String configuration, Duration timeout) {
        requireText(configuration);
        return new TctiTransport(
                configuration,
                () -> {
                    try {
                        load(LIBRARY);
                    } catch (NativeUnavailableException e) {
                        throw new IOException(
                                "expected libtss2-tctildr of tpm2-tss (on Debian: libtss2-tctildr0): " + e.getMessage(),
                                e);
                    }
                    return new TctiLink(configuration);
                },
                timeout);
    }

    /**
     * Loads the library; connects when the first command is sent.
     *
     * @param configuration a TCTI and what it takes, as in {@code swtpm:host=127.0.0.1,port=2321}, {@code tabrmd} or {@code device:/dev/tpmrm0}
     * @param timeout how long a command may take, key generation included
     * @throws NativeUnavailableException if the library is missing or cannot be used; the message says why
     * @throws IllegalArgumentException if the configuration has a null character
     */
    public static TctiTransport open(String configuration, Duration timeout) throws NativeUnavailableException {
        return open(LIBRARY, configuration, timeout);
    }

    static TctiTransport open(LibraryLocator locator, String configuration, Duration timeout)
            throws NativeUnavailableException {
        requireText(configuration);
        load(locator);
        return new TctiTransport(configuration, () -> new TctiLink(configuration), timeout);
    }

    private static void requireText(String configuration) {
        if (configuration.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected a TCTI's configuration, got one with a null character");
        }
    }

    private static void load(LibraryLocator locator) throws NativeUnavailableException {
        LOADING.lock();
        try {
            // Whoever names another library gets to know what is wrong with it; what is bound stays bound.
            if (!bound || locator != LIBRARY) {
                locator.open(library -> library.bind(TctiSymbols.class));
                bound = true;
            }
        } finally {
            LOADING.unlock();
        }
    }

    /** Returns a string as C has it. */
    static byte[] cString(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }
}
