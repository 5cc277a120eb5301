package org.wardkey.provider.audit;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to the writer: an event, or a command.
 *
 * @param event what is to be recorded
 * @param care whether it may claim the reserve
 * @param flushed completed once it is on the disk, or refused; null if nobody waits
 * @param command what the writer is to do between two batches
 */
record Pending(
        @Nullable AuditEvent event,
        boolean care,
        @Nullable CompletableFuture<Boolean> flushed,
        @Nullable Command command) {
    /** What only the writer's thread may do. */
    @FunctionalInterface
    interface Command {
        void run(LogStore store) throws IOException;
    }

    static Pending batched(AuditEvent event, boolean care) {
        return new Pending(event, care, null, null);
    }

    static Pending durable(AuditEvent event, boolean care) {
        return new Pending(event, care, new CompletableFuture<>(), null);
    }

    static Pending command(Command command) {
        return new Pending(null, false, new CompletableFuture<>(), command);
    }

    AuditEvent requireEvent() {
        if (event == null) {
            throw new AssertionError("Expected an event, got a command.");
        }
        return event;
    }

    boolean waits() {
        return flushed != null;
    }

    void run(LogStore store) throws IOException {
        if (command != null) {
            command.run(store);
        }
    }

    void done() {
        if (flushed != null) {
            flushed.complete(true);
        }
    }

    /** Has no effect on what was done already. */
    void refuse(Exception why) {
        if (flushed != null) {
            flushed.completeExceptionally(why);
        }
    }
}
