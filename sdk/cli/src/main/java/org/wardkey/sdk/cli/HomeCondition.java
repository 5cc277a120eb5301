package org.wardkey.sdk.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.LogCondition;
import org.wardkey.provider.administration.Time;
import org.wardkey.provider.administration.WarningNotice;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.Policy;

/**
 * What an existing home says of itself. Nothing is made, and nobody is asked for a password: what cannot
 * be known without one is left out.
 *
 * @param time what is known of the time; empty if there is no home that can be opened
 * @param log how the audit log is; empty if there is no home that can be opened
 * @param warnings the warnings that were given for keys, the newest first
 * @param warningsUnknown why the warnings are not known; empty if they are
 * @param unopened why the home that is there cannot be opened; empty if it can, or if there is none
 */
record HomeCondition(
        Optional<Time.Report> time,
        Optional<LogCondition> log,
        List<WarningNotice> warnings,
        Optional<String> warningsUnknown,
        Optional<String> unopened) {
    private static final String DATABASE = "wardkey.db";
    private static final HomeCondition NONE =
            new HomeCondition(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    HomeCondition {
        warnings = List.copyOf(warnings);
    }

    static HomeCondition of(Administration administration) {
        Administration.Report report = administration.report();
        if (report.problem().isPresent() || !Files.exists(Path.of(report.home(), DATABASE))) {
            return NONE;
        }
        try {
            Time.Report time = administration.time().report();
            takePolicyIntoForce(administration);
            return withWarnings(administration, time, administration.auditCondition());
        } catch (BackendException | PolicyDeniedException e) {
            return new HomeCondition(
                    Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.of(e.getMessage() + ""));
        }
    }

    /** The provider's state says LOCKED from then on, and why, if the applied document is not believed. */
    private static void takePolicyIntoForce(Administration administration) {
        try {
            Policy inForce = administration.policies().inForce();
            assert inForce != null;
        } catch (PolicyDeniedException e) {
            assert administration.report().problem().isPresent();
        } catch (BackendException e) {
            // Which document was applied is not known before its token is open.
            if (!tokenIsClosed(e)) {
                throw e;
            }
        }
    }

    private static boolean tokenIsClosed(BackendException e) {
        return e.code() == RefusalCode.PASSWORD_MISSING || e.code() == RefusalCode.PROTECTOR_WRONG;
    }

    private static HomeCondition withWarnings(Administration administration, Time.Report time, LogCondition log) {
        try {
            return new HomeCondition(
                    Optional.of(time), Optional.of(log), administration.warnings(), Optional.empty(), Optional.empty());
        } catch (BackendException e) {
            if (!tokenIsClosed(e)) {
                throw e;
            }
            return new HomeCondition(
                    Optional.of(time),
                    Optional.of(log),
                    List.of(),
                    Optional.of("A token does not open without a password; see wardkey keys list."),
                    Optional.empty());
        }
    }
}
