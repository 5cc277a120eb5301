package org.wardkey.tpm2.session;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPMS_AUTH_COMMAND and TPMS_AUTH_RESPONSE of one session in one command. Source: TPM 2.0 Part 2 §10.13, Part 1 §19.6.5.
 *
 * <pre>
 * command    sessionHandle (4) | nonceCaller (TPM2B) | sessionAttributes (1) | hmac or password (TPM2B)
 * response                       nonceTPM    (TPM2B) | sessionAttributes (1) | hmac (TPM2B)
 * HMAC(sessionKey | authValue,   pHash | nonceNewer | nonceOlder | other nonce | sessionAttributes)
 * </pre>
 */
final class SessionEntry {
    private static final int CONTINUE_SESSION = 0x01;
    private static final int DECRYPT = 0x20;
    private static final int ENCRYPT = 0x40;

    private final Authorization authorization;
    private final Optional<Session> session;
    private final byte[] nonceCaller;
    private int attributes = CONTINUE_SESSION;

    SessionEntry(Authorization authorization, boolean first, SecureRandom random) {
        this.authorization = authorization;
        this.session = authorization.session();
        this.nonceCaller = new byte[session.map(own -> own.hash().sizeBytes()).orElse(0)];
        random.nextBytes(nonceCaller);
    }

    boolean canEncrypt() {
        return session.isPresent() && !session.get().symmetric().isNull();
    }

    boolean isProtectionOnly() {
        return authorization.use() == Authorization.Use.PROTECTION;
    }

    byte[] nonceTpm() {
        return session.map(Session::currentNonceTpm).orElse(new byte[0]);
    }

    void breakSession() {
        session.ifPresent(Session::forget);
    }

    void encrypt(byte[] area) {
        Session own = session.orElseThrow();
        byte[] key = own.keyWith(authorization.authValue());
        ParameterCipher.encrypt(own.symmetric(), own.hash(), key, nonceCaller, own.currentNonceTpm(), area, size(area));
        Arrays.fill(key, (byte) 0);
    }

    void decrypt(byte[] area) {
        Session own = session.orElseThrow();
        byte[] key = own.keyWith(authorization.authValue());
        ParameterCipher.decrypt(own.symmetric(), own.hash(), key, own.currentNonceTpm(), nonceCaller, area, size(area));
        Arrays.fill(key, (byte) 0);
    }

    private static int size(byte[] area) {
        int size = new TpmReader(area).u16("first parameter");
        if (size > area.length - 2) {
            throw new TpmFormatException(
                    "first parameter: expected at most " + (area.length - 2) + " bytes, got " + size);
        }
        return size;
    }

    void write(
            TpmWriter out,
            Function<HashAlgorithm, byte[]> cpHash,
            boolean decrypt,
            boolean encrypt,
            byte[] otherNonce) {
        if (session.isEmpty()) {
            out.put(Handle.PASSWORD).u16(0).u8(attributes).sized(authorization.authValue());
            return;
        }
        attributes |= (decrypt ? DECRYPT : 0) | (encrypt ? ENCRYPT : 0);
        Session own = session.get();
        out.put(own.handle()).sized(nonceCaller).u8(attributes);
        if (authorization.use() == Authorization.Use.POLICY_PASSWORD) {
            out.sized(authorization.authValue());
            return;
        }
        out.sized(hmac(own, cpHash.apply(own.hash()), nonceCaller, own.currentNonceTpm(), otherNonce));
    }

    /** Checks this session's part of a response and takes over the TPM's nonce. */
    void read(TpmReader in, Function<HashAlgorithm, byte[]> rpHash) {
        byte[] nonce = in.sized(64, "response.nonceTPM");
        int answered = in.u8("response.sessionAttributes");
        byte[] hmac = in.sized(64, "response.hmac");
        if (session.isEmpty() || authorization.use() == Authorization.Use.POLICY_PASSWORD) {
            requireEmpty(hmac);
            session.ifPresent(own -> own.roll(nonce));
            return;
        }
        Session own = session.get();
        attributes = answered;
        byte[] expected = hmac(own, rpHash.apply(own.hash()), nonce, nonceCaller, new byte[0]);
        if (!CommandFrame.sameInConstantTime(expected, hmac)) {
            throw new TpmIntegrityException("response: expected the HMAC of session " + own.handle() + ", got another");
        }
        own.roll(nonce);
        if ((answered & CONTINUE_SESSION) == 0) {
            throw new TpmIntegrityException(
                    "response: expected session " + own.handle() + " to go on, the TPM ended it");
        }
    }

    private static void requireEmpty(byte[] hmac) {
        if (hmac.length != 0) {
            throw new TpmFormatException("response.hmac: expected none for a password, got " + hmac.length + " bytes");
        }
    }

    /** Without any key a TPM neither makes nor wants an HMAC. Source: Part 1 §19.6.5. */
    private byte[] hmac(Session own, byte[] pHash, byte[] newer, byte[] older, byte[] other) {
        boolean keyed = authorization.use() == Authorization.Use.HMAC;
        byte[] key = own.keyWith(keyed ? authorization.authValue() : new byte[0]);
        if (key.length == 0 && own instanceof PolicySession) {
            return new byte[0];
        }
        byte[] made = own.hash().hmac(key, pHash, newer, older, other, new byte[] {(byte) attributes});
        Arrays.fill(key, (byte) 0);
        return made;
    }
}
