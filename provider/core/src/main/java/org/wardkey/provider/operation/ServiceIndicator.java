package org.wardkey.provider.operation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says of the calling thread which approved services it has used: each service of a validated module that completes is
 * noted, for the thread that called it, but for hash functions and random bits: other providers' own signatures use those.
 * What another engine computes is never noted, so a program compares {@link #completed} before and after a call.
 *
 * <pre>{@code
 * long before = indicator.completed();
 * byte[] signature = signer.sign();
 * boolean approved = indicator.completed() > before;
 * }</pre>
 *
 * <p>Thread-safe: every thread sees its own services alone.
 *
 * <p>Source: ISO/IEC 19790 §7.2.4.2, FIPS 140-3 IG 2.4.C (approved security service indicator).
 */
public final class ServiceIndicator {
    private final ThreadLocal<Noted> noted = ThreadLocal.withInitial(Noted::new);

    /** What one thread has used. */
    private static final class Noted {
        private @Nullable Service last;
        private long completed;
    }

    /**
     * An approved service that completed.
     *
     * @param module the module that it is of, as the audit log names it
     * @param purpose what for
     * @param mechanism the algorithm
     */
    public record Service(String module, Purpose purpose, Mechanism mechanism) {}

    /** Makes an indicator that has noted nothing. */
    public ServiceIndicator() {}

    /**
     * Notes a service that completed on this thread; for engines.
     *
     * @param service an approved service
     */
    public void note(Service service) {
        Noted mine = noted.get();
        mine.last = service;
        mine.completed++;
    }

    /** @return the last approved service that completed on this thread; empty if there was none */
    public Optional<Service> last() {
        return Optional.ofNullable(noted.get().last);
    }

    /** @return how many approved services have completed on this thread */
    public long completed() {
        return noted.get().completed;
    }
}
