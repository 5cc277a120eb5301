package org.wardkey.provider;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.transport.TpmTransport;
import org.wardkey.tpm2.transport.UnixTransport;

/** Lets several programs have one simulator, as a resource manager would, but for sessions and objects; keeps the codes of their commands. */
final class TpmBus implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int HEAD_BYTES = 10;
    private static final int SIZE_AT = 2;
    private static final int CODE_AT = 6;

    private final Path socket;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> callers = ConcurrentHashMap.newKeySet();
    private final List<Integer> codes = new ArrayList<>();
    private final SimulatedTpm simulator;
    private TpmTransport chip;

    TpmBus(SimulatedTpm simulator, Path socket) throws IOException {
        this.simulator = simulator;
        this.socket = socket;
        this.chip = new UnixTransport(simulator.socket(), PATIENCE);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        daemon(this::accept);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tpm-bus");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel caller = server.accept();
                callers.add(caller);
                daemon(() -> serve(caller));
            }
        } catch (IOException e) {
            // The server was closed: the test is over.
            callers.clear();
        }
    }

    private void serve(SocketChannel caller) {
        try (caller;
                DataInputStream in = new DataInputStream(Channels.newInputStream(caller));
                OutputStream out = Channels.newOutputStream(caller)) {
            while (true) {
                byte[] head = in.readNBytes(HEAD_BYTES);
                if (head.length < HEAD_BYTES) {
                    throw new EOFException();
                }
                ByteBuffer fields = ByteBuffer.wrap(head);
                byte[] command = new byte[fields.getInt(SIZE_AT)];
                System.arraycopy(head, 0, command, 0, HEAD_BYTES);
                in.readFully(command, HEAD_BYTES, command.length - HEAD_BYTES);
                out.write(transmit(command, fields.getInt(CODE_AT)));
            }
        } catch (IOException e) {
            // The caller went, or the simulator did: the connection ends with it.
            callers.remove(caller);
        }
    }

    private synchronized byte[] transmit(byte[] command, int code) throws IOException {
        codes.add(code);
        return chip.transmit(command);
    }

    /** Takes the power of the simulator away and gives it again; every connection ends. */
    synchronized void losePower() throws IOException, InterruptedException {
        chip.close();
        simulator.kill();
        for (SocketChannel caller : callers) {
            caller.close();
        }
        simulator.restart();
        chip = new UnixTransport(simulator.socket(), PATIENCE);
    }

    /** The codes of all commands so far, which this forgets. */
    synchronized List<Integer> takeCodes() {
        List<Integer> taken = List.copyOf(codes);
        codes.clear();
        return taken;
    }

    String address() {
        return "unix:" + socket;
    }

    /** Another program's connection. */
    Tpm connect() {
        return new Tpm(new UnixTransport(socket, PATIENCE));
    }

    @Override
    public synchronized void close() {
        try {
            server.close();
            for (SocketChannel caller : callers) {
                caller.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            chip.close();
        }
    }
}
