package org.wardkey.provider.backend.tpm;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.BadPaddingException;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.command.ECDH_ZGen;
import org.wardkey.tpm2.command.RSA_Decrypt;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.EccPoint;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Template;

/**
 * The private keys of a token that is a TPM: made in it, used in it. What public keys do is another engine's. Thread-safe.
 */
public final class TpmBackend implements KeyBackend {
    private static final Set<Purpose> SIGNING = EnumSet.of(Purpose.SIGN);
    private static final Set<Purpose> DECRYPTING = EnumSet.of(Purpose.DECRYPT, Purpose.UNWRAP, Purpose.AGREE);
    private static final Set<Integer> RSA_SIZES = Set.of(2048, 3072, 4096);
    private static final Set<Digest> HASHES = EnumSet.of(Digest.SHA_256, Digest.SHA_384, Digest.SHA_512);
    private static final int RC_SCHEME = 0x092;

    private final TpmDevice device;
    private final Supplier<KeyBackend> publicKeys;
    private final Optional<TpmWindows> windows;
    private final TpmSecretKeys secretKeys;
    private final TpmSealedKeys sealedKeys;

    /**
     * Sets the engine up.
     *
     * @param device the TPM
     * @param publicKeys the engine that hashes, verifies and encrypts
     * @param windows hold the use of its keys; empty if nothing but their authorization does
     */
    public TpmBackend(TpmDevice device, Supplier<KeyBackend> publicKeys, Optional<TpmWindows> windows) {
        this.device = device;
        this.windows = windows;
        this.publicKeys = publicKeys;
        this.secretKeys = new TpmSecretKeys(device, this::held);
        this.sealedKeys = new TpmSealedKeys(device, publicKeys, this::held);
    }

    @Override
    public String name() {
        return "tpm";
    }

    @Override
    public String description() {
        return "TPM 2.0 at " + device.address();
    }

    @Override
    public boolean offers(Family family) {
        return switch (family) {
            case ECDSA, RSA_PKCS1, RSA_PSS, RSA_OAEP, ECDH, HMAC -> true;
            default -> sealedKeys.offers(family);
        };
    }

    /** What is secret is computed in the chip; that it leaks nothing by time is its makers' claim. */
    @Override
    public boolean constantTime(Family family) {
        return sealedKeys.has(family) ? sealedKeys.constantTime(family) : offers(family);
    }

    @Override
    public BackendKey adopt(KeyType type, String algorithm, SecretBytes material) throws InvalidKeyException {
        return TpmKey.of(device, windows, material);
    }

    @Override
    public boolean keeps(KeyType type) {
        return type != KeyType.AES;
    }

    @Override
    public SecretBytes generateSecret(KeyType type, String algorithm, int sizeBits) {
        return type == KeyType.AES ? sealedKeys.generate(sizeBits) : secretKeys.generate(type, algorithm, sizeBits);
    }

    @Override
    public SecretBytes takeSecret(KeyType type, String algorithm, SecretBytes material) {
        return secretKeys.take(type, algorithm, material);
    }

    @Override
    public MacOperation openMac(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        return secretKeys.openMac(own(key), mechanism);
    }

    @Override
    public CipherOperation openEncrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        return sealedKeys.encrypt(own(key), parameters);
    }

    @Override
    public CipherOperation openDecrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        return sealedKeys.decrypt(own(key), parameters);
    }

    @Override
    public byte[] wrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] plaintext)
            throws GeneralSecurityException {
        return sealedKeys.wrap(own(keyEncryptionKey), mechanism, plaintext);
    }

    @Override
    public byte[] unwrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] wrapped)
            throws GeneralSecurityException {
        return sealedKeys.unwrap(own(keyEncryptionKey), mechanism, wrapped);
    }

    @Override
    public BackendKey plain(Key key) throws InvalidKeyException {
        return publicKeys.get().plain(key);
    }

    @Override
    public VerifyOperation openVerify(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        return publicKeys.get().openVerify(key, mechanism);
    }

    @Override
    public byte[] oaepEncrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] plaintext)
            throws GeneralSecurityException {
        return publicKeys.get().oaepEncrypt(key, mechanism, label, plaintext);
    }

    @Override
    public SignOperation openSign(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        Scheme.Kind kind = switch (mechanism.family()) {
            case ECDSA -> Scheme.Kind.ECDSA;
            case RSA_PKCS1 -> Scheme.Kind.RSASSA;
            case RSA_PSS -> Scheme.Kind.RSAPSS;
            default -> throw new InvalidKeyException("Expected a signature that a TPM makes, got " + mechanism + ".");
        };
        TpmKey own = own(key);
        if (mechanism.digest() == Digest.NONE && kind == Scheme.Kind.ECDSA) {
            return new TpmSignOperation(own, kind, Optional.empty(), null, null);
        }
        HashAlgorithm hash = hash(mechanism);
        if (kind == Scheme.Kind.RSAPSS
                && (mechanism.mgf1Digest() != mechanism.digest()
                        || mechanism.saltSizeBytes() != mechanism.digest().sizeBytes())) {
            // TPM 2.0 Part 1 §B.7: one hash algorithm, and the length of the salt is the TPM's choice.
            throw new InvalidKeyException(
                    "Expected RSASSA-PSS as a TPM makes it, with one hash function and a salt as long"
                            + " as its output, got " + mechanism + ".");
        }
        KeyBackend verifier = publicKeys.get();
        VerifyOperation check = kind == Scheme.Kind.RSAPSS ? openVerify(publicHalf(own), mechanism) : null;
        return new TpmSignOperation(own, kind, Optional.of(hash), verifier.digest(mechanism.digest()), check);
    }

    private BackendKey publicHalf(TpmKey own) throws InvalidKeyException {
        return plain(own.area()
                .publicKey()
                .orElseThrow(() -> new InvalidKeyException("Expected a key with a public half, got none.")));
    }

    private static TpmKey own(BackendKey key) throws InvalidKeyException {
        if (key instanceof TpmKey own) {
            return own;
        }
        throw new InvalidKeyException("Expected a key in a TPM, got one of another engine.");
    }

    private static HashAlgorithm hash(Mechanism mechanism) throws InvalidKeyException {
        return switch (mechanism.digest()) {
            case SHA_256 -> HashAlgorithm.SHA256;
            case SHA_384 -> HashAlgorithm.SHA384;
            case SHA_512 -> HashAlgorithm.SHA512;
            default ->
                throw new InvalidKeyException(
                        "Expected SHA-256, SHA-384 or SHA-512 with a key in a TPM, got " + mechanism + ".");
        };
    }

    @Override
    public byte[] agree(BackendKey key, Mechanism mechanism, PublicKey peer) throws GeneralSecurityException {
        TpmKey own = own(key);
        if (!(own.area().area() instanceof PublicArea.Ecc ecc) || !(peer instanceof ECPublicKey point)) {
            throw new InvalidKeyException("Expected two EC keys to agree.");
        }
        Curve curve = ecc.curve();
        if (!isOn(curve, point)) {
            throw new InvalidKeyException(
                    "Expected a public key on " + curve.jcaName() + ", got one on another curve.");
        }
        EccPoint theirs = EccPoint.of(curve, point.getW());
        EccPoint z = refusing(() ->
                own.use((tpm, loaded, authorization) -> tpm.execute(new ECDH_ZGen(loaded, theirs), authorization)));
        try {
            return fixed(z.x(), curve.sizeBytes());
        } finally {
            // y follows from x but for its sign: both are the secret.
            Arrays.fill(z.x(), (byte) 0);
            Arrays.fill(z.y(), (byte) 0);
        }
    }

    private static byte[] fixed(byte[] x, int sizeBytes) {
        if (x.length > sizeBytes) {
            throw new BackendException(new Refusal(
                    RefusalCode.TPM_FAILED,
                    "Expected a coordinate of " + sizeBytes + " bytes of the TPM, got " + x.length + "."));
        }
        byte[] secret = new byte[sizeBytes];
        System.arraycopy(x, 0, secret, sizeBytes - x.length, x.length);
        return secret;
    }

    private static boolean isOn(Curve curve, ECPublicKey point) {
        try {
            return Curve.of(point.getParams()) == curve;
        } catch (InvalidParameterSpecException e) {
            return false;
        }
    }

    @Override
    public byte[] oaepDecrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] ciphertext)
            throws GeneralSecurityException {
        TpmKey own = own(key);
        if (mechanism.mgf1Digest() != mechanism.digest()) {
            throw unsuitableOaep("with one hash function", mechanism);
        }
        if (label.length != 0) {
            // TPM 2.0 Part 1 §B.4: a label of a TPM ends with a zero byte, those of others do not.
            throw unsuitableOaep("without a label", mechanism);
        }
        if (!HASHES.contains(mechanism.digest())) {
            throw unsuitableOaep("with SHA-256, SHA-384 or SHA-512", mechanism);
        }
        Scheme scheme = Scheme.oaep(hash(mechanism));
        try {
            return refusing(() -> own.use((tpm, loaded, authorization) ->
                    tpm.execute(new RSA_Decrypt(loaded, ciphertext, scheme, label), authorization)));
        } catch (BackendException e) {
            if (isOfTheCiphertext(e.getCause())) {
                throw new BadPaddingException("The ciphertext does not decrypt.");
            }
            throw e;
        }
    }

    /** Not a checked exception: a cipher makes those into one and the same for every wrong ciphertext, and this is none. */
    private static BackendException unsuitableOaep(String as, Mechanism mechanism) {
        return new BackendException(new Refusal(
                RefusalCode.NO_ENGINE,
                "A key in a TPM decrypts RSAES-OAEP " + as + "; asked for " + mechanism
                        + ". Both sides have to say so in an"
                        + " OAEPParameterSpec: the JDK's default is MGF1 with SHA-1."));
    }

    /**
     * All that the command itself answers, since TPMs differ (VALUE, SIZE, FAILURE), but what says nothing of the ciphertext: lockout and
     * other warnings, the authorization, a scheme that the chip lacks. Source: TPM 2.0 Part 3 §14.3.
     */
    private static boolean isOfTheCiphertext(@Nullable Throwable refused) {
        return refused instanceof TpmException e
                && e.command().equals("RSA_Decrypt")
                && !e.responseCode().isWarning()
                && !e.isWrongAuthorization()
                && e.responseCode().base() != RC_SCHEME;
    }

    @FunctionalInterface
    private interface Use<T> {
        T run();
    }

    private static <T> T refusing(Use<T> use) throws InvalidKeyException {
        try {
            return use.run();
        } catch (IllegalStateException e) {
            throw new InvalidKeyException("The key was closed.", e);
        }
    }

    @Override
    public GeneratedKey generatePair(KeyType type, int sizeBits) throws GeneralSecurityException {
        return generatePair(type, sizeBits, Set.of());
    }

    @Override
    public GeneratedKey generatePair(KeyType type, int sizeBits, Set<Purpose> purposes)
            throws GeneralSecurityException {
        Public template = held(template(type, sizeBits).withAttributes(attributes(purposes)));
        try (TpmBlob made = device.create(template)) {
            byte[] publicKey = made.area()
                    .publicKey()
                    .orElseThrow(() -> new InvalidKeyException("The TPM made a key without a public half."))
                    .getEncoded();
            return new GeneratedKey(made.toSecret(), publicKey);
        }
    }

    /** Not before its window is open: a key that cannot be used is not worth a place. */
    private Public held(Public template) {
        if (windows.isEmpty()) {
            return template;
        }
        windows.get().requireOpen();
        return windows.get().bound(template);
    }

    /** What a key is for is the chip's to see to as well: it neither signs with a key for agreement nor the reverse. */
    private static Attributes attributes(Set<Purpose> purposes) {
        boolean signs = purposes.stream().anyMatch(SIGNING::contains);
        boolean decrypts = purposes.stream().anyMatch(DECRYPTING::contains);
        int use = (signs || !decrypts ? Attributes.SIGN_ENCRYPT : 0) | (decrypts || !signs ? Attributes.DECRYPT : 0);
        return Attributes.BORN_HERE.with(use | Attributes.USER_WITH_AUTH | Attributes.NO_DA);
    }

    private static Public template(KeyType type, int sizeBits) {
        return switch (type) {
            case EC_P256 -> Template.ecdsa(Curve.P256);
            case EC_P384 -> Template.ecdsa(Curve.P384);
            case EC_P521 -> Template.ecdsa(Curve.P521);
            case RSA -> {
                if (!RSA_SIZES.contains(sizeBits)) {
                    throw unsuitable("RSA with " + sizeBits + " bits");
                }
                yield Template.rsaSigning(sizeBits);
            }
            default -> throw unsuitable(type.toString());
        };
    }

    private static BackendException unsuitable(String what) {
        return new BackendException(new Refusal(
                RefusalCode.KEY_UNSUITABLE,
                "A TPM has keys of EC on P-256, P-384 and P-521 and of RSA with 2048, 3072 and 4096 bits; asked for "
                        + what + "."));
    }
}
