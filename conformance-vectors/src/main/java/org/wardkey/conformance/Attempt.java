package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.concurrent.Callable;

/**
 * What a provider did with one call: it returned something, or it refused.
 *
 * @param <T> what the call returns
 */
sealed interface Attempt<T> {
    /** The call returned. */
    record Returned<T>(T value) implements Attempt<T> {}

    /**
     * The call ended in an exception.
     *
     * @param thrown the exception
     * @param proper whether the JCA lets engines throw it; an index out of bounds from a parser is no refusal
     */
    record Refused<T>(Throwable thrown, boolean proper) implements Attempt<T> {
        String shown() {
            return thrown.getClass().getName() + ": " + thrown.getMessage();
        }
    }

    /** Makes the call; a malformed vector is not the provider's answer and goes up to the caller. */
    static <T> Attempt<T> of(Callable<T> call) throws VectorFormatException {
        try {
            return new Returned<>(call.call());
        } catch (VectorFormatException e) {
            throw e;
        } catch (GeneralSecurityException
                | ProviderException
                | IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException e) {
            return new Refused<>(e, true);
        } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
            return new Refused<>(e, false);
        }
    }
}
