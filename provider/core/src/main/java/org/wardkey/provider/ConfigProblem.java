package org.wardkey.provider;

/** The configuration is not usable; the message says where and what to do. */
final class ConfigProblem extends Exception {
    private static final long serialVersionUID = 1;

    ConfigProblem(String message) {
        super(message);
    }

    ConfigProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
