package org.wardkey.tpm2.attestation;

import org.wardkey.tpm2.structure.ClockInfo;

/**
 * What a quote has shown.
 *
 * @param pcrs the values of the PCRs that were asked for, and no others
 * @param clockInfo the clock; obfuscated unless the key is in the endorsement or platform hierarchy
 * @param firmwareVersion the vendor's number; obfuscated likewise
 */
public record VerifiedQuote(PcrValues pcrs, ClockInfo clockInfo, long firmwareVersion) {}
