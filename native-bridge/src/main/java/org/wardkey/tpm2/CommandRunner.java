package org.wardkey.tpm2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.wardkey.tpm2.command.FlushContext;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.CommandFrame;
import org.wardkey.tpm2.session.Session;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.transport.TpmTransport;

/**
 * Sends commands, and decides what follows from their answers. All methods under the lock of {@link Tpm}.
 *
 * <p>Theory of operation: one attempt pins what the command names, builds the bytes, and sends them; the same bytes again while the TPM puts
 * them off. An attempt ends with a result, with an exception, or with {@link Again}: the TPM did nothing, and the reason is gone (a place was
 * freed) or may be (all that was lost is loaded anew, once).
 */
final class CommandRunner {
    private final TpmTransport transport;
    private final SecureRandom random;
    private final BackOff backOff;
    private final Slots slots;

    CommandRunner(TpmTransport transport, SecureRandom random, BackOff backOff) {
        this.transport = transport;
        this.random = random;
        this.backOff = backOff;
        this.slots = new Slots(this, !transport.sharesSessions());
    }

    Slots slots() {
        return slots;
    }

    /** Runs a command, as often as it takes to have all that it names in the TPM. */
    <R> R run(TpmCommand<R> command, Authorization... authorizations) {
        boolean renewed = false;
        while (true) {
            List<Session> used = new ArrayList<>();
            for (Authorization authorization : authorizations) {
                authorization.session().ifPresent(used::add);
            }
            try {
                return pinned(command, used, authorizations);
            } catch (Again again) {
                if (renewed && again.once) {
                    throw again.reason;
                }
                renewed |= again.once;
                slots.sweep();
            }
        }
    }

    private <R> R pinned(TpmCommand<R> command, List<Session> used, Authorization... authorizations) throws Again {
        try {
            slots.pin(command, used);
            if (Slots.isBroken(command, used)) {
                throw broken(authorizations);
            }
            return framed(command, authorizations);
        } finally {
            slots.unpin();
        }
    }

    private static TpmUnavailableException broken(Authorization... authorizations) throws Again {
        TpmUnavailableException lost =
                new TpmUnavailableException("a session was lost with the connection to the TPM: start another");
        if (canRenew(authorizations)) {
            throw new Again(lost, true);
        }
        return lost;
    }

    private <R> R framed(TpmCommand<R> command, Authorization... authorizations) throws Again {
        try (CommandFrame<R> frame = CommandFrame.of(command, List.of(authorizations), random)) {
            byte[] response = exchange(command, frame, authorizations);
            try {
                TpmResponseCode code = codeOf(response, frame);
                if (!code.isSuccess()) {
                    throw refused(command, code, authorizations);
                }
                return accept(command, frame, response);
            } finally {
                Arrays.fill(response, (byte) 0);
            }
        }
    }

    private byte[] exchange(TpmCommand<?> command, CommandFrame<?> frame, Authorization... authorizations)
            throws Again {
        BackOff.Pauses pauses = backOff.start();
        if (command.returnsHandle()) {
            slots.mayHold();
        }
        try {
            while (true) {
                byte[] response = transport.transmit(frame.bytes());
                if (!codeOf(response, frame).isTransientCondition() || !pauses.pause()) {
                    return response;
                }
            }
        } catch (InterruptedIOException e) {
            throw new TpmUnavailableException("TPM2_" + CommandFrame.nameOf(command) + " was not sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TpmUnavailableException(
                    "TPM2_" + CommandFrame.nameOf(command) + " was interrupted while the TPM put it off", e);
        } catch (IOException e) {
            frame.breakSessions();
            slots.lost();
            TpmUnavailableException lost = new TpmUnavailableException(
                    "TPM2_" + CommandFrame.nameOf(command) + " got no response over " + transport + ": "
                            + e.getMessage(),
                    e);
            if (command.isRepeatable() && canRenew(authorizations)) {
                throw new Again(lost, true);
            }
            throw lost;
        }
    }

    private TpmResponseCode codeOf(byte[] response, CommandFrame<?> frame) {
        try {
            return new TpmResponseCode(CommandFrame.responseCode(response));
        } catch (TpmFormatException e) {
            frame.breakSessions();
            slots.lost();
            throw e;
        }
    }

    private <R> R accept(TpmCommand<R> command, CommandFrame<R> frame, byte[] response) {
        boolean done = false;
        try {
            R result = frame.read(response);
            if (command.returnsHandle()) {
                slots.track(frame.claimedHandle(response), Optional.empty());
            } else if (command instanceof FlushContext flush) {
                slots.flushed(flush.flushHandle());
            } else if (command.endsFirstEntity()) {
                slots.ended(command.entities().get(0));
            }
            done = true;
            return result;
        } finally {
            if (!done) {
                slots.sweepLater();
            }
        }
    }

    private RuntimeException refused(TpmCommand<?> command, TpmResponseCode code, Authorization... authorizations)
            throws Again {
        String name = CommandFrame.nameOf(command);
        if (code.base() == TpmResponseCode.LOCKOUT) {
            return Lockout.exception(this, name, code);
        }
        TpmException refusal = new TpmException(name, code);
        if (refusal.isWrongAuthorization()) {
            restart(authorizations);
        }
        boolean freed = (code.isObjectMemory() && (slots.evictObject() || slots.flushOrphans()))
                || (code.isSessionMemory() && (slots.evictSession() || slots.flushOrphans()));
        if (freed) {
            throw new Again(refusal, false);
        }
        if (code.isMissingReference() && !(command instanceof FlushContext)) {
            slots.lost();
            if (canRenew(authorizations)) {
                throw new Again(refusal, true);
            }
        }
        return refusal;
    }

    /** A wrong HMAC may as well mean that the two sides have different session keys; never tried again by itself, but started anew. */
    private void restart(Authorization... authorizations) {
        for (Authorization authorization : authorizations) {
            if (authorization.isRenewable()) {
                authorization.session().ifPresent(this::end);
            }
        }
    }

    private static boolean canRenew(Authorization... authorizations) {
        for (Authorization authorization : authorizations) {
            if (!authorization.isRenewable()) {
                return false;
            }
        }
        return true;
    }

    /** The command was not done, and may be now; if once, for the same reason not a second time. */
    private static final class Again extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient RuntimeException reason;
        private final boolean once;

        Again(RuntimeException reason, boolean once) {
            super(reason);
            this.reason = reason;
            this.once = once;
        }
    }

    /** Ends a session in the TPM, if it is still there. */
    void end(Session session) {
        session.forget();
        slots.slotOf(session).ifPresent(slots::release);
    }
}
