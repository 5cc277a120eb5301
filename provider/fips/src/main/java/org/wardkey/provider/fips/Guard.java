package org.wardkey.provider.fips;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * Between the module and the gate. The module says with {@code Error}s and with unchecked exceptions of its own that a
 * service is not approved; an application's thread would end with them. Here they become refusals with a code, thrown where
 * the JCA does not go on to another provider. Thread-safe.
 */
final class Guard {
    private final ModuleJar.Loaded module;

    Guard(ModuleJar.Loaded module) {
        this.module = module;
    }

    /** What the module is asked to do. */
    @FunctionalInterface
    interface Call<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs a call whose checked exceptions are the answer. */
    <T, E extends Exception> T call(String what, Call<T, E> call) throws E {
        try {
            return call.run();
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
                : new BackendException(new Refusal(RefusalCode.SERVICE_NOT_APPROVED, "Asked for " + what + "."), cause);
    }

    private static BackendException error(String what, Throwable cause) {
        return new BackendException(new Refusal(RefusalCode.MODULE_ERROR, "Asked for " + what + "."), cause);
    }
}
