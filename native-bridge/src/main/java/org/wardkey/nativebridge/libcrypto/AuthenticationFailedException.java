package org.wardkey.nativebridge.libcrypto;

/**
 * Data that does not authenticate or does not unpad. Says nothing about which check failed, so that it cannot serve as an oracle.
 */
public final class AuthenticationFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    AuthenticationFailedException() {
        super("authentication failed");
    }
}
