package org.wardkey.nativebridge.libcrypto;

/**
 * A call that libcrypto refused, with the library's own number and words. Unchecked: the caller gave what the library cannot take, or the
 * library failed. What an attacker can cause by tampering is reported as {@link AuthenticationFailedException} or {@code false} instead.
 */
public final class LibcryptoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String function;
    private final long packedError;

    LibcryptoException(String function, long packedError, String reason) {
        super(function + " failed: " + (reason.isEmpty() ? "no reason given" : reason)
                + String.format(" (error:%08X)", packedError));
        this.function = function;
        this.packedError = packedError;
    }

    /** Returns the name of the C function that failed. */
    public String function() {
        return function;
    }

    /** Returns the packed number of the first entry in the thread's error queue, or 0 if the queue was empty. */
    public long packedError() {
        return packedError;
    }
}
