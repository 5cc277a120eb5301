package org.wardkey.provider.operation;

/**
 * One completed engine call.
 *
 * @param purpose what is done
 * @param mechanism how
 * @param bytes how many bytes of data it processes; 0 where the size is that of a digest or key
 */
public record OperationRequest(Purpose purpose, Mechanism mechanism, long bytes) {}
