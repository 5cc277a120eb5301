package org.wardkey.provider.ledger;

/**
 * A number of operations and bytes.
 *
 * @param operations operations
 * @param bytes bytes
 */
public record UsageCount(long operations, long bytes) {}
