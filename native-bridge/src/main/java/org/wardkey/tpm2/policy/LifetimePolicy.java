package org.wardkey.tpm2.policy;

import java.util.List;
import java.util.Optional;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;

/**
 * The policy that a key with a lifetime is made with, and keeps: it is used while a window is open that the authority signed, or, where there is such a
 * key, one that the emergency override signed; and by who knows its authorization value. SHA-256 throughout. Immutable.
 *
 * <pre>
 * PolicyAuthorize(authority, policyRef) and PolicyAuthValue
 * PolicyOR(PolicyAuthorize(authority, policyRef), PolicyAuthorize(override, policyRef)) and PolicyAuthValue
 * </pre>
 *
 * <p>Who is shown a key with this {@code authPolicy}, without {@code userWithAuth} and with {@code adminWithPolicy}, knows that nothing else lets it be used. Source: TPM
 * 2.0 Part 3, TPM2_PolicyAuthorize, TPM2_PolicyOR, TPM2_PolicyAuthValue.
 *
 * @param authority the Name of the authority's public key, as TPM2_LoadExternal has it
 * @param override the Name of the public key of the emergency override; empty without one
 * @param policyRef tells the keys of one device and group from others under the same authority; windows of others must not fit
 */
public record LifetimePolicy(Name authority, Optional<Name> override, byte[] policyRef) {
    private static final HashAlgorithm HASH = HashAlgorithm.SHA256;

    /** Copies the reference. */
    public LifetimePolicy {
        policyRef = policyRef.clone();
    }

    /** Returns a copy. */
    @Override
    public byte[] policyRef() {
        return policyRef.clone();
    }

    /** Returns the {@code authPolicy}. */
    public byte[] digest() {
        PolicyDigest start = PolicyDigest.start(HASH);
        PolicyDigest opened = override.isEmpty() ? approvedBy(authority) : start.or(branches());
        return opened.authValue().digest();
    }

    /** Returns what TPM2_PolicyOR is told; without an override there is no such command. */
    public List<byte[]> branchDigests() {
        return override.isEmpty()
                ? List.of()
                : branches().stream().map(PolicyDigest::digest).toList();
    }

    private List<PolicyDigest> branches() {
        return List.of(approvedBy(authority), approvedBy(override.orElseThrow()));
    }

    private PolicyDigest approvedBy(Name signer) {
        return PolicyDigest.start(HASH).authorize(signer, policyRef);
    }
}
