package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Padding;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.Window;

/**
 * Decides what managed keys may do: pure, total, no I/O. Thread-safe.
 *
 * <p>The first rule that finds a reason to deny decides; a request that no rule denies is allowed.
 * What a key may do at all is default-deny: {@link KeyAuthorizations} lists the purposes.
 */
public final class PolicyEngine {
    private static final int MINIMUM_RSA_BITS = 2048;
    private static final int MINIMUM_HMAC_BITS = 112;
    private static final Decision ALLOW = new Decision.Allow();

    private final List<Rule> rules = List.of(
            PolicyEngine::state,
            PolicyEngine::purpose,
            PolicyEngine::digest,
            PolicyEngine::padding,
            PolicyEngine::window);

    /** Makes the engine with the default pack. */
    public PolicyEngine() {}

    /**
     * Decides on one operation.
     *
     * @param request what is asked for
     * @param key the key's facts
     * @param now the time of the decision
     * @return allow, or deny with the reason
     */
    public Decision decide(OperationRequest request, KeyFacts key, Instant now) {
        for (Rule rule : rules) {
            Optional<Refusal> refusal = rule.check(request, key, now);
            if (refusal.isPresent()) {
                return new Decision.Deny(refusal.get());
            }
        }
        return ALLOW;
    }

    /**
     * Decides whether a key of a type and size may be managed.
     *
     * <p>Source: SP 800-131A Rev. 2 §2 (112 bits of security at least), SP 800-57 Part 1 table 2.
     *
     * @param type the type of the key
     * @param sizeBits its size in bits
     * @return allow, or deny with the reason
     */
    public Decision admit(KeyType type, int sizeBits) {
        int minimum = switch (type) {
            case RSA -> MINIMUM_RSA_BITS;
            case HMAC -> MINIMUM_HMAC_BITS;
            case EC_P256, EC_P384, EC_P521, ED25519, X25519, AES -> 0;
        };
        if (sizeBits >= minimum) {
            return ALLOW;
        }
        return new Decision.Deny(new Refusal(
                RefusalCode.STRENGTH,
                "Expected a " + type.algorithm() + " key of at least " + minimum + " bits, got " + sizeBits + "."));
    }

    private static Optional<Refusal> state(OperationRequest request, KeyFacts key, Instant now) {
        if (key.state().permits(request.purpose())) {
            return Optional.empty();
        }
        return deny(RefusalCode.KEY_STATE, name(key) + " is " + key.state() + ", asked to " + request.purpose() + ".");
    }

    private static Optional<Refusal> purpose(OperationRequest request, KeyFacts key, Instant now) {
        if (key.authorizations().purposes().contains(request.purpose())) {
            return Optional.empty();
        }
        return deny(
                RefusalCode.KEY_PURPOSE,
                name(key) + " may " + key.authorizations().purposes() + ", asked to " + request.purpose() + ".");
    }

    private static Optional<Refusal> digest(OperationRequest request, KeyFacts key, Instant now) {
        KeyAuthorizations authorizations = key.authorizations();
        Digest digest = request.mechanism().digest();
        if (authorizations.digests().isEmpty()
                || !usesDigest(request)
                || authorizations.digests().contains(digest)) {
            return Optional.empty();
        }
        return deny(
                RefusalCode.KEY_DIGEST,
                name(key) + " may be used with " + authorizations.digests() + ", asked for " + digest + ".");
    }

    private static boolean usesDigest(OperationRequest request) {
        return switch (request.mechanism().family()) {
            case HMAC, ECDSA, RSA_PKCS1, RSA_PSS, RSA_OAEP -> true;
            case SHA_2, AES_GCM, AES_KW, AES_KWP, ECDH, ED25519, X25519, HASH_DRBG -> false;
        };
    }

    private static Optional<Refusal> padding(OperationRequest request, KeyFacts key, Instant now) {
        Padding padding = request.mechanism().padding();
        KeyAuthorizations authorizations = key.authorizations();
        if (authorizations.paddings().isEmpty()
                || padding == Padding.NONE
                || authorizations.paddings().contains(padding)) {
            return Optional.empty();
        }
        return deny(
                RefusalCode.KEY_PADDING,
                name(key) + " may be used with " + authorizations.paddings() + ", asked for " + padding + ".");
    }

    private static Optional<Refusal> window(OperationRequest request, KeyFacts key, Instant now) {
        boolean originating = request.purpose().originating();
        Window window = originating
                ? key.authorizations().origination()
                : key.authorizations().consumption();
        if (now.isBefore(window.start())) {
            return deny(
                    originating ? RefusalCode.ORIGINATION_NOT_BEGUN : RefusalCode.CONSUMPTION_NOT_BEGUN,
                    name(key) + " may " + request.purpose() + " from " + window.start() + ", it is " + now + ".");
        }
        if (!now.isBefore(window.end())) {
            return deny(
                    originating ? RefusalCode.ORIGINATION_ENDED : RefusalCode.CONSUMPTION_ENDED,
                    name(key) + " could " + request.purpose() + " until " + window.end() + ", it is " + now + ".");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> deny(RefusalCode code, String detail) {
        return Optional.of(new Refusal(code, detail));
    }

    private static String name(KeyFacts key) {
        return "Key " + key.token() + ":" + key.alias();
    }

    /**
     * Tells whether a purpose can ever be right for a type; used when authorizations are set.
     *
     * @param type the type of the key
     * @param purpose the purpose
     * @return whether keys of the type have such an operation
     */
    public static boolean fits(KeyType type, Purpose purpose) {
        return switch (type) {
            case EC_P256, EC_P384, EC_P521 -> purpose == Purpose.SIGN || purpose == Purpose.AGREE;
            case RSA -> purpose == Purpose.SIGN || purpose == Purpose.DECRYPT || purpose == Purpose.UNWRAP;
            case ED25519 -> purpose == Purpose.SIGN;
            case X25519 -> purpose == Purpose.AGREE;
            case AES ->
                switch (purpose) {
                    case ENCRYPT, DECRYPT, WRAP, UNWRAP -> true;
                    case SIGN, VERIFY, MAC, AGREE, GENERATE, DIGEST -> false;
                };
            case HMAC -> purpose == Purpose.MAC;
        };
    }
}
