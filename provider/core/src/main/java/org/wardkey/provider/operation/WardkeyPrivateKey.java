package org.wardkey.provider.operation;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.XECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A managed private key: a handle and the public parameters, never the material. Thread-safe. */
public abstract sealed class WardkeyPrivateKey extends WardkeyKey implements PrivateKey {
    private static final long serialVersionUID = 1;

    private final transient PublicKey publicKey;

    private WardkeyPrivateKey(
            KeyId id, String home, String token, String algorithm, KeyType type, PublicKey publicKey) {
        super(id, home, token, algorithm, type, Optional.empty());
        this.publicKey = publicKey;
    }

    /**
     * Names a private key in a token; the class that comes back carries the parameters that TLS and
     * certificate code ask a private key for.
     *
     * @param id the key's name for life
     * @param home the canonical path of the home
     * @param token the token that holds it
     * @param type the key's type; an asymmetric one
     * @param publicKey the public key that belongs to it
     * @return the handle
     * @throws IllegalArgumentException if the type is not asymmetric
     */
    public static WardkeyPrivateKey of(KeyId id, String home, String token, KeyType type, PublicKey publicKey) {
        return switch (type.kind()) {
            case EC -> new Ec(id, home, token, type, publicKey);
            case RSA -> new Rsa(id, home, token, publicKey, ((RSAKey) publicKey).getModulus());
            case EDDSA -> new Ed(id, home, token, type, publicKey);
            case XDH -> new Xec(id, home, token, type, publicKey);
            case ML_DSA, ML_KEM, SLH_DSA -> new PostQuantum(id, home, token, type, publicKey);
            case AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD ->
                throw new IllegalArgumentException("Expected the type of a key pair, got " + type + ".");
        };
    }

    /** @return the public key: plain, usable with any provider */
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public void destroy() {
        destroyHandle();
    }

    @Override
    public boolean isDestroyed() {
        return handleDestroyed();
    }

    /**
     * Makes the compiler emit {@code getParams} with this return type. From JDK 22 on every {@code
     * PrivateKey} has such a method by default, which we cannot see when compiling for 17: without ours,
     * an RSA key would inherit two and an Edwards key would answer null.
     */
    @SuppressWarnings("UnusedMethod") // its bridges are the point
    private interface Parameters {
        @Nullable
        AlgorithmParameterSpec getParams();
    }

    private static final class Ec extends WardkeyPrivateKey implements ECKey, Parameters {
        private static final long serialVersionUID = 1;

        private final transient ECParameterSpec parameters;

        private Ec(KeyId id, String home, String token, KeyType type, PublicKey publicKey) {
            super(id, home, token, "EC", type, publicKey);
            this.parameters = ((ECKey) publicKey).getParams();
        }

        @Override
        public ECParameterSpec getParams() {
            return parameters;
        }
    }

    private static final class Rsa extends WardkeyPrivateKey implements RSAKey, Parameters {
        private static final long serialVersionUID = 1;

        private final transient BigInteger modulus;

        private Rsa(KeyId id, String home, String token, PublicKey publicKey, BigInteger modulus) {
            super(id, home, token, "RSA", KeyType.RSA, publicKey);
            this.modulus = modulus;
        }

        @Override
        public BigInteger getModulus() {
            return modulus;
        }

        @Override
        public @Nullable AlgorithmParameterSpec getParams() {
            return null;
        }
    }

    private static final class Ed extends WardkeyPrivateKey implements EdECKey, Parameters {
        private static final long serialVersionUID = 1;

        private Ed(KeyId id, String home, String token, KeyType type, PublicKey publicKey) {
            super(id, home, token, "EdDSA", type, publicKey);
        }

        @Override
        public NamedParameterSpec getParams() {
            return new NamedParameterSpec(type().curve());
        }
    }

    private static final class Xec extends WardkeyPrivateKey implements XECKey, Parameters {
        private static final long serialVersionUID = 1;

        private Xec(KeyId id, String home, String token, KeyType type, PublicKey publicKey) {
            super(id, home, token, "XDH", type, publicKey);
        }

        @Override
        public AlgorithmParameterSpec getParams() {
            return new NamedParameterSpec(type().curve());
        }
    }

    /** ML-DSA, ML-KEM and SLH-DSA, whose keys have no interface of their own in the JCA. */
    private static final class PostQuantum extends WardkeyPrivateKey implements Parameters {
        private static final long serialVersionUID = 1;

        private PostQuantum(KeyId id, String home, String token, KeyType type, PublicKey publicKey) {
            super(id, home, token, type.algorithm(), type, publicKey);
        }

        @Override
        public AlgorithmParameterSpec getParams() {
            return new NamedParameterSpec(type().curve());
        }
    }
}
