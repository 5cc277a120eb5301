package org.wardkey.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.wardkey.tpm2.transport.TpmTransport;

/**
 * Makes a simulator as slow as a chip may be: commands that use a private key take one delay, all others another. It counts commands, too.
 * The delays are assumptions, not measurements of a chip.
 */
final class SlowChip implements TpmTransport {
    private static final int CODE_OFFSET = 6;
    private static final int START_AUTH_SESSION = 0x176;
    private static final int SALT_KEY_OFFSET = 10;
    private static final int NULL = 0x40000007;

    /**
     * CreatePrimary, ActivateCredential, Certify, CertifyCreation, GetTime, Create, ECDH_ZGen, Load, Quote, RSA_Decrypt, Sign, Unseal and
     * NV_Certify. Source: TPM 2.0 Part 2 §6.5.2.
     */
    private static final Set<Integer> PRIVATE =
            Set.of(0x131, 0x147, 0x148, 0x14A, 0x14C, 0x153, 0x154, 0x157, 0x158, 0x159, 0x15D, 0x15E, 0x184);

    private final TpmTransport delegate;
    private Duration privateKey = Duration.ZERO;
    private Duration other = Duration.ZERO;
    private int commands;

    SlowChip(TpmTransport delegate) {
        this.delegate = delegate;
    }

    /** From now on, commands take at least so long: those that use a private key, and the others. */
    void slowDown(Duration longer, Duration shorter) {
        privateKey = longer;
        other = shorter;
    }

    @Override
    public byte[] transmit(byte[] command) throws IOException {
        commands++;
        Duration delay = usesPrivateKey(ByteBuffer.wrap(command)) ? privateKey : other;
        long until = System.nanoTime() + delay.toNanos();
        byte[] response = delegate.transmit(command);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return response;
    }

    /** The start of a session decrypts a salt, if it has one. */
    private static boolean usesPrivateKey(ByteBuffer command) {
        int code = command.getInt(CODE_OFFSET);
        return code == START_AUTH_SESSION ? command.getInt(SALT_KEY_OFFSET) != NULL : PRIVATE.contains(code);
    }

    int commands() {
        return commands;
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
