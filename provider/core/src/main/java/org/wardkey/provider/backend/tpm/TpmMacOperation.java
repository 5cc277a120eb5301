package org.wardkey.provider.backend.tpm;

import java.util.Arrays;
import org.wardkey.provider.backend.GrowingBuffer;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.command.HMAC;
import org.wardkey.tpm2.command.HMAC_Start;
import org.wardkey.tpm2.command.SequenceComplete;
import org.wardkey.tpm2.command.SequenceUpdate;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;

/**
 * HMAC in the TPM. The message is kept until it is complete: nothing of it reaches the chip before the gate let it pass, and a message
 * that is given up leaves no sequence behind, which would keep one of the few places. Source: TPM 2.0 Part 3 §15.5, §17.
 */
final class TpmMacOperation implements MacOperation {
    /** Thousands of commands, each some milliseconds. */
    static final int LONGEST_MESSAGE_BYTES = 16 << 20;

    private final TpmDevice device;
    private final TpmKey key;
    private final HashAlgorithm hash;
    private final GrowingBuffer message = new GrowingBuffer(LONGEST_MESSAGE_BYTES);
    private boolean tooLong;

    TpmMacOperation(TpmDevice device, TpmKey key, HashAlgorithm hash) {
        this.device = device;
        this.key = key;
        this.hash = hash;
    }

    @Override
    public void update(byte[] input, int offset, int length) {
        tooLong |= !message.append(input, offset, length);
    }

    @Override
    public byte[] finish() {
        try {
            if (tooLong) {
                throw new BackendException(new Refusal(
                        RefusalCode.NO_ENGINE,
                        "Asked for HMAC of a message of more than " + LONGEST_MESSAGE_BYTES
                                + " bytes with a key in a TPM; a software token has keys for such."));
            }
            int atOnce = device.inputBufferBytes();
            return message.size() <= atOnce ? inOneCommand() : inSequence(atOnce);
        } catch (IllegalStateException e) {
            throw new BackendException(new Refusal(RefusalCode.TPM_FAILED, "The key was closed."), e);
        } finally {
            reset();
        }
    }

    private byte[] inOneCommand() {
        byte[] all = part(0, message.size());
        try {
            return key.use((tpm, loaded, authorization) -> tpm.execute(new HMAC(loaded, all, hash), authorization));
        } finally {
            Arrays.fill(all, (byte) 0);
        }
    }

    private byte[] inSequence(int atOnce) {
        byte[] authValue = device.newValue();
        try (LoadedObject sequence = key.use((tpm, loaded, authorization) ->
                tpm.own(tpm.execute(new HMAC_Start(loaded, authValue, hash), authorization), Name.EMPTY))) {
            int done = 0;
            for (; message.size() - done > atOnce; done += atOnce) {
                byte[] part = part(done, atOnce);
                try {
                    device.authorized(authValue, (tpm, own) -> tpm.execute(new SequenceUpdate(sequence, part), own));
                } finally {
                    Arrays.fill(part, (byte) 0);
                }
            }
            byte[] rest = part(done, message.size() - done);
            try {
                return device.authorized(
                        authValue, (tpm, own) -> tpm.execute(new SequenceComplete(sequence, rest, Handle.NULL), own));
            } finally {
                Arrays.fill(rest, (byte) 0);
            }
        } finally {
            Arrays.fill(authValue, (byte) 0);
        }
    }

    private byte[] part(int from, int length) {
        return Arrays.copyOfRange(message.array(), from, from + length);
    }

    @Override
    public void reset() {
        message.wipe();
        tooLong = false;
    }

    @Override
    public MacOperation copy() {
        TpmMacOperation copy = new TpmMacOperation(device, key, hash);
        copy.update(message.array(), 0, message.size());
        copy.tooLong = tooLong;
        return copy;
    }

    @Override
    public void close() {
        reset();
    }
}
