package org.wardkey.provider.fips;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
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
import org.wardkey.provider.backend.EdwardsPoints;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.IdentityCache;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.ServiceIndicator;
import org.wardkey.provider.operation.ServiceIndicator.Service;
import org.wardkey.provider.secret.Encodings;
import org.wardkey.provider.secret.SecretBytes;

/** Bouncy Castle's validated module, asked through its provider object. Thread-safe. */
final class BcFipsBackend implements KeyBackend {
    private static final String NAME = "bcfips";

    private final Provider provider;
    private final String description;
    private final SecureRandom random;
    private final Guard guard;
    private final Services services;
    private final IdentityCache translated = new IdentityCache();

    BcFipsBackend(ModuleJar.Loaded module, ServiceIndicator indicator) {
        this.provider = module.provider();
        this.description = "Bouncy Castle BC-FJA " + module.version()
                + (module.approvedOnly() ? ", approved services only" : ", approved services not enforced");
        this.guard = new Guard(module);
        this.services = new Services(guard, indicator, module.approvedOnly());
        // The module's own object: it recognises its generator by its class.
        this.random = guard.open("random bits", () -> SecureRandom.getInstance("DEFAULT", provider));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean approved() {
        return services.approvedOnly();
    }

    @Override
    public boolean offers(Family family) {
        return switch (family) {
            case SHA_1,
                    SHA_2,
                    SHA_3,
                    SHAKE,
                    HMAC,
                    AES_CMAC,
                    AES_GMAC,
                    KMAC128,
                    KMAC256,
                    PBKDF2,
                    AES_GCM,
                    AES_CCM,
                    AES_CBC,
                    AES_CTR,
                    AES_ECB,
                    AES_KW,
                    AES_KWP,
                    ECDSA,
                    DET_ECDSA,
                    ECDH,
                    RSA_PKCS1,
                    RSA_PSS,
                    RSA_OAEP,
                    ED25519,
                    ED448 -> true;
            default -> false; // no approved service, or, as Hash_DRBG, the module's own generator
        };
    }

    @Override
    public BackendKey adopt(KeyType type, String algorithm, SecretBytes material) throws InvalidKeyException {
        byte[] encoded = material.copy();
        try {
            if (!type.asymmetric()) {
                return new BcFipsKey(new SecretKeySpec(encoded, algorithm));
            }
            return new BcFipsKey(guard.<Key, GeneralSecurityException>call(
                    "the key's material", () -> factory(type).generatePrivate(new PKCS8EncodedKeySpec(encoded))));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The key's material is not that of a valid " + type + " key.", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private KeyFactory factory(KeyType type) throws GeneralSecurityException {
        return KeyFactory.getInstance(type.algorithm(), provider);
    }

    @Override
    public BackendKey plain(Key key) throws InvalidKeyException {
        return key instanceof PublicKey || key instanceof PrivateKey
                ? translated.get(key, this::translate)
                : new BcFipsKey(key);
    }

    private BackendKey translate(Key key) throws InvalidKeyException {
        KeyType type = KeyType.of(key)
                .orElseThrow(() -> new InvalidKeyException("Expected a key of a type that the module has."));
        if (key instanceof EdECPublicKey point) {
            EdwardsPoints.require(point);
        }
        byte[] encoded = Encodings.of(key);
        if (encoded == null) {
            throw new InvalidKeyException("Expected a key with an encoding.");
        }
        try {
            return new BcFipsKey(guard.<Key, GeneralSecurityException>call(
                    "a key of type " + type,
                    () -> key instanceof PublicKey
                            ? factory(type).generatePublic(new X509EncodedKeySpec(encoded))
                            : factory(type).generatePrivate(new PKCS8EncodedKeySpec(encoded))));
        } catch (GeneralSecurityException e) {
            if (approved()) {
                // The key is of a type of ours and the module does not want it; the next provider is not to be asked.
                throw new BackendException(
                        new Refusal(
                                RefusalCode.SERVICE_NOT_APPROVED,
                                "Got a key of type " + type + " that the module rejects."),
                        e);
            }
            throw new InvalidKeyException("Expected the encoding of a " + type + " key, got another.", e);
        } finally {
            if (key instanceof PrivateKey) {
                Arrays.fill(encoded, (byte) 0);
            }
        }
    }

    @Override
    public MessageDigest digest(Digest digest) {
        MessageDigest made =
                guard.open(digest.standardName(), () -> MessageDigest.getInstance(digest.standardName(), provider));
        return new BcFipsDigest(guard, made);
    }

    @Override
    public SignOperation openSign(BackendKey key, Mechanism mechanism) {
        return guard.open(mechanism + " to SIGN", () -> {
            Signature signature = signature(mechanism);
            signature.initSign((PrivateKey) key(key), random);
            return new BcFipsSignature(services, service(Purpose.SIGN, mechanism), signature);
        });
    }

    @Override
    public VerifyOperation openVerify(BackendKey key, Mechanism mechanism) {
        return guard.open(mechanism + " to VERIFY", () -> {
            Signature signature = signature(mechanism);
            signature.initVerify((PublicKey) key(key));
            return new BcFipsSignature(services, service(Purpose.VERIFY, mechanism), signature);
        });
    }

    private Signature signature(Mechanism mechanism) throws GeneralSecurityException {
        String digest = moduleName(mechanism.digest().compactName());
        return switch (mechanism.family()) {
            case ECDSA -> Signature.getInstance(digest + "withECDSA", provider);
            case DET_ECDSA -> Signature.getInstance(digest + "withECDDSA", provider);
            case ED25519, ED448 -> Signature.getInstance(mechanism.family().standardName(), provider);
            case RSA_PKCS1 -> Signature.getInstance(digest + "withRSA", provider);
            case RSA_PSS -> pss(mechanism);
            default -> throw new UnsupportedOperationException(mechanism + " makes no signatures.");
        };
    }

    /** The module writes SHA-512/256 as SHA-512(256); of the JCA's form it would take SHA-512. */
    private static String moduleName(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash) + "(" + name.substring(slash + 1) + ")";
    }

    private Signature pss(Mechanism mechanism) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS", provider);
        signature.setParameter(new PSSParameterSpec(
                moduleName(mechanism.digest().standardName()),
                "MGF1",
                new MGF1ParameterSpec(moduleName(mechanism.mgf1Digest().standardName())),
                mechanism.saltSizeBytes(),
                PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }

    @Override
    public MacOperation openMac(BackendKey key, Mechanism mechanism) {
        return guard.open(String.valueOf(mechanism), () -> {
            String name = mechanism.family() == Family.AES_CMAC
                    ? "AESCMAC"
                    : "Hmac" + mechanism.digest().compactName();
            Mac mac = Mac.getInstance(name, provider);
            mac.init(key(key));
            return new BcFipsMac(services, service(Purpose.SIGN, mechanism), mac);
        });
    }

    @Override
    public MacOperation openKmac(BackendKey key, Mechanism mechanism, KmacParameters parameters) {
        return guard.open(String.valueOf(mechanism), () -> {
            Mac mac = Mac.getInstance(mechanism.family().standardName(), provider);
            mac.init(key(key), KmacSpec.of(provider, mechanism, parameters));
            return new BcFipsMac(services, service(Purpose.SIGN, mechanism), mac);
        });
    }

    @Override
    public CipherOperation openEncrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent) {
        return open(Purpose.ENCRYPT, key, parameters, spent);
    }

    @Override
    public CipherOperation openDecrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent) {
        return open(Purpose.DECRYPT, key, parameters, spent);
    }

    private CipherOperation open(
            Purpose purpose, BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent) {
        int mode = purpose == Purpose.ENCRYPT ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
        return guard.open(parameters.mechanism() + " to " + purpose, () -> {
            Cipher cipher = cipher(mode, key, parameters, spent);
            Service service = service(purpose, parameters.mechanism());
            return switch (parameters.mechanism().family()) {
                case AES_CBC, AES_CTR, AES_ECB ->
                    new BlockMessage(services, service, cipher, parameters, next -> cipher(mode, key, next, null));
                case AES_GCM ->
                    purpose == Purpose.ENCRYPT
                            ? new StreamedMessage(services, service, cipher, parameters)
                            : new WholeMessage(services, service, cipher, parameters);
                default -> new WholeMessage(services, service, cipher, parameters);
            };
        });
    }

    private Cipher cipher(int mode, BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        Cipher cipher = spent instanceof ModuleCipher ours && ours.serves(parameters)
                ? ours.cipher()
                : Cipher.getInstance(transformation(parameters), provider);
        cipher.init(mode, key(key), parameters.spec(), random);
        return cipher;
    }

    private static String transformation(CipherParameters parameters) {
        String mode = parameters.mechanism().family().standardName().substring("AES-".length());
        return "AES/" + mode + "/" + (parameters.padded() ? "PKCS5Padding" : "NoPadding");
    }

    @Override
    public byte[] wrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] plaintext)
            throws GeneralSecurityException {
        if (mechanism.family() == Family.AES_KW && (plaintext.length < 16 || plaintext.length % 8 != 0)) {
            throw new IllegalBlockSizeException(
                    "Expected a multiple of 8 bytes from 16 for KW, got " + plaintext.length + ".");
        }
        return complete(Purpose.WRAP, mechanism, () -> {
            Cipher cipher = keyWrap(mechanism);
            cipher.init(Cipher.WRAP_MODE, key(keyEncryptionKey), random);
            return cipher.wrap(new Content(plaintext));
        });
    }

    @Override
    public byte[] unwrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] wrapped)
            throws GeneralSecurityException {
        return complete(Purpose.UNWRAP, mechanism, () -> {
            Cipher cipher = keyWrap(mechanism);
            cipher.init(Cipher.UNWRAP_MODE, key(keyEncryptionKey), random);
            return cipher.unwrap(wrapped, Content.ALGORITHM, Cipher.SECRET_KEY).getEncoded();
        });
    }

    private Cipher keyWrap(Mechanism mechanism) throws GeneralSecurityException {
        return Cipher.getInstance(mechanism.family() == Family.AES_KWP ? "AESKWP" : "AESKW", provider);
    }

    /** As a key transport scheme, which is what the module has it approved for: SP 800-56B §9.2. */
    @Override
    public byte[] oaepEncrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] plaintext)
            throws GeneralSecurityException {
        if (plaintext.length == 0) {
            // It would encrypt this, and then not decrypt it: its unwrapping has no empty key.
            throw new BackendException(
                    new Refusal(RefusalCode.SERVICE_NOT_APPROVED, "Asked for " + mechanism + " of an empty message."));
        }
        return complete(Purpose.ENCRYPT, mechanism, () -> {
            Cipher cipher = oaep();
            cipher.init(Cipher.WRAP_MODE, key(key), oaepParameters(mechanism, label), random);
            return cipher.wrap(new Content(plaintext));
        });
    }

    @Override
    public byte[] oaepDecrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] ciphertext)
            throws GeneralSecurityException {
        return complete(Purpose.DECRYPT, mechanism, () -> {
            Cipher cipher = oaep();
            cipher.init(Cipher.UNWRAP_MODE, key(key), oaepParameters(mechanism, label), random);
            try {
                return cipher.unwrap(ciphertext, Content.ALGORITHM, Cipher.SECRET_KEY)
                        .getEncoded();
            } catch (GeneralSecurityException e) {
                throw new BadPaddingException("The ciphertext was not made for this key, label and hash functions.");
            }
        });
    }

    private Cipher oaep() throws GeneralSecurityException {
        return Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
    }

    private static OAEPParameterSpec oaepParameters(Mechanism mechanism, byte[] label) {
        return new OAEPParameterSpec(
                moduleName(mechanism.digest().standardName()),
                "MGF1",
                new MGF1ParameterSpec(moduleName(mechanism.mgf1Digest().standardName())),
                new PSource.PSpecified(label));
    }

    @Override
    public byte[] agree(BackendKey key, Mechanism mechanism, PublicKey peer) throws GeneralSecurityException {
        return complete(Purpose.AGREE, mechanism, () -> {
            KeyAgreement agreement = KeyAgreement.getInstance("ECCDH", provider);
            agreement.init(key(key), random);
            agreement.doPhase(key(plain(peer)), true);
            return agreement.generateSecret();
        });
    }

    private static boolean isEdDsa(KeyType type) {
        return type == KeyType.ED25519 || type == KeyType.ED448;
    }

    @Override
    public GeneratedKey generatePair(KeyType type, int sizeBits) throws GeneralSecurityException {
        KeyPair pair = guard.<KeyPair, GeneralSecurityException>call("a key pair of type " + type, () -> {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(isEdDsa(type) ? type.curve() : type.algorithm(), provider);
            switch (type) {
                case EC_P256, EC_P384, EC_P521 -> generator.initialize(new ECGenParameterSpec(type.curve()), random);
                case RSA ->
                    generator.initialize(new RSAKeyGenParameterSpec(sizeBits, RSAKeyGenParameterSpec.F4), random);
                // The module counts 256 and 448 bits.
                case ED25519, ED448 -> generator.initialize((type.sizeBits() + 7) / 8 * 8, random);
                default -> throw new UnsupportedOperationException(type + " has no pairs in the module.");
            }
            return generator.generateKeyPair();
        });
        return new GeneratedKey(
                SecretBytes.take(
                        PrivateKeyInfo.withoutPublicKey(type, pair.getPrivate().getEncoded())),
                pair.getPublic().getEncoded());
    }

    /** The module wants a password of 112 bits: 14 characters that are bytes in UTF-8. Source: SP 800-132 §5, IG D.N. */
    @Override
    public SecretBytes deriveFromPassword(Digest digest, char[] password, byte[] salt, int iterations, int sizeBytes) {
        return guard.open("PBKDF2 with " + digest.standardName() + "; passwords have 14 characters or more", () -> {
            PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, sizeBytes * Byte.SIZE);
            try {
                SecretKeyFactory pbkdf2 =
                        SecretKeyFactory.getInstance("PBKDF2WithHmac" + moduleName(digest.compactName()), provider);
                return SecretBytes.take(pbkdf2.generateSecret(spec).getEncoded());
            } finally {
                spec.clearPassword();
            }
        });
    }

    private <T> T complete(Purpose purpose, Mechanism mechanism, Guard.Call<T, GeneralSecurityException> call)
            throws GeneralSecurityException {
        return services.complete(service(purpose, mechanism), mechanism + " to " + purpose, call);
    }

    private static Service service(Purpose purpose, Mechanism mechanism) {
        return new Service(NAME, purpose, mechanism);
    }

    private static Key key(BackendKey key) {
        return ((BcFipsKey) key).key();
    }
}
