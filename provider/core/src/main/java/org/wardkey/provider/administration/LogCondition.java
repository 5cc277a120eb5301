package org.wardkey.provider.administration;

import java.util.Optional;
import org.wardkey.provider.audit.AuditLog;

/**
 * How the audit log that this process writes is.
 *
 * @param log its name
 * @param state what it takes
 * @param failure why it does not take everything; empty if it does
 */
public record LogCondition(String log, AuditLog.State state, Optional<String> failure) {}
