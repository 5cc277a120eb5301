package org.wardkey.provider;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wardkey.provider.audit.AuditDurability;
import org.wardkey.provider.policy.BundleKey;
import org.wardkey.provider.policy.PolicyDocument;
import org.wardkey.provider.policy.PolicySigners;

/**
 * The configuration, parsed and checked. Immutable.
 *
 * @param origin where it comes from, for messages
 * @param home the folder of records, log and key files
 * @param tokens the tokens by name, in the file's order
 * @param durability when an operation may run, as far as its record goes
 * @param policy the policy documents in their order; none for the default pack
 * @param signers who must have signed documents that are applied
 * @param timeAuthority the keys of which any may state the time; none if nobody may
 * @param libcrypto where libcrypto is; empty to find it by its name
 * @param fips whether and where there is a validated module
 * @param strict whether a JVM must not run if this cannot be read; see {@link StrictStart}
 */
record WardkeyConfig(
        String origin,
        Path home,
        Map<String, TokenConfig> tokens,
        AuditDurability durability,
        List<PolicyDocument> policy,
        PolicySigners signers,
        List<BundleKey> timeAuthority,
        Optional<Path> libcrypto,
        FipsConfig fips,
        boolean strict) {
    static final String DEFAULT_TOKEN = "local";

    /** What holds without a file: a software token in the user's Wardkey home. */
    static WardkeyConfig unconfigured(Path userHome) {
        Path home = userHome.resolve(".wardkey");
        TokenConfig local =
                new TokenConfig(DEFAULT_TOKEN, Optional.of(home.resolve(DEFAULT_TOKEN + ".key")), Optional.empty());
        return new WardkeyConfig(
                "defaults",
                home,
                Map.of(DEFAULT_TOKEN, local),
                AuditDurability.BATCHED,
                List.of(),
                PolicySigners.NONE,
                List.of(),
                Optional.empty(),
                FipsConfig.GENERAL,
                false);
    }

    /** Whether tokens, policy and log are the same, so that one open home can serve both. */
    boolean describesSameHome(WardkeyConfig other) {
        return tokens.equals(other.tokens)
                && durability == other.durability
                && policy.equals(other.policy)
                && signers.equals(other.signers)
                && timeAuthority.equals(other.timeAuthority)
                && defaultToken().equals(other.defaultToken());
    }

    /** The token that aliases without a token's name belong to: {@code local} if there is one, else the first. */
    String defaultToken() {
        return tokens.containsKey(DEFAULT_TOKEN)
                ? DEFAULT_TOKEN
                : tokens.keySet().iterator().next();
    }
}
