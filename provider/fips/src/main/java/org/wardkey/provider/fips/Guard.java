package org.wardkey.provider.fips;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * Between the module and the gate. The module says with {@code Error}s and with unchecked exceptions of its own that a
 * service is not approved; an application's thread would end with them. Here they become refusals with a code, thrown where
 * the JCA does not go on to another provider. In its error state the module gives nothing. Thread-safe.
 */
final class Guard {
    private final ModuleJar.Loaded module;

    Guard(ModuleJar.Loaded module) {
        this.module = module;
    }

    /** What the module is asked to do. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** Runs a call whose checked exceptions are the answer. */
    <T extends @Nullable Object, E extends Exception> T call(String what, Call<T, E> call) throws E {
        requireNoError(what);
        T answer = run(what, call);
        requireNoError(what);
        return answer;
    }

    /** Source: ISO/IEC 19790 §7.3.3: in an error state all output is inhibited. */
    private void requireNoError(String what) {
        if (module.inErrorState()) {
            throw error(what, null);
        }
    }

    private <T extends @Nullable Object, E extends Exception> T run(String what, Call<T, E> call) throws E {
        try {
            return call.run();
        } catch (LinkageError | StackOverflowError e) {
            // Its classes cannot be loaded any more, or never passed their self-tests.
            throw error(what, e);
        } catch (AssertionError e) {
            // FipsOperationError and its kin; of its messages only kinds and sizes of keys are known, but nobody
            // promised it.
            throw refusal(what, e);
        } catch (ProviderException e) {
            throw module.inErrorState() ? error(what, e) : e;
        } catch (RuntimeException e) {
            throw refusal(what, e);
        }
    }

    /** Runs a call of which every refusal must stop the caller: a checked one would let the JCA ask another provider. */
    <T> T open(String what, Call<T, GeneralSecurityException> call) {
        try {
            return call(what, call);
        } catch (GeneralSecurityException e) {
            throw refusal(what, e);
        }
    }

    private BackendException refusal(String what, Throwable cause) {
        return module.inErrorState() || cause.getClass().getSimpleName().endsWith("SelfTestFailedError")
                ? error(what, cause)
                : new BackendException(
                        new Refusal(RefusalCode.SERVICE_NOT_APPROVED, "Asked for " + what + "." + hint(cause)), cause);
    }

    /** The one refusal whose reason is neither algorithm nor size; only looked at, since nobody promised what it says. */
    private static String hint(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("already used")
                ? " This RSA key has both signed and decrypted, which the module lets no key do; see docs/fips.md."
                : "";
    }

    private static BackendException error(String what, @Nullable Throwable cause) {
        Refusal refusal = new Refusal(RefusalCode.MODULE_ERROR, "Asked for " + what + ".");
        return cause == null ? new BackendException(refusal) : new BackendException(refusal, cause);
    }
}
