package org.wardkey.provider.backend.libcrypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import org.jspecify.annotations.Nullable;
import org.wardkey.nativebridge.libcrypto.AesKeyWrap;
import org.wardkey.nativebridge.libcrypto.AuthenticationFailedException;
import org.wardkey.nativebridge.libcrypto.CmacContext;
import org.wardkey.nativebridge.libcrypto.DiffieHellman;
import org.wardkey.nativebridge.libcrypto.EvpKey;
import org.wardkey.nativebridge.libcrypto.HmacContext;
import org.wardkey.nativebridge.libcrypto.KmacContext;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Algorithm;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.nativebridge.libcrypto.MlKem;
import org.wardkey.nativebridge.libcrypto.ModeContext;
import org.wardkey.nativebridge.libcrypto.RsaOaep;
import org.wardkey.nativebridge.libcrypto.Shake;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.backend.EncapsulatedSecret;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.IdentityCache;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Mechanism.Kind;
import org.wardkey.provider.secret.SecretBytes;

/**
 * OpenSSL 3 or AWS-LC. Thread-safe.
 *
 * <p>Theory of operation: a key lives in libcrypto and an operation refers to it. Messages to be signed
 * are hashed by the JDK, so that each signature is one call into C. A managed key that is closed while
 * threads use it serves the calls in progress and refuses the next ones with
 * {@code InvalidKeyException}, {@code SignatureException} or {@code ProviderException}, as the method
 * allows; libcrypto frees it after the last. Plain keys: {@link LibcryptoPkey}.
 */
public final class LibcryptoBackend implements KeyBackend {
    private final Libcrypto libcrypto;
    private final Provider digests;
    private final IdentityCache plainKeys = new IdentityCache();

    /**
     * Sets the engine up.
     *
     * @param libcrypto the library of this process
     */
    public LibcryptoBackend(Libcrypto libcrypto) {
        this.libcrypto = libcrypto;
        this.digests = JdkProviders.SUN.provider();
    }

    @Override
    public String name() {
        return "libcrypto";
    }

    @Override
    public String description() {
        return "libcrypto (" + libcrypto.capabilities().version() + ")";
    }

    @Override
    public boolean offers(Family family) {
        return switch (family) {
            case ECDSA, ECDH -> has(Algorithm.P256) && has(Algorithm.P384) && has(Algorithm.P521);
            case DET_ECDSA -> has(Algorithm.DETERMINISTIC_ECDSA);
            case RSA_PKCS1, RSA_PSS, RSA_OAEP -> has(Algorithm.RSA);
            case ED25519 -> has(Algorithm.ED25519);
            case ED448 -> has(Algorithm.ED448);
            case X25519 -> has(Algorithm.X25519);
            case X448 -> has(Algorithm.X448);
            case SHAKE -> has(Algorithm.SHAKE);
            case HMAC -> has(Algorithm.HMAC);
            case AES_GCM, AES_GMAC -> has(Algorithm.AES_GCM);
            case AES_CMAC -> has(Algorithm.AES_CMAC);
            case KMAC128, KMAC256 -> has(Algorithm.KMAC);
            case AES_CCM -> has(Algorithm.AES_CCM);
            case AES_CBC -> has(Algorithm.AES_CBC);
            case AES_CTR -> has(Algorithm.AES_CTR);
            case AES_ECB -> has(Algorithm.AES_ECB);
            case AES_XTS -> has(Algorithm.AES_XTS);
            case CHACHA20_POLY1305 -> has(Algorithm.CHACHA20_POLY1305);
            case AES_KW -> has(Algorithm.AES_KW);
            case AES_KWP -> has(Algorithm.AES_KWP);
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> has(Algorithm.ML_DSA);
            case SLH_DSA -> has(Algorithm.SLH_DSA);
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> has(Algorithm.ML_KEM);
            default -> false;
        };
    }

    private boolean has(Algorithm algorithm) {
        return libcrypto.capabilities().has(algorithm);
    }

    /** What OpenSSL claims: AES by instructions, vector permutations or bit slices, never by tables of secrets. */
    @Override
    public boolean constantTime(Family family) {
        return family.kind() != Kind.HASH && family.kind() != Kind.RANDOM;
    }

    @Override
    public BackendKey adopt(KeyType type, String algorithm, SecretBytes material) throws InvalidKeyException {
        return KeyImport.adopt(libcrypto, type, material);
    }

    @Override
    public BackendKey plain(Key key) throws InvalidKeyException {
        return plainKeys.get(key, plain -> KeyImport.plain(libcrypto, plain));
    }

    @Override
    public MessageDigest digest(Digest digest) {
        return new LibcryptoShake(libcrypto, digest);
    }

    @Override
    public SignOperation openSign(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        EvpKey pkey = LibcryptoPkey.of(key);
        if (!pkey.isPrivate()) {
            throw new InvalidKeyException("Expected a private key to sign, got " + pkey + ".");
        }
        SignatureScheme scheme = SignatureScheme.of(mechanism, pkey);
        return new LibcryptoSignOperation(pkey, scheme, message(mechanism, scheme));
    }

    @Override
    public VerifyOperation openVerify(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        EvpKey pkey = LibcryptoPkey.of(key);
        SignatureScheme scheme = SignatureScheme.of(mechanism, pkey);
        return new LibcryptoVerifyOperation(pkey, scheme, message(mechanism, scheme));
    }

    @Override
    public SignOperation openSign(BackendKey key, Mechanism mechanism, ContextParameters parameters)
            throws InvalidKeyException {
        EvpKey pkey = LibcryptoPkey.of(key);
        SignatureScheme.requireContextual(mechanism, pkey);
        if (!pkey.isPrivate()) {
            throw new InvalidKeyException("Expected a private key to sign, got " + pkey + ".");
        }
        SignatureScheme scheme = ContextMessage.scheme(parameters);
        return new LibcryptoSignOperation(pkey, scheme, message(mechanism, scheme));
    }

    @Override
    public VerifyOperation openVerify(BackendKey key, Mechanism mechanism, ContextParameters parameters)
            throws InvalidKeyException {
        EvpKey pkey = LibcryptoPkey.of(key);
        SignatureScheme.requireContextual(mechanism, pkey);
        SignatureScheme scheme = ContextMessage.scheme(parameters);
        return new LibcryptoVerifyOperation(pkey, scheme, message(mechanism, scheme));
    }

    private MessageInput message(Mechanism mechanism, SignatureScheme scheme) {
        if (mechanism.digest() == Digest.NONE) {
            return new MessageInput.Whole(scheme.limitBytes());
        }
        if (Family.of(mechanism.digest()) == Family.SHAKE) {
            return new MessageInput.Hashed(digest(mechanism.digest()));
        }
        try {
            return new MessageInput.Hashed(
                    MessageDigest.getInstance(mechanism.digest().standardName(), digests));
        } catch (NoSuchAlgorithmException e) {
            throw new ProviderException("The JDK's own providers lack an algorithm that every JDK from 17 on has.", e);
        }
    }

    @Override
    public MacOperation openMac(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        if (mechanism.family() == Family.AES_CMAC) {
            return cmac(LibcryptoSecret.aes(key));
        }
        LibcryptoSecret secret = LibcryptoSecret.of(key);
        org.wardkey.nativebridge.libcrypto.Digest digest = Digests.of(mechanism.digest());
        try {
            return new LibcryptoMacOperation(secret.use(bytes -> HmacContext.of(libcrypto, digest, bytes)), secret);
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw refused(e);
        }
    }

    @Override
    public MacOperation openKmac(BackendKey key, Mechanism mechanism, KmacParameters parameters)
            throws InvalidKeyException {
        Shake function = mechanism.family() == Family.KMAC128 ? Shake.SHAKE128 : Shake.SHAKE256;
        LibcryptoSecret secret = LibcryptoSecret.of(key);
        try {
            return new LibcryptoMacOperation(
                    secret.use(bytes -> KmacContext.of(
                            libcrypto, function, bytes, parameters.macSizeBytes(), parameters.customization())),
                    secret);
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private MacOperation cmac(LibcryptoSecret secret) throws InvalidKeyException {
        try {
            return new LibcryptoMacOperation(secret.use(bytes -> CmacContext.of(libcrypto, bytes)), secret);
        } catch (LibcryptoException | IllegalStateException e) {
            throw refused(e);
        }
    }

    @Override
    public CipherOperation openEncrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        return switch (parameters.mechanism().family()) {
            case AES_GCM, CHACHA20_POLY1305 -> {
                AeadEncryption encryption = spent instanceof AeadEncryption ours ? ours : new AeadEncryption(libcrypto);
                encryption.start(secret(key, parameters), parameters);
                yield encryption;
            }
            case AES_CCM -> new CcmOperation(libcrypto, secret(key, parameters), parameters, true);
            default -> mode(ModeContext.Direction.ENCRYPT, key, parameters, spent);
        };
    }

    @Override
    public CipherOperation openDecrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        return switch (parameters.mechanism().family()) {
            case AES_GCM, CHACHA20_POLY1305 -> {
                AeadDecryption decryption = spent instanceof AeadDecryption ours ? ours : new AeadDecryption(libcrypto);
                decryption.start(secret(key, parameters), parameters);
                yield decryption;
            }
            case AES_CCM -> new CcmOperation(libcrypto, secret(key, parameters), parameters, false);
            default -> mode(ModeContext.Direction.DECRYPT, key, parameters, spent);
        };
    }

    private CipherOperation mode(
            ModeContext.Direction direction,
            BackendKey key,
            CipherParameters parameters,
            @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        LibcryptoSecret secret = secret(key, parameters);
        if (parameters.mechanism().family() == Family.AES_XTS) {
            return new XtsOperation(libcrypto, direction, secret, parameters);
        }
        ModeOperation operation = spent instanceof ModeOperation ours ? ours : new ModeOperation(libcrypto);
        operation.start(direction, secret, parameters);
        return operation;
    }

    private static LibcryptoSecret secret(BackendKey key, CipherParameters parameters) throws InvalidKeyException {
        return switch (parameters.mechanism().family()) {
            case CHACHA20_POLY1305, AES_XTS -> LibcryptoSecret.of(key);
            default -> LibcryptoSecret.aes(key);
        };
    }

    @Override
    public byte[] wrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] plaintext)
            throws GeneralSecurityException {
        AesKeyWrap wrapping = keyWrap(mechanism);
        LibcryptoSecret secret = LibcryptoSecret.aes(keyEncryptionKey);
        try {
            return secret.use(bytes -> wrapping.wrap(libcrypto, bytes, plaintext));
        } catch (IllegalArgumentException e) {
            throw (IllegalBlockSizeException)
                    new IllegalBlockSizeException(mechanism + " cannot wrap " + plaintext.length + " bytes.")
                            .initCause(e);
        } catch (LibcryptoException | IllegalStateException e) {
            throw refused(e);
        }
    }

    @Override
    public byte[] unwrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] wrapped)
            throws GeneralSecurityException {
        AesKeyWrap wrapping = keyWrap(mechanism);
        LibcryptoSecret secret = LibcryptoSecret.aes(keyEncryptionKey);
        try {
            byte @Nullable [] plaintext = secret.use(bytes -> unwrap(wrapping, bytes, wrapped));
            if (plaintext == null) {
                throw new InvalidKeyException("The wrapped bytes do not authenticate under this key.");
            }
            return plaintext;
        } catch (LibcryptoException | IllegalStateException e) {
            throw refused(e);
        }
    }

    private byte @Nullable [] unwrap(AesKeyWrap wrapping, byte[] keyEncryptionKey, byte[] wrapped) {
        try {
            return wrapping.unwrap(libcrypto, keyEncryptionKey, wrapped);
        } catch (AuthenticationFailedException e) {
            return null;
        }
    }

    private static AesKeyWrap keyWrap(Mechanism mechanism) {
        return mechanism.family() == Family.AES_KWP ? AesKeyWrap.KWP : AesKeyWrap.KW;
    }

    @Override
    public byte[] oaepEncrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] plaintext)
            throws GeneralSecurityException {
        EvpKey pkey = LibcryptoPkey.of(key);
        RsaOaep oaep = oaep(pkey, mechanism, label);
        if (plaintext.length > oaep.maxPlaintextBytes(pkey)) {
            throw new IllegalBlockSizeException("Expected at most " + oaep.maxPlaintextBytes(pkey)
                    + " bytes for this key and hash function, got " + plaintext.length + ".");
        }
        try {
            return oaep.encrypt(pkey, plaintext);
        } catch (LibcryptoException | IllegalStateException e) {
            throw refused(e);
        }
    }

    @Override
    public byte[] oaepDecrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] ciphertext)
            throws GeneralSecurityException {
        EvpKey pkey = LibcryptoPkey.of(key);
        if (!pkey.isPrivate()) {
            throw new InvalidKeyException("Expected a private key to decrypt, got " + pkey + ".");
        }
        RsaOaep oaep = oaep(pkey, mechanism, label);
        try {
            return oaep.decrypt(pkey, ciphertext);
        } catch (AuthenticationFailedException | LibcryptoException e) {
            // Without a cause: which check failed is what Manger's attack asks for.
            throw new BadPaddingException("The ciphertext was not made for this key, label and hash functions.");
        } catch (IllegalStateException e) {
            throw refused(e);
        }
    }

    private static RsaOaep oaep(EvpKey key, Mechanism mechanism, byte[] label) throws GeneralSecurityException {
        SignatureScheme.requireType(mechanism, key, org.wardkey.nativebridge.libcrypto.KeyType.RSA);
        try {
            RsaOaep oaep = new RsaOaep(Digests.of(mechanism.digest()), Digests.of(mechanism.mgf1Digest()), label);
            if (oaep.maxPlaintextBytes(key) < 0) {
                throw new InvalidKeyException("Expected a modulus long enough for " + mechanism + ", got " + key + ".");
            }
            return oaep;
        } catch (IllegalArgumentException e) {
            throw new InvalidAlgorithmParameterException("libcrypto does not take the label: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] agree(BackendKey key, Mechanism mechanism, PublicKey peer) throws GeneralSecurityException {
        EvpKey own = LibcryptoPkey.of(key);
        SignatureScheme.requireType(
                mechanism,
                own,
                switch (mechanism.family()) {
                    case X25519 -> org.wardkey.nativebridge.libcrypto.KeyType.X25519;
                    case X448 -> org.wardkey.nativebridge.libcrypto.KeyType.X448;
                    default -> org.wardkey.nativebridge.libcrypto.KeyType.EC;
                });
        try {
            return DiffieHellman.derive(own, LibcryptoPkey.of(plain(peer)));
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw refused(e);
        }
    }

    @Override
    public EncapsulatedSecret encapsulate(BackendKey publicKey, Mechanism mechanism) throws GeneralSecurityException {
        EvpKey peer = LibcryptoPkey.of(publicKey);
        SignatureScheme.requireType(mechanism, peer, KeyImport.lattice(mechanism.family()));
        try {
            MlKem.Encapsulated made = MlKem.encapsulate(peer);
            return new EncapsulatedSecret(SecretBytes.take(made.secret()), made.ciphertext());
        } catch (LibcryptoException | IllegalStateException e) {
            throw refused(e);
        }
    }

    @Override
    public byte[] decapsulate(BackendKey key, Mechanism mechanism, byte[] ciphertext) throws GeneralSecurityException {
        EvpKey own = LibcryptoPkey.of(key);
        SignatureScheme.requireType(mechanism, own, KeyImport.lattice(mechanism.family()));
        try {
            return MlKem.decapsulate(own, ciphertext);
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw refused(e);
        }
    }

    @Override
    public GeneratedKey generatePair(KeyType type, int sizeBits) throws GeneralSecurityException {
        try (EvpKey key = KeyImport.generate(libcrypto, type, sizeBits)) {
            byte[] pkcs8 = key.toPkcs8();
            return new GeneratedKey(
                    SecretBytes.take(PostQuantumKeys.has(type) ? PostQuantumKeys.stored(type, pkcs8) : pkcs8),
                    key.toSpki());
        } catch (LibcryptoException | IllegalArgumentException e) {
            throw new InvalidAlgorithmParameterException("libcrypto made no key: " + e.getMessage(), e);
        }
    }

    private static InvalidKeyException refused(RuntimeException cause) {
        return new InvalidKeyException("libcrypto refused: " + cause.getMessage(), cause);
    }
}
