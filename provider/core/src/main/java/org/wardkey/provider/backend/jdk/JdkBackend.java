package org.wardkey.provider.backend.jdk;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.backend.EncapsulatedSecret;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.EdDsaParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.secret.Encodings;
import org.wardkey.provider.secret.SecretBytes;

/** The JDK's providers SUN, SunRsaSign, SunEC and SunJCE, asked as objects. Thread-safe. */
public final class JdkBackend implements KeyBackend {
    /** ML-KEM and ML-DSA. Source: JEP 496, JEP 497. */
    private static final int FIRST_WITH_MODULE_LATTICES = 24;

    /** The first JDK with HSS/LMS. Source: JDK 21 release notes, JDK-8298127. */
    private static final int FIRST_WITH_LMS = 21;

    /** The first JDK with SHAKE128-256 and SHAKE256-512. Source: Java Security Standard Algorithm Names, JDK 25. */
    private static final int FIRST_WITH_SHAKE = 25;

    private final SecureRandom random;

    /**
     * Sets the engine up.
     *
     * @param random where keys and blinding values come from
     */
    public JdkBackend(SecureRandom random) {
        this.random = random;
    }

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public String description() {
        return "JDK " + Runtime.version() + " (SUN, SunRsaSign, SunEC, SunJCE)";
    }

    @Override
    public boolean offers(Family family) {
        if (family == Family.AES_CCM || family == Family.AES_XTS || family == Family.AES_CMAC || family.isKmac()) {
            return false;
        }
        if (family == Family.SHAKE) {
            return Runtime.version().feature() >= FIRST_WITH_SHAKE;
        }
        if (family == Family.DET_ECDSA || family == Family.SLH_DSA) {
            return false;
        }
        if (family == Family.LMS) {
            return Runtime.version().feature() >= FIRST_WITH_LMS;
        }
        if (family.isMlKem()) {
            return Runtime.version().feature() >= FIRST_WITH_MODULE_LATTICES && JdkKem.INSTANCE.isPresent();
        }
        return !family.isMlDsa() || Runtime.version().feature() >= FIRST_WITH_MODULE_LATTICES;
    }

    @Override
    public boolean offers(Family family, ContextParameters parameters) {
        return offers(family) && (!(parameters instanceof EdDsaParameters) || family.isEdDsa());
    }

    @Override
    public BackendKey adopt(KeyType type, String algorithm, SecretBytes material) throws InvalidKeyException {
        byte[] encoded = material.copy();
        try {
            if (!type.asymmetric()) {
                return new JdkKey(new SecretKeySpec(encoded, algorithm));
            }
            if (PostQuantumKeys.has(type)) {
                // Another engine may have stored it as a seed, or with one.
                return new JdkKey(PlainKeys.privateKey(type, encoded));
            }
            KeyFactory factory =
                    KeyFactory.getInstance(type.algorithm(), keyProvider(type).provider());
            return new JdkKey(factory.generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The key's material is not that of a valid " + type + " key.", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static JdkProviders keyProvider(KeyType type) {
        return switch (type.kind()) {
            case EC, EDDSA, XDH -> JdkProviders.SUN_EC;
            case RSA -> JdkProviders.SUN_RSA_SIGN;
            case ML_DSA, SLH_DSA -> JdkProviders.SUN;
            case ML_KEM, AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD -> JdkProviders.SUN_JCE;
        };
    }

    @Override
    public BackendKey plain(Key key) throws InvalidKeyException {
        boolean ofTheJdk = key.getClass().getModule().equals(Object.class.getModule());
        Optional<KeyType> type = ofTheJdk ? Optional.empty() : KeyType.of(key).filter(PostQuantumKeys::has);
        return new JdkKey(type.isPresent() ? translated(type.get(), key) : key);
    }

    /** The JDK's ML-KEM takes its own classes alone, and keys of other providers may be encoded as seeds. */
    private static Key translated(KeyType type, Key key) throws InvalidKeyException {
        byte[] encoded = Encodings.of(key);
        if (encoded == null) {
            throw new InvalidKeyException("Expected a key with an encoding, got one of "
                    + key.getClass().getName() + ".");
        }
        try {
            return key instanceof PublicKey ? PlainKeys.publicKey(type, encoded) : PlainKeys.privateKey(type, encoded);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The key's encoding is not that of a valid " + type + " key.", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    @Override
    public MessageDigest digest(Digest digest) {
        return orMissing(() -> MessageDigest.getInstance(digest.standardName(), JdkProviders.SUN.provider()));
    }

    @Override
    public SignOperation openSign(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        Signature signature = signature(mechanism);
        signature.initSign((PrivateKey) ((JdkKey) key).key(), random);
        return new JdkSignOperation(signature);
    }

    @Override
    public VerifyOperation openVerify(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        Signature signature = signature(mechanism);
        signature.initVerify((PublicKey) ((JdkKey) key).key());
        return new JdkVerifyOperation(signature);
    }

    @Override
    public SignOperation openSign(BackendKey key, Mechanism mechanism, ContextParameters parameters)
            throws InvalidKeyException {
        if (!(parameters instanceof EdDsaParameters edwards)) {
            return KeyBackend.super.openSign(key, mechanism, parameters);
        }
        Signature signature = signature(mechanism, edwards);
        signature.initSign((PrivateKey) ((JdkKey) key).key(), random);
        return new JdkSignOperation(signature);
    }

    @Override
    public VerifyOperation openVerify(BackendKey key, Mechanism mechanism, ContextParameters parameters)
            throws InvalidKeyException {
        if (!(parameters instanceof EdDsaParameters edwards)) {
            return KeyBackend.super.openVerify(key, mechanism, parameters);
        }
        Signature signature = signature(mechanism, edwards);
        signature.initVerify((PublicKey) ((JdkKey) key).key());
        return new JdkVerifyOperation(signature);
    }

    private static Signature signature(Mechanism mechanism, EdDsaParameters parameters) throws InvalidKeyException {
        Signature signature = signature(mechanism);
        try {
            signature.setParameter(parameters.spec());
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException("The EdDSA parameters are not usable.", e);
        }
        return signature;
    }

    private static Signature signature(Mechanism mechanism) throws InvalidKeyException {
        Digest digest = mechanism.digest();
        return switch (mechanism.family()) {
            case ECDSA ->
                orMissing(() ->
                        Signature.getInstance(digest.compactName() + "withECDSA", JdkProviders.SUN_EC.provider()));
            case ED25519, ED448 ->
                orMissing(
                        () -> Signature.getInstance(mechanism.family().standardName(), JdkProviders.SUN_EC.provider()));
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
                orMissing(() -> Signature.getInstance(mechanism.family().standardName(), JdkProviders.SUN.provider()));
            case LMS -> orMissing(() -> Signature.getInstance("HSS/LMS", JdkProviders.SUN.provider()));
            case RSA_PKCS1 ->
                orMissing(() ->
                        Signature.getInstance(digest.compactName() + "withRSA", JdkProviders.SUN_RSA_SIGN.provider()));
            case RSA_PSS -> pss(mechanism);
            default -> throw new UnsupportedOperationException(mechanism + " makes no signatures.");
        };
    }

    private static Signature pss(Mechanism mechanism) throws InvalidKeyException {
        Signature signature =
                orMissing(() -> Signature.getInstance("RSASSA-PSS", JdkProviders.SUN_RSA_SIGN.provider()));
        try {
            signature.setParameter(new PSSParameterSpec(
                    mechanism.digest().standardName(),
                    "MGF1",
                    new MGF1ParameterSpec(mechanism.mgf1Digest().standardName()),
                    mechanism.saltSizeBytes(),
                    PSSParameterSpec.TRAILER_FIELD_BC));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The PSS parameters are not usable.", e);
        }
        return signature;
    }

    @Override
    public MacOperation openMac(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        Mac mac = orMissing(
                () -> Mac.getInstance("Hmac" + mechanism.digest().compactName(), JdkProviders.SUN_JCE.provider()));
        mac.init(((JdkKey) key).key());
        return new JdkMacOperation(mac);
    }

    @Override
    public CipherOperation openEncrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        return cipher(Cipher.ENCRYPT_MODE, key, parameters, spent);
    }

    @Override
    public CipherOperation openDecrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key, parameters, spent);
    }

    private CipherOperation cipher(
            int mode, BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        JdkCipherOperation operation = spent instanceof JdkCipherOperation ours && ours.serves(parameters)
                ? ours
                : new JdkCipherOperation(
                        orMissing(
                                () -> Cipher.getInstance(transformation(parameters), JdkProviders.SUN_JCE.provider())),
                        parameters);
        operation.start(mode, ((JdkKey) key).key(), parameters, random);
        return operation;
    }

    private static String transformation(CipherParameters parameters) {
        String padding = parameters.padded() ? "PKCS5Padding" : "NoPadding";
        return switch (parameters.mechanism().family()) {
            case AES_GCM -> "AES/GCM/NoPadding";
            case CHACHA20_POLY1305 -> "ChaCha20-Poly1305";
            case AES_CBC -> "AES/CBC/" + padding;
            case AES_CTR -> "AES/CTR/NoPadding";
            case AES_ECB -> "AES/ECB/" + padding;
            default -> throw new UnsupportedOperationException("SunJCE has no " + parameters.mechanism() + ".");
        };
    }

    @Override
    public byte[] wrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] plaintext)
            throws GeneralSecurityException {
        Cipher cipher = keyWrap(mechanism);
        cipher.init(Cipher.WRAP_MODE, ((JdkKey) keyEncryptionKey).key());
        return cipher.wrap(new SecretKeySpec(plaintext, "Bytes"));
    }

    @Override
    public byte[] unwrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] wrapped)
            throws GeneralSecurityException {
        Cipher cipher = keyWrap(mechanism);
        cipher.init(Cipher.UNWRAP_MODE, ((JdkKey) keyEncryptionKey).key());
        Key unwrapped = cipher.unwrap(wrapped, "Bytes", Cipher.SECRET_KEY);
        return unwrapped.getEncoded();
    }

    private static Cipher keyWrap(Mechanism mechanism) {
        String name = mechanism.family() == Family.AES_KWP ? "AES/KWP/NoPadding" : "AES/KW/NoPadding";
        return orMissing(() -> Cipher.getInstance(name, JdkProviders.SUN_JCE.provider()));
    }

    @Override
    public byte[] oaepEncrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] plaintext)
            throws GeneralSecurityException {
        Cipher cipher = oaep();
        cipher.init(Cipher.ENCRYPT_MODE, ((JdkKey) key).key(), oaepParameters(mechanism, label), random);
        return cipher.doFinal(plaintext);
    }

    @Override
    public byte[] oaepDecrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] ciphertext)
            throws GeneralSecurityException {
        Cipher cipher = oaep();
        cipher.init(Cipher.DECRYPT_MODE, ((JdkKey) key).key(), oaepParameters(mechanism, label), random);
        return cipher.doFinal(ciphertext);
    }

    private static Cipher oaep() {
        return orMissing(() -> Cipher.getInstance("RSA/ECB/OAEPPadding", JdkProviders.SUN_JCE.provider()));
    }

    private static OAEPParameterSpec oaepParameters(Mechanism mechanism, byte[] label) {
        return new OAEPParameterSpec(
                mechanism.digest().standardName(),
                "MGF1",
                new MGF1ParameterSpec(mechanism.mgf1Digest().standardName()),
                new PSource.PSpecified(label));
    }

    @Override
    public byte[] agree(BackendKey key, Mechanism mechanism, PublicKey peer) throws GeneralSecurityException {
        String name = mechanism.family().standardName();
        KeyAgreement agreement = orMissing(() -> KeyAgreement.getInstance(name, JdkProviders.SUN_EC.provider()));
        agreement.init(((JdkKey) key).key(), random);
        agreement.doPhase(peer, true);
        return agreement.generateSecret();
    }

    @Override
    public EncapsulatedSecret encapsulate(BackendKey publicKey, Mechanism mechanism) throws GeneralSecurityException {
        return kem().encapsulate((PublicKey) ((JdkKey) publicKey).key(), random);
    }

    @Override
    public byte[] decapsulate(BackendKey key, Mechanism mechanism, byte[] ciphertext) throws GeneralSecurityException {
        return kem().decapsulate((PrivateKey) ((JdkKey) key).key(), ciphertext);
    }

    private static JdkKem kem() {
        return JdkKem.INSTANCE.orElseThrow(
                () -> new UnsupportedOperationException("This JVM has no javax.crypto.KEM."));
    }

    @Override
    public GeneratedKey generatePair(KeyType type, int sizeBits) throws GeneralSecurityException {
        AlgorithmParameterSpec parameters = switch (type.kind()) {
            case EC -> new ECGenParameterSpec(type.curve());
            case EDDSA, XDH, ML_DSA, ML_KEM, SLH_DSA -> new NamedParameterSpec(type.curve());
            case RSA -> new RSAKeyGenParameterSpec(sizeBits, RSAKeyGenParameterSpec.F4);
            case AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD ->
                throw new IllegalArgumentException("Expected the type of a key pair, got " + type + ".");
        };
        KeyPairGenerator generator =
                KeyPairGenerator.getInstance(type.algorithm(), keyProvider(type).provider());
        generator.initialize(parameters, random);
        KeyPair pair = generator.generateKeyPair();
        return new GeneratedKey(
                SecretBytes.take(pair.getPrivate().getEncoded()),
                pair.getPublic().getEncoded());
    }

    @Override
    public SecretBytes deriveFromPassword(Digest digest, char[] password, byte[] salt, int iterations, int sizeBytes)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, sizeBytes * Byte.SIZE);
        try {
            SecretKeyFactory pbkdf2 = SecretKeyFactory.getInstance(
                    "PBKDF2WithHmac" + digest.compactName(), JdkProviders.SUN_JCE.provider());
            return SecretBytes.take(pbkdf2.generateSecret(spec).getEncoded());
        } finally {
            spec.clearPassword();
        }
    }

    private interface Lookup<T> {
        T get() throws GeneralSecurityException;
    }

    private static <T> T orMissing(Lookup<T> lookup) {
        try {
            return lookup.get();
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The JDK's own providers lack an algorithm that every JDK from 17 on has.", e);
        }
    }
}
