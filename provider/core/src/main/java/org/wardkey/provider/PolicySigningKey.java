package org.wardkey.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.BundleKey;
import org.wardkey.provider.policy.SignedDocument;
import org.wardkey.provider.policy.TimeAnswer;
import org.wardkey.provider.policy.TimeChallenge;
import org.wardkey.provider.secret.SecretBytes;

/**
 * The private key of somebody who signs policies or vouches for the time: Ed25519, in a file of its own, kept
 * offline where it signs policies. It is no managed key and needs no home.
 *
 * <pre>
 * PRIVATE+KEY+NAME+HASH+base64(0x01 || 32 bytes of the private key)
 * </pre>
 *
 * <p>Zeroed on close. Not thread-safe.
 *
 * <p>Source: golang.org/x/mod/sumdb/note, "Generating Keys"; RFC 8032 §5.1.5.
 */
public final class PolicySigningKey implements AutoCloseable {
    private static final byte[] HEAD = "PRIVATE+KEY+".getBytes(StandardCharsets.US_ASCII);
    private static final int SEED_BYTES = 32;
    private static final int LARGEST_FILE_BYTES = 1024;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final BundleCryptography CRYPTOGRAPHY = PolicyFiles.bundleCryptography();

    private final BundleKey publicKey;
    private final SecretBytes seed;

    private PolicySigningKey(BundleKey publicKey, SecretBytes seed) {
        this.publicKey = publicKey;
        this.seed = seed;
    }

    /**
     * Makes a key and its file, which only its owner may read. Durable when this returns.
     *
     * @param file the file; not there yet
     * @param name who holds the key: no spaces, no plus sign
     * @return the key; the caller closes it
     * @throws IOException if the file is there or cannot be written
     * @throws IllegalArgumentException if the name is not one
     */
    public static PolicySigningKey create(Path file, String name) throws IOException {
        byte[] random = new byte[SEED_BYTES];
        new WardkeySecureRandom().nextBytes(random);
        PolicySigningKey made = of(name, SecretBytes.take(random));
        byte[] line = made.line();
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER))) {
            ByteBuffer left = ByteBuffer.wrap(line);
            while (left.hasRemaining()) {
                int written = channel.write(left);
                assert written >= 0;
            }
            channel.force(true);
        } catch (IOException e) {
            made.close();
            throw e;
        } finally {
            Arrays.fill(line, (byte) 0);
        }
        return made;
    }

    /**
     * Reads a key.
     *
     * @param file its file
     * @return the key; the caller closes it
     * @throws IOException if the file cannot be read, is open to group or others, or is not such a key; the
     *     message says which
     */
    public static PolicySigningKey read(Path file) throws IOException {
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file + " is open to others than its owner, got "
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    + ", expected rw-------; whoever could read it may have the key: make a new one.");
        }
        if (Files.size(file) > LARGEST_FILE_BYTES) {
            throw noKey(file);
        }
        byte[] line = Files.readAllBytes(file);
        try {
            return parse(file, line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private static PolicySigningKey parse(Path file, byte[] line) throws IOException {
        int hashAt = after(line, HEAD.length);
        int keyAt = after(line, hashAt);
        int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        if (!Arrays.equals(HEAD, 0, HEAD.length, line, 0, Math.min(HEAD.length, line.length)) || keyAt < 0) {
            throw noKey(file);
        }
        byte[] base64 = Arrays.copyOfRange(line, keyAt, Math.max(keyAt, end));
        try {
            byte[] typed = Base64.getDecoder().decode(base64);
            SecretBytes seed = SecretBytes.take(Arrays.copyOfRange(typed, 1, Math.max(1, typed.length)));
            boolean ed25519 = typed.length == 1 + SEED_BYTES && typed[0] == 1;
            Arrays.fill(typed, (byte) 0);
            String name = new String(line, HEAD.length, hashAt - 1 - HEAD.length, StandardCharsets.UTF_8);
            String hash = new String(line, hashAt, keyAt - 1 - hashAt, StandardCharsets.UTF_8);
            if (ed25519) {
                PolicySigningKey key = of(name, seed);
                if (key.publicKey.hash(CRYPTOGRAPHY).equals(hash)) {
                    return key;
                }
            }
            seed.close();
        } catch (IllegalArgumentException e) {
            // Its message may have some of the key: it is not kept.
            throw noKey(file);
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
        throw noKey(file);
    }

    /** Where the part behind the next plus sign begins; -1 if there is none. */
    private static int after(byte[] line, int from) {
        for (int i = Math.max(0, from); from >= 0 && i < line.length; i++) {
            if (line[i] == '+') {
                return i + 1;
            }
        }
        return -1;
    }

    private static IOException noKey(Path file) {
        return new IOException(file + " is not a key that signs policies: expected one line of"
                + " PRIVATE+KEY+name+hash+base64 of Ed25519 with the right hash, as wardkey policy keygen makes it.");
    }

    private static PolicySigningKey of(String name, SecretBytes seed) {
        return new PolicySigningKey(BundleKey.ed25519(name, seed.use(PolicySigningKey::publicOf)), seed);
    }

    /**
     * The JDK has no words for deriving a public key, but its generator derives one from the bytes that it is
     * given as random. Should it ever do otherwise, {@link #read} refuses by the hash, and nothing is signed.
     */
    private static byte[] publicOf(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", JdkProviders.SUN_EC.provider());
            generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - SEED_BYTES, encoded.length);
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The JDK's provider SunEC has no Ed25519.", e);
        }
    }

    /** Gives the same bytes always. */
    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final transient byte[] bytes;

        FixedRandom(byte[] bytes) {
            super(null, null);
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] wanted) {
            System.arraycopy(bytes, 0, wanted, 0, wanted.length);
        }
    }

    private byte[] line() {
        byte[] typed = seed.use(bytes -> {
            byte[] with = new byte[1 + SEED_BYTES];
            with[0] = 1;
            System.arraycopy(bytes, 0, with, 1, SEED_BYTES);
            return with;
        });
        byte[] base64 = Base64.getEncoder().encode(typed);
        byte[] middle = (publicKey.name() + "+" + publicKey.hash(CRYPTOGRAPHY) + "+").getBytes(StandardCharsets.UTF_8);
        ByteBuffer line = ByteBuffer.allocate(HEAD.length + middle.length + base64.length + 1);
        line.put(HEAD).put(middle).put(base64).put((byte) '\n');
        Arrays.fill(typed, (byte) 0);
        Arrays.fill(base64, (byte) 0);
        return line.array();
    }

    /** @return the public half, for {@code policy-signers} or {@code time-authority} of {@code wardkey.conf} */
    public BundleKey publicKey() {
        return publicKey;
    }

    /**
     * Signs.
     *
     * @param document a document, with whatever signatures it has
     * @return the document with this key's signature, too
     */
    public SignedDocument sign(SignedDocument document) {
        return document.with(publicKey, signature(document.message()), CRYPTOGRAPHY);
    }

    /**
     * Answers a challenge of a home whose {@code time-authority} has this key.
     *
     * @param challenge what is asked
     * @param now what the authority's clock shows, read just before
     * @return the signed answer as text
     */
    public String answer(TimeChallenge challenge, Instant now) {
        TimeAnswer answer = new TimeAnswer(challenge, now);
        byte[] message = answer.text().getBytes(StandardCharsets.UTF_8);
        return answer.note(publicKey, signature(message), CRYPTOGRAPHY);
    }

    private byte[] signature(byte[] message) {
        byte[] copy = seed.copy();
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519", JdkProviders.SUN_EC.provider())
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, copy));
            Signature ed25519 = Signature.getInstance("Ed25519", JdkProviders.SUN_EC.provider());
            ed25519.initSign(key);
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The JDK's provider SunEC has no Ed25519.", e);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    @Override
    public void close() {
        seed.close();
    }

    /** @return the public half alone */
    @Override
    public String toString() {
        return "PolicySigningKey[" + publicKey + "]";
    }
}
