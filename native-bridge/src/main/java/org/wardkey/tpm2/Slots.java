package org.wardkey.tpm2;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.wardkey.tpm2.command.ContextLoad;
import org.wardkey.tpm2.command.ContextSave;
import org.wardkey.tpm2.command.FlushContext;
import org.wardkey.tpm2.command.GetCapability;
import org.wardkey.tpm2.session.Session;
import org.wardkey.tpm2.structure.CapabilityData;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;

/**
 * What this process has in the TPM: transient objects and sessions. All methods under the lock of {@link Tpm}.
 *
 * <p>Theory of operation: whatever a response names is remembered by its handle until it is flushed. A TPM that has no place left says so;
 * then the object or session that was used longest ago is saved outside and flushed (a session: saved, which frees its place), and comes back
 * when a command names it. What the running commands name is pinned. When a response is lost, nobody knows what the TPM still holds: all is
 * taken as lost, and before the next command whatever the TPM lists is flushed. Source: TPM 2.0 Part 1 §30.
 */
final class Slots {
    private static final int MOST_HANDLES = 254;
    private static final int TRANSIENT_FIRST = 0x80000000;
    private static final int LOADED_SESSION_FIRST = 0x02000000;
    private static final int SAVED_SESSION_FIRST = 0x03000000;

    private final CommandRunner runner;
    private final boolean sweepsSessions;
    private final Map<Handle, Slot> loaded = new HashMap<>();
    private final Map<Session, Slot> sessions = new LinkedHashMap<>();
    private final List<Slot> objects = new ArrayList<>();
    private final Deque<List<Slot>> pinned = new ArrayDeque<>();
    private boolean sweepNeeded;
    private boolean sweeping;
    private boolean used;
    private long uses;

    Slots(CommandRunner runner, boolean sweepsSessions) {
        this.runner = runner;
        this.sweepsSessions = sweepsSessions;
    }

    /** A command is about to be sent that leaves something in the TPM, whether its response comes or not. */
    void mayHold() {
        used = true;
    }

    /** Remembers what a response named. */
    Slot track(Handle handle, Optional<Supplier<Handle>> reload) {
        Slot slot = new Slot(handle, reload);
        loaded.put(handle, slot);
        return slot;
    }

    /** Makes a raw handle an object that may be swapped out. */
    Slot adopt(Handle handle, Optional<Supplier<Handle>> reload) {
        Slot slot = track(handle, reload);
        slot.used(++uses);
        objects.add(slot);
        return slot;
    }

    void adopt(Session session) {
        Slot slot = track(session.handle(), Optional.empty());
        slot.used(++uses);
        sessions.put(session, slot);
    }

    void flushed(Handle handle) {
        loaded.remove(handle);
    }

    /** The TPM flushed it by itself; its handle may soon be another object's. */
    void ended(Entity entity) {
        slotOf(entity).ifPresent(slot -> {
            loaded.remove(slot.handle(), slot);
            objects.remove(slot);
            slot.released();
        });
    }

    /** Pins what a command names, and brings back what of it is not in the TPM. */
    void pin(TpmCommand<?> command, List<Session> used) {
        List<Slot> slots = new ArrayList<>();
        command.entities().forEach(entity -> slotOf(entity).ifPresent(slots::add));
        used.forEach(session -> slotOf(session).ifPresent(slots::add));
        pinned.push(slots);
        for (Slot slot : slots) {
            slot.used(++uses);
            restore(slot);
        }
    }

    /** Says whether a session of the command was lost, perhaps while what it names was brought back. */
    static boolean isBroken(TpmCommand<?> command, List<Session> used) {
        return used.stream().anyMatch(Session::isBroken)
                || command.entities().stream()
                        .anyMatch(entity -> entity instanceof Session session && session.isBroken());
    }

    void unpin() {
        pinned.pop();
    }

    private Optional<Slot> slotOf(Entity entity) {
        if (entity instanceof LoadedObject object) {
            return Optional.of(object.slot());
        }
        return entity instanceof Session session ? Optional.ofNullable(sessions.get(session)) : Optional.empty();
    }

    private void restore(Slot slot) {
        switch (slot.state()) {
            case LOADED -> {}
            case SAVED -> {
                loaded.remove(slot.handle(), slot);
                put(slot, fromContext(slot));
            }
            case LOST -> {
                if (!slot.handle().isSession()) {
                    put(slot, again(slot));
                }
            }
            case RELEASED -> throw new IllegalStateException("expected an open object or session, it was closed");
        }
    }

    private void put(Slot slot, Handle handle) {
        slot.loaded(handle);
        loaded.put(handle, slot);
    }

    /** A context from before a restart is refused; then the object is loaded as it was at first. */
    private Handle fromContext(Slot slot) {
        try {
            return runner.run(new ContextLoad(slot.context()));
        } catch (TpmException refused) {
            if (slot.reload().isEmpty()) {
                throw refused;
            }
            return again(slot);
        }
    }

    private static Handle again(Slot slot) {
        return slot.reload()
                .orElseThrow(() ->
                        new TpmUnavailableException("an object was lost with the connection to the TPM: load it again"))
                .get();
    }

    /** Swaps out the object that was used longest ago; false if there is none to spare. */
    boolean evictObject() {
        return oldest(objects).map(this::evict).orElse(false);
    }

    /** Swaps out the session that was used longest ago; false if there is none to spare. */
    boolean evictSession() {
        return oldest(sessions.values()).map(this::evict).orElse(false);
    }

    private Optional<Slot> oldest(Iterable<Slot> slots) {
        List<Slot> candidates = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot.state() == Slot.State.LOADED && pinned.stream().noneMatch(pins -> pins.contains(slot))) {
                candidates.add(slot);
            }
        }
        return candidates.stream().min(Comparator.comparingLong(Slot::lastUse));
    }

    private boolean evict(Slot slot) {
        slot.saved(runner.run(new ContextSave(Entity.unnamed(slot.handle()))));
        if (!slot.handle().isSession()) {
            runner.run(new FlushContext(slot.handle()));
        }
        return true;
    }

    /** Flushes a slot for good. */
    void release(Slot slot) {
        Slot.State state = slot.state();
        slot.released();
        objects.remove(slot);
        sessions.values().remove(slot);
        boolean held = state == Slot.State.LOADED
                || (state == Slot.State.SAVED && slot.handle().isSession());
        if (held) {
            flushIfThere(slot.handle());
        }
    }

    Optional<Slot> slotOf(Session session) {
        return Optional.ofNullable(sessions.get(session));
    }

    /** Takes all as lost: a response is missing, or the TPM no longer knows what it should. */
    void lost() {
        sessions.keySet().forEach(Session::forget);
        sessions.values().forEach(Slot::lost);
        sessions.clear();
        objects.forEach(Slot::lost);
        loaded.clear();
        sweepNeeded |= used;
    }

    /** A session is out of step, or a response named a handle that cannot be trusted. */
    void sweepLater() {
        sessions.entrySet().removeIf(entry -> {
            if (entry.getKey().isOpen()) {
                return false;
            }
            entry.getValue().lost();
            loaded.remove(entry.getValue().handle());
            return true;
        });
        sweepNeeded = true;
    }

    boolean needsSweep() {
        return sweepNeeded;
    }

    /** Flushes what the TPM lists and nobody here knows. */
    void sweep() {
        if (sweepNeeded) {
            flushOrphans();
        }
    }

    /** Flushes what a process left that ended without closing, where no resource manager does; false if there was nothing of that. */
    boolean flushOrphans() {
        if (sweeping) {
            return false;
        }
        sweepNeeded = false;
        sweeping = true;
        boolean done = false;
        try {
            int flushed = flushUnknown(TRANSIENT_FIRST);
            if (sweepsSessions) {
                flushed += flushUnknown(LOADED_SESSION_FIRST) + flushUnknown(SAVED_SESSION_FIRST);
            }
            done = true;
            return flushed > 0;
        } finally {
            sweeping = false;
            sweepNeeded |= !done;
        }
    }

    private int flushUnknown(int first) {
        GetCapability.Result answer = runner.run(new GetCapability(CapabilityData.HANDLES, first, MOST_HANDLES));
        if (!(answer.capabilityData() instanceof CapabilityData.Handles listed)) {
            return 0;
        }
        int flushed = 0;
        for (Handle handle : listed.handles()) {
            boolean unknown =
                    handle.isSession() ? !isOurs(handle) : handle.isTransient() && !loaded.containsKey(handle);
            if (unknown) {
                flushIfThere(handle);
                flushed++;
            }
        }
        return flushed;
    }

    /** A TPM lists saved sessions under another type than they have: what tells sessions apart is the rest of the handle. */
    private boolean isOurs(Handle session) {
        return sessions.values().stream().anyMatch(slot -> slot.handle().isSameSession(session));
    }

    private void flushIfThere(Handle handle) {
        try {
            runner.run(new FlushContext(handle));
        } catch (TpmException e) {
            if (e.responseCode().base() != 0x08B
                    && e.responseCode().base() != 0x084
                    && !e.responseCode().isMissingReference()) {
                throw e;
            }
        }
    }

    /** Flushes all, then what is still listed: an answer to a flush is not protected, and may have been a lie. */
    void releaseAll() {
        for (Handle handle : List.copyOf(loaded.keySet())) {
            flushIfThere(handle);
        }
        sweepNeeded |= used;
        sweep();
        sessions.keySet().forEach(Session::forget);
        sessions.values().forEach(Slot::released);
        objects.forEach(Slot::released);
    }
}
