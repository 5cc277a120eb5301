package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Padding;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.Window;

/** What holds for every key whatever the policy says: its state and its own authorizations. */
final class KeyChecks {
    /** A check and the name by which an explanation calls it. */
    record Named(String name, Check check) {}

    /** One reason to deny. Pure and total. */
    @FunctionalInterface
    interface Check {
        Optional<Refusal> refusal(OperationRequest request, KeyFacts key, Instant now);
    }

    static final List<Named> ALL = List.of(
            new Named("state", KeyChecks::state),
            new Named("purposes", KeyChecks::purpose),
            new Named("digests", KeyChecks::digest),
            new Named("paddings", KeyChecks::padding),
            new Named("windows", KeyChecks::window));

    private KeyChecks() {}

    static Optional<Refusal> refusal(OperationRequest request, KeyFacts key, Instant now) {
        for (Named named : ALL) {
            Optional<Refusal> refusal = named.check().refusal(request, key, now);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
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
        if (request.mechanism().isSha1Signature() && request.purpose() == Purpose.SIGN) {
            return deny(RefusalCode.ALGORITHM_DENIED, request.mechanism().sha1Refusal());
        }
        if (authorizations.digests().isEmpty()
                || !usesDigest(request.mechanism().family(), digest)
                || authorizations.digests().contains(digest)) {
            return Optional.empty();
        }
        return deny(
                RefusalCode.KEY_DIGEST,
                name(key) + " may be used with " + authorizations.digests() + ", asked for " + digest + ".");
    }

    /** Whether a family is used with a hash function that the caller chooses. */
    static boolean usesDigest(Family family, Digest digest) {
        return usesDigest(family) || (family.takesPreHash() && digest != Digest.NONE);
    }

    /** Whether a family always is; ML-DSA and SLH-DSA may be, with a hash function that hashes the message first. */
    static boolean usesDigest(Family family) {
        return switch (family) {
            case HMAC, ECDSA, DET_ECDSA, RSA_PKCS1, RSA_PSS, RSA_OAEP -> true;
            default -> false;
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

    static String name(KeyFacts key) {
        return "Key " + key.token() + ":" + key.alias();
    }

    /** The algorithms that serve a purpose with a type of key. */
    static List<Family> families(KeyType type, Purpose purpose) {
        return switch (type.kind()) {
            case EC ->
                switch (purpose) {
                    case SIGN -> List.of(Family.ECDSA, Family.DET_ECDSA);
                    case AGREE -> List.of(Family.ECDH);
                    case VERIFY, ENCRYPT, DECRYPT, WRAP, UNWRAP, MAC, GENERATE, ENCAPSULATE, DECAPSULATE, DIGEST ->
                        List.of();
                };
            case RSA ->
                switch (purpose) {
                    case SIGN -> List.of(Family.RSA_PKCS1, Family.RSA_PSS);
                    case DECRYPT, UNWRAP -> List.of(Family.RSA_OAEP);
                    case VERIFY, ENCRYPT, WRAP, MAC, AGREE, GENERATE, ENCAPSULATE, DECAPSULATE, DIGEST -> List.of();
                };
            case EDDSA, ML_DSA, SLH_DSA -> purpose == Purpose.SIGN ? List.of(type.family()) : List.of();
            case XDH -> purpose == Purpose.AGREE ? List.of(type.family()) : List.of();
            case ML_KEM -> purpose == Purpose.DECAPSULATE ? List.of(type.family()) : List.of();
            case AES ->
                switch (purpose) {
                    case ENCRYPT, DECRYPT, WRAP, UNWRAP ->
                        List.of(
                                Family.AES_GCM,
                                Family.AES_KW,
                                Family.AES_KWP,
                                Family.AES_CCM,
                                Family.AES_CBC,
                                Family.AES_CTR,
                                Family.AES_ECB);
                    case MAC -> List.of(Family.AES_CMAC, Family.AES_GMAC);
                    case SIGN, VERIFY, AGREE, GENERATE, ENCAPSULATE, DECAPSULATE, DIGEST -> List.of();
                };
            case AES_XTS ->
                purpose == Purpose.ENCRYPT || purpose == Purpose.DECRYPT ? List.of(Family.AES_XTS) : List.of();
            case CHACHA20 ->
                switch (purpose) {
                    case ENCRYPT, DECRYPT, WRAP, UNWRAP -> List.of(Family.CHACHA20_POLY1305);
                    case SIGN, VERIFY, MAC, AGREE, GENERATE, ENCAPSULATE, DECAPSULATE, DIGEST -> List.of();
                };
            case HMAC -> purpose == Purpose.MAC ? List.of(Family.HMAC) : List.of();
            case KMAC -> purpose == Purpose.MAC ? List.of(Family.KMAC128, Family.KMAC256) : List.of();
            case PASSWORD -> List.of();
        };
    }

    private static List<Digest> ecdsaDigests() {
        return List.of(
                Digest.NONE,
                Digest.SHA_224,
                Digest.SHA_256,
                Digest.SHA_384,
                Digest.SHA_512,
                Digest.SHA3_224,
                Digest.SHA3_256,
                Digest.SHA3_384,
                Digest.SHA3_512);
    }

    /** The hash functions that engines take with a family to protect something; {@link Digest#NONE} alone where there is no choice. */
    static List<Digest> digests(Family family) {
        List<Digest> sha2 =
                Arrays.stream(Digest.values()).filter(Digest::isSha2).toList();
        return switch (family) {
            case ECDSA -> ecdsaDigests();
            case DET_ECDSA ->
                ecdsaDigests().stream().filter(digest -> digest != Digest.NONE).toList();
            case RSA_OAEP ->
                List.of(
                        Digest.SHA_1,
                        Digest.SHA_224,
                        Digest.SHA_256,
                        Digest.SHA_384,
                        Digest.SHA_512,
                        Digest.SHA_512_224,
                        Digest.SHA_512_256);
            case HMAC -> Arrays.stream(Digest.values()).filter(Digest::isOfHmac).toList();
            case RSA_PKCS1 ->
                Arrays.stream(Digest.values())
                        .filter(digest -> digest.isOfHmac() && digest != Digest.SHA_1)
                        .toList();
            case RSA_PSS -> sha2;
            default -> List.of(Digest.NONE);
        };
    }
}
