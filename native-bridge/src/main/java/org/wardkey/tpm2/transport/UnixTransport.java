package org.wardkey.tpm2.transport;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** A simulator behind a Unix domain socket that takes bare commands: {@code swtpm socket --tpm2 --server type=unixio,path=...}. */
public final class UnixTransport extends OwnedThreadTransport {
    /**
     * Connects when the first command is sent.
     *
     * @param path the socket
     * @param timeout how long a command may take, key generation included
     */
    public UnixTransport(Path path, Duration timeout) {
        super("unix:" + path, () -> new UnixLink(path), timeout);
    }

    @Override
    public boolean sharesSessions() {
        return false;
    }

    private static final class UnixLink implements Link {
        private final SocketChannel channel;

        UnixLink(Path path) throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        }

        @Override
        public void send(byte[] command) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(command);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public byte[] receive() throws IOException {
            return Link.readFramed((into, offset, length) -> channel.read(ByteBuffer.wrap(into, offset, length)));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
