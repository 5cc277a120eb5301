package org.wardkey.provider.policy;

import org.wardkey.provider.operation.RefusalCode;

/**
 * Why a rule denies a use.
 *
 * @param code the reason
 * @param words the reason with its particulars, a sentence without the key's name
 */
public record Denial(RefusalCode code, String words) {}
