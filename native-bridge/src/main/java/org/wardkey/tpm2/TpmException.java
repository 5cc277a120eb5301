package org.wardkey.tpm2;

/** A command that the TPM refused, with its own code. Nothing was done. */
public class TpmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String command;
    private final int responseCode;

    /** Says that {@code command} was answered with {@code responseCode}. */
    public TpmException(String command, TpmResponseCode responseCode) {
        this(command, responseCode, "");
    }

    TpmException(String command, TpmResponseCode responseCode, String more) {
        super("TPM2_" + command + ": " + responseCode + more);
        this.command = command;
        this.responseCode = responseCode.value();
    }

    /** Returns the command's name, without {@code TPM2_}. */
    public String command() {
        return command;
    }

    /** Returns what the TPM said. */
    public TpmResponseCode responseCode() {
        return new TpmResponseCode(responseCode);
    }

    /** Says whether the authorization value was wrong, counted towards lockout or not. */
    public boolean isWrongAuthorization() {
        int base = responseCode().base();
        return base == TpmResponseCode.AUTH_FAIL || base == TpmResponseCode.BAD_AUTH;
    }
}
