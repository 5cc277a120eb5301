package org.wardkey.provider.backend.tpm;

import java.util.Optional;
import java.util.function.Supplier;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.TpmResponseCode;
import org.wardkey.tpm2.command.PolicyCounterTimer;
import org.wardkey.tpm2.command.PolicyNV;
import org.wardkey.tpm2.command.PolicyPCR;
import org.wardkey.tpm2.command.PolicyTicket;
import org.wardkey.tpm2.policy.LeaseCondition;
import org.wardkey.tpm2.policy.LeaseTicket;
import org.wardkey.tpm2.policy.PcrCondition;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.structure.Comparison;
import org.wardkey.tpm2.structure.Entity;

/** Has a TPM assert in a policy session what a window says, in the order of {@link PolicyWindow#policy}. */
final class WindowChecks {
    static final int RC_PCR_CHANGED = 0x128;
    static final int RC_EXPIRED = 0x0A3;

    private static final int RC_POLICY = 0x126;
    private static final int RC_VALUE = 0x084;

    private final TpmDevice.Connection open;
    private final Entity epochIndex;
    private final PolicySession session;

    WindowChecks(TpmDevice.Connection open, Entity epochIndex, PolicySession session) {
        this.open = open;
        this.epochIndex = epochIndex;
        this.session = session;
    }

    /**
     * Asserts all of it.
     *
     * @param lease the lease at hand, asked for where the window wants one
     * @throws WindowClosedException if the TPM says that something is not so
     */
    void run(PolicyWindow window, Supplier<Optional<LeaseTicket>> lease) throws WindowClosedException {
        epoch(window);
        clock(window);
        if (window.pcrs().isPresent()) {
            pcrs(window.pcrs().get());
        }
        if (window.lease().isPresent()) {
            lease(
                    window.lease().get(),
                    lease.get()
                            .orElseThrow(() -> new WindowClosedException(
                                    WindowState.NO_LEASE, "has a window with leases, and no lease yet")));
        }
    }

    private void epoch(PolicyWindow window) throws WindowClosedException {
        try {
            open.tpm()
                    .execute(
                            new PolicyNV(epochIndex, epochIndex, session, window.epochOperand(), 0, Comparison.EQ),
                            open.session().authorize(new byte[0]));
        } catch (TpmException e) {
            throw closed(
                    e,
                    RC_POLICY,
                    WindowState.REVOKED,
                    "had its windows of epoch " + window.epoch() + " revoked: the TPM's counter " + epochIndex.handle()
                            + " has another value");
        }
    }

    private void clock(PolicyWindow window) throws WindowClosedException {
        try {
            open.tpm()
                    .execute(new PolicyCounterTimer(
                            session, window.clockOperand(), PolicyWindow.CLOCK_OFFSET, Comparison.UNSIGNED_LT));
        } catch (TpmException e) {
            throw closed(
                    e,
                    RC_POLICY,
                    WindowState.OVER,
                    "had its window until " + window.endMillis() + " ms of the TPM's clock, and that is over");
        }
    }

    /** With the values that were signed, so that others are refused here and not by a policy that fails for no reason that one sees. */
    private void pcrs(PcrCondition wanted) throws WindowClosedException {
        try {
            open.tpm()
                    .execute(new PolicyPCR(
                            session, wanted.digest(), wanted.pcrs().selection()));
        } catch (TpmException e) {
            throw closed(
                    e,
                    RC_VALUE,
                    WindowState.PCRS_CHANGED,
                    "has a window for other values of PCRs " + wanted.pcrs()
                            + " than the TPM has now: these PCRs changed");
        }
    }

    private void lease(LeaseCondition wanted, LeaseTicket lease) throws WindowClosedException {
        try {
            open.tpm()
                    .execute(new PolicyTicket(
                            session,
                            lease.timeout(),
                            new byte[0],
                            wanted.leaseRef(),
                            wanted.authorityName(),
                            lease.ticket()));
        } catch (TpmException e) {
            if (e.responseCode().base() != RC_EXPIRED
                    && e.responseCode().subject().equals(Optional.of(TpmResponseCode.Subject.PARAMETER))) {
                throw new WindowClosedException(
                        WindowState.LEASE_OVER,
                        "has a lease that its TPM does not take: the TPM was reset since, or the lease is another"
                                + " authority's, token's or TPM's, or was altered",
                        e);
            }
            throw closed(e, RC_EXPIRED, WindowState.LEASE_OVER, "had a lease, and that is over");
        }
    }

    private static WindowClosedException closed(TpmException e, int code, WindowState state, String why) {
        if (e.responseCode().base() != code) {
            throw e;
        }
        return new WindowClosedException(state, why, e);
    }
}
