package org.wardkey.tpm2.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A thread with its connection and the commands that wait for it. See {@link OwnedThreadTransport}. */
final class Worker {
    private final String name;
    private final Link.Opener opener;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Exchange> queue = new ArrayDeque<>();
    private Optional<Exchange> running = Optional.empty();
    private Optional<Link> link = Optional.empty();
    private boolean dead;

    Worker(String name, Link.Opener opener) {
        this.name = name;
        this.opener = opener;
        this.thread = new Thread(null, this::run, "wardkey-tpm " + name, 0, false);
    }

    /** One command and what became of it; guarded by the lock. */
    private static final class Exchange {
        private final byte[] command;
        private Optional<byte[]> response = Optional.empty();
        private Optional<IOException> failure = Optional.empty();

        Exchange(byte[] command) {
            this.command = command;
        }

        boolean isDone() {
            return response.isPresent() || failure.isPresent();
        }

        void fail(IOException why) {
            if (!isDone()) {
                failure = Optional.of(why);
            }
        }
    }

    /** Starts with the first command, so that this is what a failure to connect fails. Called under the lock. */
    private void startOnce() {
        if (thread.getState() == Thread.State.NEW) {
            thread.setDaemon(true);
            // It lives on after the application that sent the first command, and must not keep its classes.
            thread.setContextClassLoader(null);
            thread.start();
        }
    }

    boolean isDead() {
        lock.lock();
        try {
            return dead;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up connection and thread; all that wait fail with {@code why}. */
    void kill(IOException why) {
        lock.lock();
        try {
            dead = true;
            queue.forEach(waiting -> waiting.fail(why));
            queue.clear();
            running.ifPresent(current -> current.fail(why));
            changed.signalAll();
            if (link.isPresent()) {
                link.get().close();
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        } finally {
            lock.unlock();
        }
    }

    byte[] transmit(byte[] command, Duration timeout) throws IOException {
        Exchange exchange = new Exchange(command);
        lock.lock();
        try {
            if (dead) {
                throw new IOException(name + " was closed");
            }
            queue.add(exchange);
            startOnce();
            changed.signalAll();
            await(exchange, timeout);
        } finally {
            lock.unlock();
        }
        if (exchange.failure.isPresent()) {
            throw exchange.failure.get();
        }
        return exchange.response.orElseThrow();
    }

    private void await(Exchange exchange, Duration timeout) throws InterruptedIOException {
        boolean interrupted = false;
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!exchange.isDone()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    kill(new IOException("expected a response of " + name + " within " + timeout + ", got none"));
                    return;
                }
                try {
                    changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (queue.remove(exchange)) {
                        throw new InterruptedIOException("interrupted before the command was sent to " + name);
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try (Link opened = opener.open()) {
            adopt(opened);
            for (Optional<Exchange> next = next(); next.isPresent(); next = next()) {
                Exchange exchange = next.get();
                opened.send(exchange.command);
                finish(exchange, opened.receive());
            }
        } catch (IOException e) {
            kill(e);
        } catch (RuntimeException e) {
            kill(new IOException(name + " failed", e));
        }
    }

    private void adopt(Link opened) {
        lock.lock();
        try {
            link = Optional.of(opened);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a command; none when the connection is given up. */
    private Optional<Exchange> next() {
        lock.lock();
        try {
            while (queue.isEmpty() && !dead) {
                changed.awaitUninterruptibly();
            }
            running = Optional.ofNullable(queue.poll());
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void finish(Exchange exchange, byte[] response) {
        lock.lock();
        try {
            if (!exchange.isDone()) {
                exchange.response = Optional.of(response);
            }
            running = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
