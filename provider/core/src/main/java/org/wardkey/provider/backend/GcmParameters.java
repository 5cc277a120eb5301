package org.wardkey.provider.backend;

import javax.crypto.spec.GCMParameterSpec;

/**
 * Parameters of AES-GCM.
 *
 * @param iv the initialisation vector; not kept by the caller, not written to
 * @param tagSizeBytes the length of the tag, 12 to 16. Source: SP 800-38D §5.2.1.2
 * @param spec the same for an engine of the JDK; of that class itself, so that it does not change
 */
public record GcmParameters(byte[] iv, int tagSizeBytes, GCMParameterSpec spec) {
    /**
     * Makes the parameters.
     *
     * @param iv the initialisation vector; not kept by the caller, not written to
     * @param tagSizeBytes the length of the tag, 12 to 16
     */
    public GcmParameters(byte[] iv, int tagSizeBytes) {
        this(iv, tagSizeBytes, new GCMParameterSpec(tagSizeBytes * Byte.SIZE, iv));
    }
}
