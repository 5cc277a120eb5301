package org.wardkey.tpm2.session;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * A command as it goes over the bus, and what its response must be. Source: TPM 2.0 Part 1 §18, §19.6, §21.
 *
 * <pre>
 * command    tag | size | TPM_CC | handles | authorizationSize | authorizations | parameters
 * response   tag | size | TPM_RC | handle  | parameterSize     | parameters     | authorizations
 * cpHash     H(TPM_CC | Names | parameters)                    rpHash   H(TPM_RC | TPM_CC | parameters)
 * </pre>
 *
 * The first parameter is encrypted before cpHash is computed, and decrypted after rpHash is checked. Used once, by one thread.
 *
 * @param <R> what the response says
 */
public final class CommandFrame<R> implements AutoCloseable {
    private static final int NO_SESSIONS = 0x8001;
    private static final int SESSIONS = 0x8002;
    private static final int HEADER_BYTES = 10;

    private final TpmCommand<R> command;
    private final List<SessionEntry> entries = new ArrayList<>();
    private final byte[] bytes;

    private CommandFrame(TpmCommand<R> command, List<Authorization> authorizations, SecureRandom random) {
        this.command = command;
        if (authorizations.size() < command.authorizations()) {
            throw new IllegalArgumentException("expected " + command.authorizations() + " authorizations for "
                    + nameOf(command) + ", got " + authorizations.size());
        }
        for (int i = 0; i < authorizations.size(); i++) {
            boolean first = i == 0;
            entries.add(new SessionEntry(authorizations.get(i), first, random));
        }
        bytes = build();
    }

    /**
     * Builds a command.
     *
     * @param authorizations first those of the handles that need one, in their order, then sessions for protection
     */
    public static <R> CommandFrame<R> of(
            TpmCommand<R> command, List<Authorization> authorizations, SecureRandom random) {
        return new CommandFrame<>(command, authorizations, random);
    }

    /** Returns the TCG's name of a command, without {@code TPM2_}. */
    public static String nameOf(TpmCommand<?> command) {
        return command.getClass().getSimpleName();
    }

    /** Returns the bytes to send; they are this frame's. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the TPM_RC of a response, after checking its header. */
    public static int responseCode(byte[] response) {
        TpmReader in = new TpmReader(response);
        int tag = in.u16("response.tag");
        int size = in.u32("response.size");
        int code = in.u32("response.code");
        if (size != response.length) {
            throw new TpmFormatException("response.size: expected " + response.length + ", got " + size);
        }
        // 0x00C4 is how a TPM answers one of version 1.2.
        if (tag != NO_SESSIONS && tag != SESSIONS && tag != 0x00C4) {
            throw new TpmFormatException(String.format("response.tag: expected a TPM_ST, got 0x%04X", tag));
        }
        if (code != 0 && size != HEADER_BYTES) {
            throw new TpmFormatException("response: expected its end behind a code that is not 0");
        }
        return code;
    }

    /**
     * Reads a response with code 0: checks every HMAC, then decrypts, then parses.
     *
     * @throws TpmIntegrityException if an HMAC is wrong; all sessions of the command are broken then
     * @throws TpmFormatException if it is no response to this command; likewise
     */
    public R read(byte[] response) {
        boolean done = false;
        try {
            R result = parse(response);
            done = true;
            return result;
        } finally {
            if (!done) {
                breakSessions();
            }
        }
    }

    /** Returns the handle that a response with code 0 names, unchecked; {@link Handle#NULL} if none. For cleaning up only. */
    public Handle claimedHandle(byte[] response) {
        boolean has = command.returnsHandle() && response.length >= HEADER_BYTES + 4;
        return has
                ? Handle.read(new TpmReader(Arrays.copyOfRange(response, HEADER_BYTES, HEADER_BYTES + 4)))
                : Handle.NULL;
    }

    /** Breaks all sessions of the command: no response, or none that can be trusted, has come. */
    public void breakSessions() {
        entries.forEach(SessionEntry::breakSession);
    }

    private byte[] build() {
        try (TpmWriter parameters = new TpmWriter();
                TpmWriter out = new TpmWriter()) {
            command.writeParameters(parameters);
            byte[] area = parameters.toBytes();
            int protector = protector();
            if (protector >= 0 && command.encryptsRequest()) {
                entries.get(protector).encrypt(area);
            }
            out.u16(entries.isEmpty() ? NO_SESSIONS : SESSIONS).u32(0).u32(command.code());
            command.entities().forEach(entity -> out.put(entity.handle()));
            if (!entries.isEmpty()) {
                int start = out.length();
                out.u32(0);
                writeAuthorizations(out, area, protector);
                out.u32At(start, out.length() - start - 4);
            }
            out.bytes(area).u32At(2, out.length());
            Arrays.fill(area, (byte) 0);
            return out.toBytes();
        }
    }

    private void writeAuthorizations(TpmWriter out, byte[] area, int protector) {
        boolean request = protector >= 0 && command.encryptsRequest();
        boolean response = protector >= 0 && command.encryptsResponse();
        for (int i = 0; i < entries.size(); i++) {
            SessionEntry entry = entries.get(i);
            boolean protecting = i == protector;
            // Source: Part 1 §19.6.5: the first session's HMAC covers the nonce of another that encrypts.
            boolean other = i == 0 && protector > 0 && (request || response);
            byte[] otherNonce = other ? entries.get(protector).nonceTpm() : new byte[0];
            entry.write(out, hash -> cpHash(hash, area), protecting && request, protecting && response, otherNonce);
        }
    }

    /** A session for protection alone is preferred; else the first that can encrypt. */
    private int protector() {
        int found = -1;
        for (int i = 0; i < entries.size(); i++) {
            SessionEntry entry = entries.get(i);
            if (entry.canEncrypt() && (found < 0 || entry.isProtectionOnly())) {
                found = i;
            }
        }
        return command.encryptsRequest() || command.encryptsResponse() ? found : -1;
    }

    private byte[] cpHash(HashAlgorithm hash, byte[] area) {
        try (TpmWriter out = new TpmWriter()) {
            out.u32(command.code());
            for (Entity entity : command.entities()) {
                if (!entity.isNamed()) {
                    throw new IllegalArgumentException("expected the Name of " + entity.handle() + " for a session");
                }
                out.bytes(entity.name().bytes());
            }
            return hash.digest(out.toBytes(), area);
        }
    }

    private R parse(byte[] response) {
        TpmReader in = new TpmReader(response);
        int tag = in.u16("response.tag");
        int expected = entries.isEmpty() ? NO_SESSIONS : SESSIONS;
        if (tag != expected) {
            throw new TpmFormatException(String.format("response.tag: expected 0x%04X, got 0x%04X", expected, tag));
        }
        in.u32("response.size");
        int code = in.u32("response.code");
        Handle handle = command.returnsHandle() ? Handle.read(in) : Handle.NULL;
        if (entries.isEmpty()) {
            return readParameters(handle, in);
        }
        byte[] parameters = in.bytes(checkedSize(in), "response.parameters");
        for (SessionEntry entry : entries) {
            entry.read(in, hash -> rpHash(hash, code, parameters));
        }
        in.end("response");
        int protector = protector();
        if (protector >= 0 && command.encryptsResponse()) {
            entries.get(protector).decrypt(parameters);
        }
        try {
            return readParameters(handle, new TpmReader(parameters));
        } finally {
            Arrays.fill(parameters, (byte) 0);
        }
    }

    private static int checkedSize(TpmReader in) {
        int size = in.u32("response.parameterSize");
        if (size < 0 || size > in.remaining()) {
            throw new TpmFormatException("response.parameterSize: expected at most " + in.remaining() + ", got "
                    + Integer.toUnsignedString(size));
        }
        return size;
    }

    private R readParameters(Handle handle, TpmReader in) {
        R result = command.readResponse(handle, in);
        in.end("response to " + nameOf(command));
        return result;
    }

    private byte[] rpHash(HashAlgorithm hash, int code, byte[] parameters) {
        try (TpmWriter out = new TpmWriter()) {
            return hash.digest(out.u32(code).u32(command.code()).toBytes(), parameters);
        }
    }

    /** Wipes the bytes, which may hold a password. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    static boolean sameInConstantTime(byte[] first, byte[] second) {
        return MessageDigest.isEqual(first, second);
    }
}
