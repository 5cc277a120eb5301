package org.wardkey.tpm2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.wardkey.tpm2.transport.TpmTransport;

/** Sits between caller and TPM and does one bad thing, to one command. */
final class HostileTransport implements TpmTransport {
    /** What is done instead of an honest exchange. */
    @FunctionalInterface
    interface Attack {
        byte[] run(byte[] command, byte[] previousResponse, TpmTransport real) throws IOException;
    }

    private final TpmTransport real;
    private final Attack attack;
    private final int from;
    private final int count;
    private byte[] previous = new byte[0];
    private int commands;

    /** Attacks {@code count} commands from number {@code from} on, the first being 0. */
    HostileTransport(TpmTransport real, Attack attack, int from, int count) {
        this.real = real;
        this.attack = attack;
        this.from = from;
        this.count = count;
    }

    @Override
    public byte[] transmit(byte[] command) throws IOException {
        int number = commands++;
        boolean attacked = number >= from && number < from + count;
        byte[] response = attacked ? attack.run(command, previous, real) : real.transmit(command);
        previous = response;
        return response.clone();
    }

    int commands() {
        return commands;
    }

    @Override
    public boolean sharesSessions() {
        return real.sharesSessions();
    }

    @Override
    public void close() {
        real.close();
    }

    /** Flips a bit of the response; {@code where} from 0 (its start) to 1 (its end). */
    static Attack flipResponse(double where, int bit) {
        return (command, previous, real) -> flip(real.transmit(command), where, bit);
    }

    /** Flips a bit of the command, but none of its size: the simulator would wait for the rest. */
    static Attack flipCommand(double where, int bit) {
        return (command, previous, real) -> {
            int at = (int) (where * command.length);
            double kept = at >= 2 && at < 6 ? 9.0 / command.length : where;
            return real.transmit(flip(command.clone(), kept, bit));
        };
    }

    private static byte[] flip(byte[] bytes, double where, int bit) {
        bytes[Math.min(bytes.length - 1, (int) (where * bytes.length))] ^= (byte) (1 << bit);
        return bytes;
    }

    /** Cuts the response; its header says the cut size, or the true one. */
    static Attack truncate(double where, boolean honestSize) {
        return (command, previous, real) -> {
            byte[] response = real.transmit(command);
            byte[] cut = Arrays.copyOf(response, (int) (where * response.length));
            if (honestSize && cut.length >= 6) {
                ByteBuffer.wrap(cut).putInt(2, cut.length);
            }
            return cut;
        };
    }

    /** Gives the response of the command before; the TPM runs this one, or does not. */
    static Attack replay(boolean runs) {
        return (command, previous, real) -> {
            if (previous.length == 0) {
                return real.transmit(command);
            }
            if (runs) {
                real.transmit(command);
            }
            return previous.clone();
        };
    }

    /** The connection breaks, after the command or before. */
    static Attack breakConnection(boolean runs) {
        return (command, previous, real) -> {
            if (runs) {
                real.transmit(command);
            }
            throw new IOException("the connection broke");
        };
    }

    /** Answers with a code, without asking the TPM. */
    static Attack answer(int code) {
        return (command, previous, real) -> ByteBuffer.allocate(10)
                .putShort((short) 0x8001)
                .putInt(10)
                .putInt(code)
                .array();
    }

    /** Says that all went well, without asking the TPM. */
    static Attack answerNothing(int tag) {
        return (command, previous, real) -> ByteBuffer.allocate(10)
                .putShort((short) tag)
                .putInt(10)
                .putInt(0)
                .array();
    }
}
