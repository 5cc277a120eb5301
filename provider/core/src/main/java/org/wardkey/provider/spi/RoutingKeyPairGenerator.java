package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.JdkFactories;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * {@code KeyPairGenerator}. With {@link KeyGenParameters} it makes managed keys; without, plain ones,
 * or keys in the token that the provider's view is bound to.
 *
 * <p>It extends the JCA's class itself, not its SPI: the JCA wraps SPIs in a delegate that would ask
 * the next provider when a key is denied. Not thread-safe.
 */
public final class RoutingKeyPairGenerator extends KeyPairGenerator {
    private static final int RSA_BITS = 3072;
    private static final int SMALLEST_RSA_BITS = 1024;
    private static final int LARGEST_RSA_BITS = 16384;
    /** What the JDK's generators of ML-DSA and ML-KEM take for no size. Source: sun.security.provider.NamedKeyPairGenerator. */
    private static final int NO_SIZE = -1;

    private final SpiContext context;
    /** What the row makes where nothing else is asked for. */
    private final KeyType defaultType;

    private KeyType type;
    private int sizeBits;
    private Optional<KeyGenParameters> parameters = Optional.empty();
    /** Makes plain keys that we have no engine for, such as those on other curves; set only while such a one is asked for. */
    private @Nullable KeyPairGenerator jdk;

    private boolean unserved;

    /**
     * Sets the generator up with its defaults: P-256 for EC, 3 072 bits for RSA.
     *
     * @param context what it needs
     * @param algorithm the row's name
     * @param defaultType the type that it makes unless parameters say otherwise
     */
    public RoutingKeyPairGenerator(SpiContext context, String algorithm, KeyType defaultType) {
        super(algorithm);
        this.context = context;
        this.defaultType = defaultType;
        this.type = defaultType;
        this.sizeBits = defaultType == KeyType.RSA ? RSA_BITS : defaultType.sizeBits();
    }

    @Override
    public void initialize(int newSizeBits, @Nullable SecureRandom random) {
        KeyType wanted = ofSize(newSizeBits);
        use(wanted, newSizeBits, Optional.empty());
    }

    private KeyType ofSize(int bits) {
        return switch (defaultType.kind()) {
            case EC ->
                switch (bits) {
                    case 256 -> KeyType.EC_P256;
                    case 384 -> KeyType.EC_P384;
                    case 521 -> KeyType.EC_P521;
                    default ->
                        throw new InvalidParameterException("Expected 256, 384 or 521 bits for EC, got " + bits + ".");
                };
            case RSA -> {
                requireRsaSize(bits);
                yield KeyType.RSA;
            }
            case EDDSA, XDH ->
                Arrays.stream(namedCurves())
                        .filter(curve -> bits == curve.sizeBits() || bits == (curve.sizeBits() + 7) / 8 * 8)
                        .findFirst()
                        .orElseThrow(() -> new InvalidParameterException("Expected "
                                + Arrays.stream(namedCurves())
                                        .map(curve -> curve.sizeBits() + " bits for " + curve.curve())
                                        .collect(Collectors.joining(" or "))
                                + ", got " + bits + "."));
            case ML_DSA, ML_KEM, SLH_DSA -> {
                if (bits != NO_SIZE) {
                    throw new InvalidParameterException("Expected a NamedParameterSpec such as " + defaultType.curve()
                            + ", or none; got " + bits + " bits.");
                }
                yield defaultType;
            }
            case AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD ->
                throw new InvalidParameterException("Expected the type of a key pair.");
        };
    }

    private static void requireRsaSize(int bits) {
        if (bits < SMALLEST_RSA_BITS || bits > LARGEST_RSA_BITS) {
            throw new InvalidParameterException("Expected an RSA key of " + SMALLEST_RSA_BITS + " to "
                    + LARGEST_RSA_BITS + " bits, got " + bits + ".");
        }
    }

    private void use(KeyType wanted, int bits, Optional<KeyGenParameters> given) {
        type = wanted;
        sizeBits = wanted == KeyType.RSA ? bits : wanted.sizeBits();
        parameters = given;
        jdk = null;
        unserved = false;
    }

    @Override
    public void initialize(@Nullable AlgorithmParameterSpec spec, @Nullable SecureRandom random)
            throws InvalidAlgorithmParameterException {
        try {
            if (spec instanceof KeyGenParameters managed) {
                initialize(managed);
                return;
            }
            Optional<KeyType> ours = plainType(spec);
            if (ours.isPresent()) {
                int bits = spec instanceof RSAKeyGenParameterSpec rsa ? rsa.getKeysize() : 0;
                if (ours.get() == KeyType.RSA) {
                    requireRsaSize(bits);
                }
                use(ours.get(), bits, Optional.empty());
                return;
            }
        } catch (InvalidParameterException e) {
            throw new InvalidAlgorithmParameterException(e.getMessage(), e);
        }
        leaveToJdk(spec);
    }

    private void initialize(KeyGenParameters managed) {
        KeyType wanted = managed.curve()
                .map(name -> ofName(name).orElseThrow(() -> new InvalidParameterException(expectedNames())))
                .orElse(defaultType);
        int bits = managed.keySizeBits().orElse(wanted == KeyType.RSA ? RSA_BITS : 0);
        if (managed.keySizeBits().isPresent() && managed.curve().isEmpty()) {
            wanted = ofSize(bits);
        }
        use(wanted, bits, Optional.of(managed));
    }

    private Optional<KeyType> ofName(String name) {
        return switch (defaultType.kind()) {
            case EC -> ofCurve(name);
            case EDDSA, XDH, ML_DSA, ML_KEM, SLH_DSA -> KeyType.named(new NamedParameterSpec(name), namedCurves());
            case RSA, AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD -> Optional.empty();
        };
    }

    private String expectedNames() {
        String names = Arrays.stream(namedCurves()).map(KeyType::curve).collect(Collectors.joining(" or "));
        return names.isEmpty()
                ? "Expected no curve for " + getAlgorithm() + ", which has none."
                : "Expected the curve or parameter set " + names + " for " + getAlgorithm() + ".";
    }

    private Optional<KeyType> plainType(@Nullable AlgorithmParameterSpec spec) {
        return switch (defaultType.kind()) {
            case EC -> {
                if (spec instanceof ECGenParameterSpec named) {
                    yield ofCurve(named.getName());
                }
                yield spec instanceof ECParameterSpec curve ? KeyType.ofCurve(curve) : Optional.empty();
            }
            case RSA ->
                spec instanceof RSAKeyGenParameterSpec rsa
                                && rsa.getPublicExponent().equals(RSAKeyGenParameterSpec.F4)
                                && rsa.getKeyParams() == null
                        ? Optional.of(KeyType.RSA)
                        : Optional.empty();
            case EDDSA, XDH, ML_DSA, ML_KEM, SLH_DSA ->
                spec instanceof NamedParameterSpec named ? KeyType.named(named, namedCurves()) : Optional.empty();
            case AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD -> Optional.empty();
        };
    }

    /** The rows that are named after an algorithm have all its types, the others the one that they are named after. */
    private KeyType[] namedCurves() {
        return getAlgorithm().equals(defaultType.algorithm())
                ? defaultType.kind().types()
                : new KeyType[] {defaultType};
    }

    private static Optional<KeyType> ofCurve(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "secp256r1", "p-256", "nist p-256", "x9.62 prime256v1", "prime256v1", "1.2.840.10045.3.1.7" ->
                Optional.of(KeyType.EC_P256);
            case "secp384r1", "p-384", "nist p-384", "1.3.132.0.34" -> Optional.of(KeyType.EC_P384);
            case "secp521r1", "p-521", "nist p-521", "1.3.132.0.35" -> Optional.of(KeyType.EC_P521);
            default -> Optional.empty();
        };
    }

    /** Plain keys of curves and exponents that we have no engine for are the JDK's, unless a validated module serves alone. */
    private void leaveToJdk(@Nullable AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (context.view().isPresent()) {
            throw new InvalidAlgorithmParameterException(
                    "Expected parameters that the token has: P-256, P-384, P-521, RSA with exponent 65537, Ed25519, Ed448, X25519, X448 or ML-DSA.");
        }
        if (context.approvedOnly()) {
            // Said when the pair is made: an exception from here is for parameters that are wrong.
            parameters = Optional.empty();
            jdk = null;
            unserved = true;
            return;
        }
        try {
            KeyPairGenerator other = JdkFactories.generator(getAlgorithm());
            other.initialize(spec, context.random());
            parameters = Optional.empty();
            jdk = other;
        } catch (InvalidAlgorithmParameterException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidAlgorithmParameterException("The parameters are not known.", e);
        }
    }

    @Override
    public KeyPair generateKeyPair() {
        if (unserved) {
            throw new PolicyDeniedException(
                    new Refusal(
                            RefusalCode.SERVICE_NOT_APPROVED,
                            "Asked for a key pair of " + getAlgorithm()
                                    + " with other parameters than P-256, P-384, P-521, RSA with exponent 65537, Ed25519 and Ed448."));
        }
        if (jdk != null) {
            return jdk.generateKeyPair();
        }
        if (parameters.isPresent()) {
            return context.keys().generation().managedPair(type, sizeBits, parameters.get(), context.view());
        }
        return context.view()
                .map(token -> context.keys().generation().sessionPair(type, sizeBits, token))
                .orElseGet(() -> context.keys().generation().plainPair(type, sizeBits));
    }
}
