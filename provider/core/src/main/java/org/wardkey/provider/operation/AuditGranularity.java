package org.wardkey.provider.operation;

/** How the operations of a key are recorded. */
public enum AuditGranularity {
    /** One event for every operation, written before the operation runs. */
    EACH,
    /** One event for every second or 10 000 operations, with count and bytes. */
    AGGREGATE
}
