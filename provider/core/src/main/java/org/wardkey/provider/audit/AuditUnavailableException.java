package org.wardkey.provider.audit;

/** The log cannot take a record: whatever was to be recorded must not happen. */
public final class AuditUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AuditUnavailableException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
    }
}
