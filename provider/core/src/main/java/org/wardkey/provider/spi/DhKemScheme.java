package org.wardkey.provider.spi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.EncapsulatedSecret;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyPrivateKey;
import org.wardkey.provider.secret.SecretBytes;

/** DHKEM with P-256, P-384, P-521, X25519 and X448, as the key says. Source: RFC 9180 §4.1, §7.1. */
public final class DhKemScheme implements KemScheme {
    private static final Set<KeyType> TYPES =
            EnumSet.of(KeyType.EC_P256, KeyType.EC_P384, KeyType.EC_P521, KeyType.X25519, KeyType.X448);

    private final SpiContext context;

    /**
     * Sets the mechanism up.
     *
     * @param context what it needs
     */
    public DhKemScheme(SpiContext context) {
        this.context = context;
    }

    /**
     * The values of one curve.
     *
     * @param kemId the identifier of the KEM
     * @param digest of HKDF
     * @param secretBytes Nsecret
     * @param publicBytes Npk, which is Nenc
     */
    private record Suite(int kemId, Digest digest, int secretBytes, int publicBytes) {
        /** Source: RFC 9180 table 2. */
        static Suite of(KeyType type) {
            return switch (type) {
                case EC_P256 -> new Suite(0x0010, Digest.SHA_256, 32, 65);
                case EC_P384 -> new Suite(0x0011, Digest.SHA_384, 48, 97);
                case EC_P521 -> new Suite(0x0012, Digest.SHA_512, 64, 133);
                case X25519 -> new Suite(0x0020, Digest.SHA_256, 32, 32);
                case X448 -> new Suite(0x0021, Digest.SHA_512, 64, 56);
                default -> throw new IllegalArgumentException("Expected a curve of DHKEM, got " + type + ".");
            };
        }

        byte[] id() {
            return new byte[] {'K', 'E', 'M', (byte) (kemId >> Byte.SIZE), (byte) kemId};
        }
    }

    private static KeyType type(Key key) throws InvalidKeyException {
        return KeyType.of(key)
                .filter(TYPES::contains)
                .orElseThrow(() -> new InvalidKeyException(
                        "Expected an EC (P-256, P-384, P-521), X25519 or X448 key, got " + key.getAlgorithm() + "."));
    }

    private static Suite checked(Key key) {
        return Suite.of(KeyType.of(key).orElseThrow(() -> new IllegalStateException("Expected a checked key.")));
    }

    @Override
    public void requirePublic(PublicKey key) throws InvalidKeyException {
        type(key);
        PeerKeys.check(key);
    }

    @Override
    public Decapsulation decapsulation(PrivateKey key) throws InvalidKeyException {
        KeyType type = type(key);
        if (!(key instanceof WardkeyPrivateKey) && key.getFormat() == null) {
            throw new InvalidKeyException("Expected a key with an encoding, or one of Wardkey.");
        }
        return new Receiver(key, type);
    }

    @Override
    public int secretBytes(Key key) {
        return checked(key).secretBytes();
    }

    @Override
    public int encapsulationBytes(Key key) {
        return checked(key).publicBytes();
    }

    /** Source: RFC 9180 §4.1, Encap. */
    @Override
    public EncapsulatedSecret encapsulate(PublicKey key) throws GeneralSecurityException {
        requireServed();
        KeyType type = type(key);
        KeyPair ephemeral = context.keys().generation().plainPair(type, 0);
        byte[] encapsulation = PublicPoints.bytes(type, ephemeral.getPublic());
        byte[] own = PublicPoints.bytes(type, key);
        byte[] secret = sharedSecret(type, ephemeral.getPrivate(), key, encapsulation, own);
        return new EncapsulatedSecret(SecretBytes.take(secret), encapsulation);
    }

    /** HPKE's labelled HKDF is no approved service of a module. */
    private void requireServed() {
        if (context.approvedOnly()) {
            throw new PolicyDeniedException(new Refusal(RefusalCode.SERVICE_NOT_APPROVED, "Asked for DHKEM."));
        }
    }

    private byte[] sharedSecret(KeyType type, PrivateKey own, PublicKey other, byte[] encapsulation, byte[] receiver)
            throws GeneralSecurityException {
        byte[] agreed = Agreement.secret(context.gate(), type, own, other);
        try {
            return extractAndExpand(Suite.of(type), agreed, encapsulation, receiver);
        } finally {
            Arrays.fill(agreed, (byte) 0);
        }
    }

    /** Source: RFC 9180 §4.1, ExtractAndExpand; §4, LabeledExtract and LabeledExpand. */
    private byte[] extractAndExpand(Suite suite, byte[] agreed, byte[] encapsulation, byte[] receiver)
            throws InvalidKeyException {
        byte[] version = "HPKE-v1".getBytes(StandardCharsets.US_ASCII);
        byte[] material = join(version, suite.id(), ascii("eae_prk"), agreed);
        int size = suite.secretBytes();
        byte[] info = join(
                new byte[] {(byte) (size >> Byte.SIZE), (byte) size},
                version,
                suite.id(),
                ascii("shared_secret"),
                encapsulation,
                receiver);
        try (WipedKey key = new WipedKey(material)) {
            return new KeyDerivationFunctions(
                            context.gate(),
                            KeyDerivation.with(KeyDerivation.Function.HKDF, key, suite.digest())
                                    .info(info)
                                    .to("Generic", size))
                    .derive();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        byte[] joined = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    /** Recovers secrets; finds out the public key, which goes into the secret, once. Source: RFC 9180 §4.1, Decap. */
    private final class Receiver implements Decapsulation {
        private final PrivateKey key;
        private final KeyType type;
        private volatile byte @Nullable [] publicBytes;

        private Receiver(PrivateKey key, KeyType type) {
            this.key = key;
            this.type = type;
        }

        @Override
        public byte[] decapsulate(byte[] encapsulation) throws GeneralSecurityException {
            requireServed();
            PublicKey ephemeral = PublicPoints.publicKey(type, encapsulation);
            PeerKeys.check(ephemeral);
            return sharedSecret(type, key, ephemeral, encapsulation, receiver());
        }

        private byte[] receiver() throws GeneralSecurityException {
            byte[] known = publicBytes;
            if (known == null) {
                PublicKey own = key instanceof WardkeyPrivateKey managed
                        ? managed.publicKey()
                        : PublicPoints.of(context.gate(), type, key);
                known = PublicPoints.bytes(type, own);
                publicBytes = known;
            }
            return known;
        }
    }
}
