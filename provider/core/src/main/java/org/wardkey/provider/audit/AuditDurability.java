package org.wardkey.provider.audit;

/** When an operation may run, as far as its record goes. */
public enum AuditDurability {
    /** The record is on the disk, past its cache. Concurrent operations share one flush. */
    DURABLE,
    /** The record is with the writer, which puts it on the disk within a second. */
    BATCHED
}
