package org.wardkey.tpm2.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All I/O of a transport, on a thread of its own.
 *
 * <p>Theory of operation: an interrupt closes a channel that the interrupted thread uses, for everybody. So callers never touch one: they
 * hand their command to a {@link Worker} and wait. An interrupt before the worker has taken the command withdraws it; afterwards the caller
 * goes on waiting and gets its flag back with the response, since the TPM does the command anyway. A worker belongs to one connection. When
 * that fails, or no response comes in time, worker and connection are given up together and the next command starts a new pair: a thread that
 * hangs in a driver stays behind, as a daemon.
 */
sealed class OwnedThreadTransport implements TpmTransport
        permits DeviceTransport, SocketTransport, TctiTransport, UnixTransport {
    private final String name;
    private final Link.Opener opener;
    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();
    private Worker worker;
    private boolean closed;

    OwnedThreadTransport(String name, Link.Opener opener, Duration timeout) {
        this.name = name;
        this.opener = opener;
        this.timeout = timeout;
        this.worker = new Worker(name, opener);
    }

    @Override
    public final byte[] transmit(byte[] command) throws IOException {
        return current().transmit(command, timeout);
    }

    private Worker current() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("expected an open transport, " + name + " is closed");
            }
            if (worker.isDead()) {
                worker = new Worker(name, opener);
            }
            return worker;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final void close() {
        lock.lock();
        try {
            closed = true;
            worker.kill(new IOException(name + " was closed"));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final String toString() {
        return name;
    }
}
