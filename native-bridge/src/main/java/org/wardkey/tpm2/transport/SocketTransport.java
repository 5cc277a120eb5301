package org.wardkey.tpm2.transport;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A simulator behind TCP that takes bare commands: {@code swtpm socket --tpm2 --server type=tcp,port=...}. */
public final class SocketTransport extends OwnedThreadTransport {
    /**
     * Connects when the first command is sent.
     *
     * @param address where it listens; resolved anew by each connection if it is unresolved
     * @param timeout how long a command may take, key generation included
     */
    public SocketTransport(InetSocketAddress address, Duration timeout) {
        super("tcp:" + address, () -> new SocketLink(address, timeout), timeout);
    }

    @Override
    public boolean sharesSessions() {
        return false;
    }

    private static final class SocketLink implements Link {
        /** A TPM takes minutes for some commands, and nobody for an answer to a connection. */
        private static final long LONGEST_CONNECT_MILLIS = 10_000;

        private final Socket socket = new Socket();
        private final InputStream in;

        SocketLink(InetSocketAddress address, Duration timeout) throws IOException {
            try {
                socket.setTcpNoDelay(true);
                InetSocketAddress at = address.isUnresolved()
                        ? new InetSocketAddress(address.getHostString(), address.getPort())
                        : address;
                socket.connect(at, (int) Math.min(timeout.toMillis(), LONGEST_CONNECT_MILLIS));
                in = new BufferedInputStream(socket.getInputStream());
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        @Override
        public void send(byte[] command) throws IOException {
            socket.getOutputStream().write(command);
        }

        @Override
        public byte[] receive() throws IOException {
            return Link.readFramed(in::read);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
