package org.wardkey.tpm2.attestation;

import org.wardkey.tpm2.structure.TimeInfo;

/**
 * What TPM2_GetTime has shown, which is not obfuscated.
 *
 * @param time milliseconds of powered time, how often the TPM was reset and restarted, and whether the clock is safe
 * @param firmwareVersion the vendor's number
 */
public record VerifiedTime(TimeInfo time, long firmwareVersion) {}
