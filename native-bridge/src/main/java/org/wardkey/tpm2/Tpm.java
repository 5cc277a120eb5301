package org.wardkey.tpm2;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.wardkey.tpm2.command.CreatePrimary;
import org.wardkey.tpm2.command.Load;
import org.wardkey.tpm2.command.LoadExternal;
import org.wardkey.tpm2.command.ReadPublic;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.HmacSession;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.session.Session;
import org.wardkey.tpm2.session.SessionStart;
import org.wardkey.tpm2.session.TpmIntegrityException;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.transport.TpmTransport;

/**
 * A TPM 2.0. One command is in flight at a time; threads take turns in the order in which they came.
 *
 * <p>A command that the TPM puts off is sent again after a pause (see {@link BackOff}); one that it refuses is not, least of all for a wrong
 * authorization. A lost response makes a {@link TpmUnavailableException}: what the command did is unknown. Sessions of a {@link KeptSession}
 * and objects that can be loaded again come back by themselves with the next command. Thread-safe.
 */
public final class Tpm implements AutoCloseable {
    private final TpmTransport transport;
    private final SecureRandom random;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final CommandRunner runner;
    private final Slots slots;
    private boolean closed;

    /** Talks to a TPM over {@code transport}, which is closed with it. */
    public Tpm(TpmTransport transport) {
        this(transport, new SecureRandom(), BackOff.usual());
    }

    /**
     * Talks to a TPM over {@code transport}, which is closed with it.
     *
     * @param random makes nonces and salts; not the TPM's own generator
     * @param backOff how long commands are put off
     */
    public Tpm(TpmTransport transport, SecureRandom random, BackOff backOff) {
        this.transport = transport;
        this.random = random;
        this.runner = new CommandRunner(transport, random, backOff);
        this.slots = runner.slots();
    }

    /**
     * Runs a command.
     *
     * @param authorizations first those of the handles that need one, in their order, then sessions that protect parameters
     * @return what the response says; arrays with secrets are the caller's to wipe
     * @throws TpmException if the TPM refuses it
     * @throws TpmUnavailableException if the TPM cannot be reached or its response was lost
     * @throws TpmIntegrityException if the response is not the TPM's
     * @throws TpmFormatException if the response is no response to it
     */
    public <R> R execute(TpmCommand<R> command, Authorization... authorizations) {
        return locked(() -> {
            slots.sweep();
            return run(command, authorizations);
        });
    }

    /** Makes a primary key from a template, with no authorization value, and loads it; after a restart it is made again. */
    public LoadedObject createPrimary(Entity hierarchy, Public template, Authorization... authorizations) {
        Supplier<CreatePrimary.Result> make = () -> {
            try (SensitiveCreate none = SensitiveCreate.of(new byte[0])) {
                return run(new CreatePrimary(hierarchy, none, template, new byte[0], List.of()), authorizations);
            }
        };
        return locked(() -> {
            slots.sweep();
            CreatePrimary.Result made = make.get();
            return own(
                    made.objectHandle(),
                    made.name(),
                    Optional.of(() -> make.get().objectHandle()));
        });
    }

    /**
     * Loads an object under its parent. After a restart of the TPM it is loaded again, with the same authorizations: give those of a
     * {@link KeptSession}, and leave them open.
     */
    public LoadedObject load(Entity parent, byte[] privateBlob, Public publicArea, Authorization... authorizations) {
        return loadBy(new Load(parent, privateBlob, publicArea), publicArea.name(), authorizations);
    }

    /** Loads a public key from outside, under a hierarchy whose tickets it then makes. */
    public LoadedObject loadExternal(Public publicArea, Handle hierarchy) {
        return loadBy(new LoadExternal(Optional.empty(), publicArea, hierarchy), publicArea.name());
    }

    private LoadedObject loadBy(TpmCommand<Load.Result> load, Name name, Authorization... authorizations) {
        return locked(() -> {
            slots.sweep();
            Supplier<Handle> make = () -> {
                Load.Result made = run(load, authorizations);
                return requireName(name, made.name(), made.objectHandle());
            };
            return own(make.get(), name, Optional.of(make));
        });
    }

    /** What was loaded must be what was meant, or it is flushed: a response without a session can be anybody's. */
    private Handle requireName(Name expected, Name shown, Handle handle) {
        if (!shown.equals(expected)) {
            slots.flushed(handle);
            slots.sweepLater();
            throw new TpmIntegrityException("loaded object: expected the Name " + expected + ", got " + shown);
        }
        return handle;
    }

    /** Takes over a handle that a command returned: it is flushed when the object is closed. */
    public LoadedObject own(Handle handle, Name name) {
        return locked(() -> own(handle, name, Optional.empty()));
    }

    private LoadedObject own(Handle handle, Name name, Optional<Supplier<Handle>> reload) {
        return new LoadedObject(this, slots.adopt(handle, reload), name);
    }

    /** Reads the public area of a persistent object and returns it under the Name that it has now. Pin the Name where it matters. */
    public Entity persistent(Handle handle) {
        return Entity.of(
                handle,
                execute(new ReadPublic(Entity.unnamed(handle))).outPublic().name());
    }

    /** Starts an HMAC session that is salted to {@code key}. */
    public HmacSession startHmacSession(SaltKey key, HashAlgorithm hash, Symmetric symmetric) {
        return locked(() -> {
            slots.sweep();
            try (SessionStart start = SessionStart.salted(key, hash, symmetric, random)) {
                HmacSession session = start.hmacSession(run(start.hmac()), this::release);
                slots.adopt(session);
                return session;
            }
        });
    }

    /** Starts a policy session that is salted to {@code key}. */
    public PolicySession startPolicySession(SaltKey key, HashAlgorithm hash, Symmetric symmetric) {
        return locked(() -> {
            slots.sweep();
            try (SessionStart start = SessionStart.salted(key, hash, symmetric, random)) {
                PolicySession session = start.policySession(run(start.policy()), this::release);
                slots.adopt(session);
                return session;
            }
        });
    }

    /** Starts a trial session, which computes the digest of a policy and nothing else. It is not salted. */
    public PolicySession startTrialSession(HashAlgorithm hash) {
        return locked(() -> {
            slots.sweep();
            try (SessionStart start = SessionStart.unsalted(hash, random)) {
                PolicySession session = start.policySession(run(start.trial()), this::release);
                slots.adopt(session);
                return session;
            }
        });
    }

    /** Runs a command under the lock. */
    <R> R run(TpmCommand<R> command, Authorization... authorizations) {
        return runner.run(command, authorizations);
    }

    void release(Slot slot) {
        uninterrupted(() -> slots.release(slot));
    }

    private void release(Session session) {
        uninterrupted(() -> runner.end(session));
    }

    /** Cleans up even on a thread that was interrupted, or after the TPM is gone. */
    private void uninterrupted(Runnable cleaning) {
        boolean interrupted = Thread.interrupted();
        lock.lock();
        try {
            if (!closed) {
                cleaning.run();
            }
        } catch (TpmUnavailableException e) {
            // Nothing is left to be flushed here: all was taken as lost, and is swept when the TPM is back.
            slots.lost();
        } catch (TpmException | TpmFormatException e) {
            // What is closed is closed for its owner; what of it is left in the TPM is swept with the next command.
            slots.sweepLater();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs an action of commands with no other between them. */
    <T> T locked(Supplier<T> action) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TpmUnavailableException("interrupted while other commands of the TPM ran", e);
        }
        try {
            if (closed) {
                throw new IllegalStateException("expected an open TPM, it was closed");
            }
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Flushes all that this process has in the TPM and disconnects, in any case. */
    @Override
    public void close() {
        try {
            uninterrupted(slots::releaseAll);
            if (slots.needsSweep()) {
                uninterrupted(slots::releaseAll);
            }
        } finally {
            lock.lock();
            try {
                closed = true;
                transport.close();
            } finally {
                lock.unlock();
            }
        }
    }
}
