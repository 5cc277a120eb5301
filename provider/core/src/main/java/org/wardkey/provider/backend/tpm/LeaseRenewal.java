package org.wardkey.provider.backend.tpm;

import java.io.IOException;
import java.security.interfaces.ECPublicKey;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.LeaseAuthority;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.command.PolicySigned;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.policy.KeyGroup;
import org.wardkey.tpm2.policy.LeaseCondition;
import org.wardkey.tpm2.policy.LeaseRequest;
import org.wardkey.tpm2.policy.LeaseTicket;
import org.wardkey.tpm2.policy.SignedLease;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.TimeInfo;

/**
 * Has a lease signed for a session that begins now, and the TPM give a ticket for it, which serves in later sessions. The session is for this alone, and never satisfies a
 * key's policy. The TPM counts from the session's begin on, so that an authority that is slow takes from the lease, and one that keeps it back gives nothing.
 */
final class LeaseRenewal {
    private static final long MILLIS = 1_000;

    private final TpmDevice device;
    private final KeyGroup group;
    private final LeaseCondition condition;

    /** The TPM counts from when it made the nonce, which is before the time that is read: what is computed from it is not too early. */
    private record Begun(PolicySession session, TimeInfo time) {}

    LeaseRenewal(TpmDevice device, KeyGroup group, LeaseCondition condition) {
        this.device = device;
        this.group = group;
        this.condition = condition;
    }

    /**
     * Renews.
     *
     * @param authority signs
     * @return what the TPM gave
     * @throws BackendException if the authority gives no lease for this session, or the TPM does not take it
     */
    LeaseTicket run(LeaseAuthority authority) {
        Begun begun = device.use(LeaseRenewal::begin);
        try (PolicySession session = begun.session()) {
            LeaseRequest request = new LeaseRequest(group, session.nonceTpm());
            SignedLease lease = Installed.parsed("The lease", ask(authority, request), SignedLease::parse);
            if (!lease.isSignedBy(key(), request)) {
                throw unusable("The lease is not signed by the key that the window names (" + condition.authorityName()
                        + "), for this token, TPM, session and time.");
            }
            return device.use(open -> ticket(open, begun, request, lease));
        } catch (IllegalArgumentException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.TPM_FAILED, "The TPM gave no session for a lease: " + e.getMessage() + "."),
                    e);
        }
    }

    private static Begun begin(TpmDevice.Connection open) {
        PolicySession session = open.tpm().startPolicySession(open.salt(), HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
        boolean done = false;
        try {
            Begun begun = new Begun(session, open.tpm().execute(new ReadClock()));
            done = true;
            return begun;
        } finally {
            if (!done) {
                session.close();
            }
        }
    }

    private String ask(LeaseAuthority authority, LeaseRequest request) {
        try {
            return authority.lease(request.text());
        } catch (IOException | RuntimeException e) {
            // Whatever a caller's code fails with is recorded as a renewal that failed, and the lease before stays.
            throw new BackendException(
                    new Refusal(RefusalCode.WINDOW_UNUSABLE, "The authority gave no lease: " + e.getMessage() + "."),
                    e);
        }
    }

    private ECPublicKey key() {
        return (ECPublicKey) condition.authority().publicKey().orElseThrow();
    }

    private LeaseTicket ticket(TpmDevice.Connection open, Begun begun, LeaseRequest request, SignedLease lease) {
        try (LoadedObject key = open.tpm().loadExternal(condition.authority(), Handle.OWNER)) {
            PolicySigned.Result given = open.tpm()
                    .execute(new PolicySigned(
                            key,
                            begun.session(),
                            request.nonce(),
                            new byte[0],
                            condition.leaseRef(),
                            lease.expiration(),
                            lease.tpmSignature()));
            return new LeaseTicket(
                    begun.time().time() + lease.seconds() * MILLIS,
                    begun.time().clockInfo().resetCount(),
                    begun.time().clockInfo().restartCount(),
                    given.timeout(),
                    given.policyTicket());
        } catch (IllegalArgumentException e) {
            throw new BackendException(
                    new Refusal(
                            RefusalCode.TPM_FAILED, "The TPM gave no ticket for the lease: " + e.getMessage() + "."),
                    e);
        }
    }

    private static BackendException unusable(String why) {
        return new BackendException(new Refusal(RefusalCode.WINDOW_UNUSABLE, why));
    }
}
