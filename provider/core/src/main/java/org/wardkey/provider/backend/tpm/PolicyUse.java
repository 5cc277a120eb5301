package org.wardkey.provider.backend.tpm;

import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.TpmUnavailableException;
import org.wardkey.tpm2.command.PolicyAuthValue;
import org.wardkey.tpm2.command.PolicyAuthorize;
import org.wardkey.tpm2.command.PolicyCounterTimer;
import org.wardkey.tpm2.command.PolicyNV;
import org.wardkey.tpm2.command.PolicyOR;
import org.wardkey.tpm2.command.VerifySignature;
import org.wardkey.tpm2.policy.LifetimePolicy;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.structure.Comparison;
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
    private static final int RC_POLICY = 0x126;
    private static final int RC_SIGNATURE = 0x09B;

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
     * @throws WindowClosedException if the window is over or revoked, or its signature is not the signer's
     */
    <T> T run(
            TpmDevice.Connection open,
            LifetimePolicy policy,
            SignedWindow window,
            byte[] authValue,
            LoadedObject key,
            TpmDevice.Command<T> command)
            throws WindowClosedException {
        lock.lock();
        boolean done = false;
        try {
            PolicySession satisfied = satisfiedOrAgain(open, policy, window);
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

    /** A TPM that lost its power, or a connection that ended, took the session with it; nothing of the key was sent yet. */
    private PolicySession satisfiedOrAgain(TpmDevice.Connection open, LifetimePolicy policy, SignedWindow window)
            throws WindowClosedException {
        try {
            return satisfied(open, policy, window);
        } catch (TpmUnavailableException e) {
            discard();
        } catch (TpmException e) {
            if (!e.responseCode().isMissingReference()) {
                throw e;
            }
            discard();
        }
        return satisfied(open, policy, window);
    }

    private PolicySession satisfied(TpmDevice.Connection open, LifetimePolicy policy, SignedWindow window)
            throws WindowClosedException {
        if (!Arrays.equals(window.policyRef(), policy.policyRef())
                || !window.window().epochIndex().equals(epochIndex.name())) {
            throw new WindowClosedException("has a window for the keys of another token, TPM or counter");
        }
        Ticket ticket = ticket(open, window);
        PolicySession fresh = session(open);
        compare(open, fresh, window.window());
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

    private void compare(TpmDevice.Connection open, PolicySession fresh, PolicyWindow window)
            throws WindowClosedException {
        try {
            open.tpm()
                    .execute(
                            new PolicyNV(epochIndex, epochIndex, fresh, window.epochOperand(), 0, Comparison.EQ),
                            open.session().authorize(new byte[0]));
        } catch (TpmException e) {
            throw closed(
                    e,
                    "had its windows of epoch " + window.epoch() + " revoked: the TPM's counter " + epochIndex.handle()
                            + " has another value");
        }
        try {
            open.tpm()
                    .execute(new PolicyCounterTimer(
                            fresh, window.clockOperand(), PolicyWindow.CLOCK_OFFSET, Comparison.UNSIGNED_LT));
        } catch (TpmException e) {
            throw closed(e, "had its window until " + window.endMillis() + " ms of the TPM's clock, and that is over");
        }
    }

    private static WindowClosedException closed(TpmException e, String why) {
        if (e.responseCode().base() != RC_POLICY) {
            throw e;
        }
        return new WindowClosedException(why, e);
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
            throw new WindowClosedException("has a window that its signer did not sign", e);
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
