package org.wardkey.provider.backend.tpm;

import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.TpmUnavailableException;
import org.wardkey.tpm2.command.PolicyAuthValue;
import org.wardkey.tpm2.command.PolicyAuthorize;
import org.wardkey.tpm2.command.PolicyOR;
import org.wardkey.tpm2.command.PolicyRestart;
import org.wardkey.tpm2.command.VerifySignature;
import org.wardkey.tpm2.policy.LeaseTicket;
import org.wardkey.tpm2.policy.LifetimePolicy;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Ticket;

/**
 * Satisfies a lifetime policy by the windows of one signer, and uses a key at once: a satisfied session is never kept, since a TPM compares the clock
 * and the counter when it is told to, not when the key is used. The session and the ticket for the signature are kept. Thread-safe.
 */
final class PolicyUse {
    private static final int RC_SIGNATURE = 0x09B;
    private static final int TRIES = 3;

    private final Public signer;
    private final Entity epochIndex;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable PolicySession session;
    private @Nullable Verified verified;

    /** That the TPM verified the signature under a window: for as long as it is not cleared. */
    private record Verified(byte[] signature, Ticket ticket) {}

    PolicyUse(ECPublicKey signer, Entity epochIndex) {
        this.signer = TpmLifetime.verification(signer);
        this.epochIndex = epochIndex;
    }

    /**
     * Uses a key.
     *
     * @param lease the lease at hand, asked for where the window wants one
     * @throws WindowClosedException if the window is over or revoked, PCRs changed, there is no lease, or its signature is not the signer's
     */
    <T> T run(
            TpmDevice.Connection open,
            LifetimePolicy policy,
            SignedWindow window,
            Supplier<Optional<LeaseTicket>> lease,
            byte[] authValue,
            TpmDevice.Command<T> command)
            throws WindowClosedException {
        for (int left = TRIES; left > 0; left--) {
            try {
                return once(open, policy, window, lease, authValue, command);
            } catch (TpmException e) {
                if (e.responseCode().base() == WindowChecks.RC_EXPIRED) {
                    throw new WindowClosedException(WindowState.LEASE_OVER, "had a lease, and that is over", e);
                }
                // A PCR was extended in between, as systems that measure files do at any time: the TPM did nothing.
                if (e.responseCode().base() != WindowChecks.RC_PCR_CHANGED) {
                    throw e;
                }
            }
        }
        throw new WindowClosedException(
                WindowState.PCRS_CHANGED, "had PCRs extended before its key was used, " + TRIES + " times");
    }

    private <T> T once(
            TpmDevice.Connection open,
            LifetimePolicy policy,
            SignedWindow window,
            Supplier<Optional<LeaseTicket>> lease,
            byte[] authValue,
            TpmDevice.Command<T> command)
            throws WindowClosedException {
        lock.lock();
        boolean done = false;
        try {
            PolicySession satisfied = satisfiedOrAgain(open, policy, window, lease);
            try (Authorization authorization = satisfied.authorizeWithAuthValue(authValue)) {
                T result = command.run(open.tpm(), authorization);
                done = true;
                return result;
            }
        } finally {
            if (!done) {
                // Half of a policy, or all of it, must not be left for what comes next.
                discard();
            }
            lock.unlock();
        }
    }

    /**
     * Asks the TPM whether a key could be used now, and uses none.
     *
     * @param lease as in {@link #run}
     * @return {@link WindowState#OPEN}, or why not
     */
    WindowState ask(
            TpmDevice.Connection open,
            LifetimePolicy policy,
            SignedWindow window,
            Supplier<Optional<LeaseTicket>> lease) {
        lock.lock();
        boolean done = false;
        try {
            open.tpm().execute(new PolicyRestart(satisfiedOrAgain(open, policy, window, lease)));
            done = true;
            return WindowState.OPEN;
        } catch (WindowClosedException e) {
            return e.state();
        } finally {
            if (!done) {
                discard();
            }
            lock.unlock();
        }
    }

    /** A TPM that lost its power, or a connection that ended, took the session with it; nothing of the key was sent yet. */
    private PolicySession satisfiedOrAgain(
            TpmDevice.Connection open,
            LifetimePolicy policy,
            SignedWindow window,
            Supplier<Optional<LeaseTicket>> lease)
            throws WindowClosedException {
        try {
            return satisfied(open, policy, window, lease);
        } catch (TpmUnavailableException e) {
            discard();
        } catch (TpmException e) {
            if (!e.responseCode().isMissingReference()) {
                throw e;
            }
            discard();
        }
        return satisfied(open, policy, window, lease);
    }

    /** For one use; not to be kept. */
    PolicySession satisfied(
            TpmDevice.Connection open,
            LifetimePolicy policy,
            SignedWindow window,
            Supplier<Optional<LeaseTicket>> lease)
            throws WindowClosedException {
        if (!Arrays.equals(window.policyRef(), policy.policyRef())
                || !window.window().epochIndex().equals(epochIndex.name())) {
            throw new WindowClosedException(
                    WindowState.UNUSABLE, "has a window for the keys of another token, TPM or counter");
        }
        Ticket ticket = ticket(open, window);
        PolicySession fresh = session(open);
        new WindowChecks(open, epochIndex, fresh).run(window.window(), lease);
        open.tpm()
                .execute(new PolicyAuthorize(
                        fresh, window.window().policy().digest(), policy.policyRef(), signer.name(), ticket));
        List<byte[]> branches = policy.branchDigests();
        if (!branches.isEmpty()) {
            open.tpm().execute(new PolicyOR(fresh, branches));
        }
        open.tpm().execute(new PolicyAuthValue(fresh));
        return fresh;
    }

    private Ticket ticket(TpmDevice.Connection open, SignedWindow window) throws WindowClosedException {
        Verified known = verified;
        if (known != null && Arrays.equals(known.signature(), window.signature())) {
            return known.ticket();
        }
        try (LoadedObject key = open.tpm().loadExternal(signer, Handle.OWNER)) {
            Ticket made = open.tpm().execute(new VerifySignature(key, window.signedDigest(), window.tpmSignature()));
            verified = new Verified(window.signature(), made);
            return made;
        } catch (TpmException e) {
            if (e.responseCode().base() != RC_SIGNATURE) {
                throw e;
            }
            throw new WindowClosedException(WindowState.UNUSABLE, "has a window that its signer did not sign", e);
        }
    }

    private PolicySession session(TpmDevice.Connection open) {
        PolicySession kept = session;
        if (kept == null || !kept.isOpen()) {
            kept = open.tpm().startPolicySession(open.salt(), HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
            session = kept;
        }
        return kept;
    }

    private void discard() {
        PolicySession kept = session;
        session = null;
        verified = null;
        if (kept != null) {
            kept.close();
        }
    }
}
