package org.wardkey.tpm2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.wardkey.tpm2.transport.TpmTransport;

/** Counts commands and keeps all bytes that cross the bus. */
final class CountingTransport implements TpmTransport {
    private final TpmTransport delegate;
    private final AtomicInteger commands = new AtomicInteger();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    CountingTransport(TpmTransport delegate) {
        this.delegate = delegate;
    }

    @Override
    public byte[] transmit(byte[] command) throws IOException {
        commands.incrementAndGet();
        seen.write(command);
        byte[] response = delegate.transmit(command);
        seen.write(response);
        return response;
    }

    int commands() {
        return commands.get();
    }

    byte[] seen() {
        return seen.toByteArray();
    }

    @Override
    public boolean sharesSessions() {
        return delegate.sharesSessions();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
