package org.wardkey.sdk.cli;

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
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** The private key of who signs windows: PKCS #8 in PEM, as OpenSSL makes it too. It is no managed key. */
final class WindowSigningKey {
    private static final byte[] BEGIN = "-----BEGIN PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n-----END PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_FILE_BYTES = 4096;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private WindowSigningKey() {}

    /**
     * Makes a key and its file, which only its owner may read. Durable when this returns.
     *
     * @return the public key in PEM
     * @throws IOException if the file is there or cannot be written
     */
    static String create(Path file) throws IOException {
        KeyPair pair = generate();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(pkcs8);
        ByteBuffer pem = ByteBuffer.allocate(BEGIN.length + base64.length + END.length)
                .put(BEGIN)
                .put(base64)
                .put(END)
                .flip();
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER))) {
            write(file, channel, pem);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(pem.array(), (byte) 0);
        }
        return KeysShowCommand.pem(pair.getPublic().getEncoded());
    }

    /** The whole key, or no file: this one was made here. */
    private static void write(Path file, FileChannel channel, ByteBuffer pem) throws IOException {
        boolean done = false;
        try {
            while (pem.hasRemaining()) {
                channel.write(pem);
            }
            channel.force(true);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static KeyPair generate() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("This Java runtime makes no EC keys.", e);
        }
    }

    /**
     * Reads a key. The JDK keeps a copy that it does not wipe.
     *
     * @throws IOException if the file cannot be read, is open to group or others, or is no such key; the message says which
     */
    static PrivateKey read(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(permissions)) {
            throw new IOException(file + " is open to others than its owner, got "
                    + PosixFilePermissions.toString(permissions)
                    + ", expected rw-------; whoever could read it may have the key: make a new one.");
        }
        if (Files.size(file) > LARGEST_FILE_BYTES) {
            throw noKey(file);
        }
        byte[] pem = Files.readAllBytes(file);
        try {
            return parse(file, pem);
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }

    private static PrivateKey parse(Path file, byte[] pem) throws IOException {
        int end = pem.length - END.length;
        boolean framed = end > BEGIN.length
                && Arrays.equals(pem, 0, BEGIN.length, BEGIN, 0, BEGIN.length)
                && Arrays.equals(pem, end, pem.length, END, 0, END.length);
        if (!framed) {
            throw noKey(file);
        }
        byte[] base64 = Arrays.copyOfRange(pem, BEGIN.length, end);
        byte[] pkcs8 = new byte[0];
        try {
            pkcs8 = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Its message may have some of the key: it is not kept.
            throw noKey(file);
        } finally {
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static IOException noKey(Path file) {
        return new IOException(
                file + " is not a key that signs windows: expected an EC private key, PKCS #8 in PEM, not"
                        + " encrypted, as wardkey tpm window keygen or openssl genpkey make it.");
    }
}
