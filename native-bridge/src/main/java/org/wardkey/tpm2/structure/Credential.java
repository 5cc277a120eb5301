package org.wardkey.tpm2.structure;

/**
 * What TPM2_MakeCredential makes and TPM2_ActivateCredential takes. Source: TPM 2.0 Part 1 §24, Part 2 §12.4.
 *
 * @param blob TPM2B_ID_OBJECT: the HMAC and the encrypted credential
 * @param encryptedSeed TPM2B_ENCRYPTED_SECRET: the seed, encrypted to the endorsement key
 */
public record Credential(byte[] blob, byte[] encryptedSeed) {}
