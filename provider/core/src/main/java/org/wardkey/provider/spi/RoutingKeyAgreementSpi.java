package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/** {@code KeyAgreement}: ECDH, X25519 and X448. Gives the raw shared secret Z. Not thread-safe. */
public final class RoutingKeyAgreementSpi extends KeyAgreementSpi {
    private static final Set<String> SECRET_KEY_ALGORITHMS = Set.of("TlsPremasterSecret", "Generic");

    private final SpiContext context;
    private final List<Mechanism> mechanisms;
    private Mechanism mechanism;
    private @Nullable PrivateKey ours;
    private @Nullable PublicKey theirs;
    /** Whether the parameters are ones that no approved service has: said with the secret, or the next provider would serve. */
    private boolean unserved;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param mechanisms ECDH, X25519 or X448; several where the key chooses one
     */
    public RoutingKeyAgreementSpi(SpiContext context, List<Mechanism> mechanisms) {
        this.context = context;
        this.mechanisms = mechanisms;
        this.mechanism = mechanisms.get(0);
    }

    @Override
    protected void engineInit(@Nullable Key key, @Nullable SecureRandom random) throws InvalidKeyException {
        // Should the key not be taken, nothing is left that could go on with the one before.
        ours = null;
        theirs = null;
        unserved = false;
        Optional<KeyType> type = key instanceof PrivateKey ? KeyType.of(key) : Optional.empty();
        mechanism = type.flatMap(found -> mechanisms.stream()
                        .filter(one -> fits(one.family(), found))
                        .findFirst())
                .orElseThrow(() -> new InvalidKeyException("Expected a private key for "
                        + mechanisms.stream().map(Mechanism::toString).collect(Collectors.joining(" or "))
                        + ", got " + (key == null ? "none" : key.getAlgorithm()) + "."));
        ours = (PrivateKey) key;
    }

    private static boolean fits(Family family, KeyType type) {
        return switch (family) {
            case X25519 -> type == KeyType.X25519;
            case X448 -> type == KeyType.X448;
            default -> "EC".equals(type.algorithm());
        };
    }

    @Override
    protected void engineInit(
            @Nullable Key key, @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        engineInit(key, random);
        if (parameters == null || isOwnCurve(parameters)) {
            return;
        }
        unserved = context.approvedOnly();
        if (!unserved) {
            ours = null;
            throw new InvalidAlgorithmParameterException("Expected no parameters for " + mechanism + ", or its curve.");
        }
    }

    private boolean isOwnCurve(AlgorithmParameterSpec parameters) {
        return parameters instanceof NamedParameterSpec named
                && ours != null
                && KeyType.of(ours)
                        .filter(type -> type.curve().equalsIgnoreCase(named.getName()))
                        .isPresent();
    }

    @Override
    protected @Nullable Key engineDoPhase(@Nullable Key key, boolean lastPhase) throws InvalidKeyException {
        PrivateKey own = ours;
        theirs = null;
        if (own == null) {
            throw new IllegalStateException("The KeyAgreement was not initialised.");
        }
        if (!lastPhase) {
            throw new IllegalStateException(mechanism + " has one phase: expected lastPhase to be true.");
        }
        if (!(key instanceof PublicKey other) || !KeyType.of(key).equals(KeyType.of(own))) {
            throw new InvalidKeyException("Expected a public key of the type and curve of the private key.");
        }
        PeerKeys.check(other);
        theirs = other;
        return null;
    }

    @Override
    protected byte[] engineGenerateSecret() {
        PrivateKey own = ours;
        PublicKey other = theirs;
        if (own == null || other == null) {
            throw new IllegalStateException("Expected a phase with the other's public key before the secret.");
        }
        theirs = null;
        if (unserved) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.SERVICE_NOT_APPROVED,
                    "Asked for " + mechanism + " with other parameters than the curve of the key."));
        }
        try {
            return context.gate().agree(own, mechanism, other);
        } catch (PolicyDeniedException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The other's public key is not valid for " + mechanism + ".", e);
        }
    }

    @Override
    protected int engineGenerateSecret(byte[] output, int offset) throws ShortBufferException {
        PrivateKey own = ours;
        int needed = own == null ? 0 : secretBytes(own);
        if (output.length - offset < needed) {
            throw new ShortBufferException(
                    "Expected room for " + needed + " bytes, got " + (output.length - offset) + ".");
        }
        byte[] secret = engineGenerateSecret();
        System.arraycopy(secret, 0, output, offset, secret.length);
        int length = secret.length;
        Arrays.fill(secret, (byte) 0);
        return length;
    }

    private static int secretBytes(PrivateKey key) {
        int bits = KeyType.of(key).map(KeyType::sizeBits).orElse(0);
        return (bits + 7) / 8;
    }

    @Override
    protected SecretKey engineGenerateSecret(@Nullable String algorithm) throws NoSuchAlgorithmException {
        if (algorithm == null || !SECRET_KEY_ALGORITHMS.contains(algorithm)) {
            throw new NoSuchAlgorithmException("Expected one of " + SECRET_KEY_ALGORITHMS
                    + ": a raw shared secret is input to a key derivation, not a key.");
        }
        byte[] secret = engineGenerateSecret();
        try {
            return new SecretKeySpec(secret, algorithm);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
