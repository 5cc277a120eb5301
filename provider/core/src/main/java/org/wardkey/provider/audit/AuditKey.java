package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;

/**
 * The key that signs a home's checkpoints; used for nothing else, and not by way of the provider: the
 * provider's own work is what it vouches for.
 *
 * <pre>
 * audit.key, readable by its owner alone:
 *   PRIVATE+KEY+name+hash+base64(0x01 || seed, 32 bytes) LF
 *   name+hash+base64(0x01 || public key) LF
 *   base64(HMAC-SHA-256(seed, the first two lines with their LF)) LF
 * audit.pub: the second line
 * name = wardkey/audit/ and 16 hexadecimal digits of SHA-256(public key)
 * </pre>
 *
 * <p>Thread-safe.
 *
 * <p>Source: C2SP signed-note.
 */
final class AuditKey {
    static final String FILE = "audit.key";
    static final String PUBLIC_FILE = "audit.pub";
    private static final String PRIVATE = "PRIVATE+KEY+";
    private static final int SECRET_CHARACTERS = 44;
    private static final int CODE_CHARACTERS = 44;
    private static final int HOME_ID_BYTES = 8;

    private final PrivateKey key;
    private final VerifierKey verifier;
    private final byte[] reserveKey;

    private AuditKey(byte[] seed, VerifierKey verifier) throws GeneralSecurityException {
        this.key = KeyFactory.getInstance("Ed25519", JdkCrypto.sunEc())
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        this.verifier = verifier;
        this.reserveKey =
                JdkCrypto.hmacSha256(seed).doFinal("wardkey audit reserve 1".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads the key of a home, and makes one if there is none. Whole and durable when this returns; of
     * several processes that do so at once, all end up with the same key.
     *
     * <p>To be called on a thread that nobody interrupts.
     *
     * @param folder the folder of logs
     * @param random gives a new key
     */
    static AuditKey openOrCreate(Path folder, SecureRandom random) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            create(folder, file, random);
        }
        AuditKey key = open(folder);
        Path verifier = folder.resolve(PUBLIC_FILE);
        if (!Files.exists(verifier)) {
            publish(verifier, key.verifier);
        }
        AuditDisk.syncFolder(folder);
        return key;
    }

    /**
     * Reads the key of a home.
     *
     * @param folder the folder of logs
     */
    static AuditKey open(Path folder) throws IOException {
        return read(folder.resolve(FILE));
    }

    private static void create(Path folder, Path file, SecureRandom random) throws IOException {
        Path fresh = Files.createTempFile(
                folder,
                "audit",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        byte[] text = generate(random);
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                AuditDisk.writeFully(channel, ByteBuffer.wrap(text), 0);
                channel.force(true);
            }
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its key is the one.
            if (Files.size(file) == 0) {
                throw e;
            }
        } finally {
            Arrays.fill(text, (byte) 0);
            Files.deleteIfExists(fresh);
        }
    }

    private static void publish(Path file, VerifierKey verifier) throws IOException {
        try {
            AuditDisk.REAL.replace(file, ByteBuffer.wrap((verifier + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchFileException e) {
            // Another process did the same under the same name, and was first.
            if (!Files.exists(file)) {
                throw e;
            }
        }
    }

    private static byte[] generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", JdkCrypto.sunEc());
            generator.initialize(NamedParameterSpec.ED25519, random);
            KeyPair pair = generator.generateKeyPair();
            byte[] point = encode((EdECPublicKey) pair.getPublic());
            VerifierKey verifier = VerifierKey.of(name(point), VerifierKey.ED25519, point);
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            byte[] typed = new byte[1 + seed.length];
            typed[0] = VerifierKey.ED25519;
            System.arraycopy(seed, 0, typed, 1, seed.length);
            byte[] head = (PRIVATE + verifier.name() + "+" + HexFormat.of().formatHex(verifier.id()) + "+")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] secret = Base64.getEncoder().encode(typed);
            byte[] tail = ("\n" + verifier + "\n").getBytes(StandardCharsets.US_ASCII);
            int lines = head.length + secret.length + tail.length;
            ByteBuffer text = ByteBuffer.allocate(lines + CODE_CHARACTERS + 1);
            text.put(head).put(secret).put(tail);
            text.put(code(seed, text.array(), lines)).put((byte) '\n');
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(typed, (byte) 0);
            Arrays.fill(secret, (byte) 0);
            return text.array();
        } catch (GeneralSecurityException e) {
            throw new ProviderException("Expected Ed25519 from the JDK's provider SunEC.", e);
        }
    }

    private static byte[] code(byte[] seed, byte[] text, int length) {
        Mac mac = JdkCrypto.hmacSha256(seed);
        mac.update(text, 0, length);
        return Base64.getEncoder().encode(mac.doFinal());
    }

    private static String name(byte[] publicKey) {
        byte[] hash = JdkCrypto.sha256().digest(publicKey);
        return "wardkey/audit/" + HexFormat.of().formatHex(hash, 0, HOME_ID_BYTES);
    }

    /** Source: RFC 8032 §5.1.2. */
    private static byte[] encode(EdECPublicKey key) {
        byte[] big = key.getPoint().getY().toByteArray();
        byte[] point = new byte[VerifierKey.KEY_BYTES];
        for (int i = 0; i < Math.min(big.length, point.length); i++) {
            point[i] = big[big.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            point[point.length - 1] |= (byte) 0x80;
        }
        return point;
    }

    private static AuditKey read(Path file) throws IOException {
        byte[] text = Files.readAllBytes(file);
        byte[] seed = new byte[0];
        try {
            String[] lines = new String(text, StandardCharsets.US_ASCII).split("\n", -1);
            if (lines.length == 4
                    && lines[3].isEmpty()
                    && lines[0].startsWith(PRIVATE)
                    && lines[0].length() > PRIVATE.length() + SECRET_CHARACTERS) {
                VerifierKey verifier = VerifierKey.parse(lines[1]);
                // Base64 may have a plus, so it is found from the end.
                seed = Base64.getDecoder().decode(lines[0].substring(lines[0].length() - SECRET_CHARACTERS));
                byte[] own = Arrays.copyOfRange(seed, 1, seed.length);
                try {
                    // A code, not a signature tried out: that would cost a program's start a tenth of a second.
                    byte[] expected = code(own, text, lines[0].length() + lines[1].length() + 2);
                    if (MessageDigest.isEqual(expected, lines[2].getBytes(StandardCharsets.US_ASCII))) {
                        return new AuditKey(own, verifier);
                    }
                } finally {
                    Arrays.fill(own, (byte) 0);
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("Expected an audit key in " + file + ": it was altered.", e);
        } finally {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
        throw new IOException("Expected an audit key in " + file + ": it was altered.");
    }

    /** The key that the checkpoints of a home are verified with, as the home has it. */
    static VerifierKey verifier(Path folder) throws IOException {
        return VerifierKey.parse(Files.readString(folder.resolve(PUBLIC_FILE), StandardCharsets.US_ASCII)
                .stripTrailing());
    }

    VerifierKey verifier() {
        return verifier;
    }

    /** The origin line of a log's checkpoints. */
    String origin(String log) {
        return verifier.name() + "/" + log;
    }

    SignedNote.Line sign(String text) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519", JdkCrypto.sunEc());
            ed25519.initSign(key);
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return new SignedNote.Line(verifier.name(), verifier.id(), ed25519.sign());
        } catch (GeneralSecurityException e) {
            throw new ProviderException("Expected Ed25519 from the JDK's provider SunEC.", e);
        }
    }

    /** What authenticates the reserve of a full disk. */
    Mac reserveMac() {
        return JdkCrypto.hmacSha256(reserveKey);
    }
}
