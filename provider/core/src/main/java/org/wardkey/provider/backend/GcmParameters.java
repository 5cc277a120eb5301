package org.wardkey.provider.backend;

/**
 * Parameters of AES-GCM.
 *
 * @param iv the initialisation vector; not kept by the caller, not written to
 * @param tagSizeBytes the length of the tag, 12 to 16. Source: SP 800-38D §5.2.1.2
 */
public record GcmParameters(byte[] iv, int tagSizeBytes) {}
