package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The library under test: the operating system's, or the one that {@code wardkey.test.libcrypto} names. */
final class TestLibcrypto {
    /** Loaded once per JVM, like in production. */
    static final Libcrypto LIBCRYPTO = load();

    private TestLibcrypto() {}

    static Optional<Path> path() {
        return Optional.ofNullable(System.getProperty("wardkey.test.libcrypto")).map(Path::of);
    }

    private static Libcrypto load() {
        Libcrypto.Loaded loaded = Libcrypto.load(path());
        return loaded.libcrypto().orElseThrow(() -> new AssertionError(loaded.reason()));
    }

    /** Whether it is OpenSSL 3.5 or later, which has the algorithms of FIPS 203, 204 and 205. */
    static boolean isOpenssl35() {
        LibcryptoCapabilities capabilities = LIBCRYPTO.capabilities();
        return capabilities.flavor() == LibcryptoCapabilities.Flavor.OPENSSL_3
                && capabilities.versionNumber() >= 0x30500000L;
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    static void assertErrorQueueEmpty() {
        assertThat(LibcryptoSymbols.ERR_peek_error() & 0xFFFFFFFFL).isZero();
    }

    static KeyPair jdkEc(Curve curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp" + curve.sizeBits() + "r1"));
        return generator.generateKeyPair();
    }

    static KeyPair jdk(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    static KeyPair jdkRsa(int sizeBits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(sizeBits);
        return generator.generateKeyPair();
    }

    /** Encodes numbers that the JDK's key factory would refuse. */
    static byte[] spki(RSAPublicKeySpec rsa) {
        byte[] key = tlv(
                0x30,
                tlv(2, rsa.getModulus().toByteArray()),
                tlv(2, rsa.getPublicExponent().toByteArray()));
        return tlv(0x30, hex("300D06092A864886F70D0101010500"), tlv(3, new byte[1], key));
    }

    private static byte[] tlv(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteBuffer encoded = ByteBuffer.allocate(length + 4).put((byte) tag);
        if (length < 128) {
            encoded.put((byte) length);
        } else {
            encoded.put((byte) 0x82).putShort((short) length);
        }
        Arrays.stream(parts).forEach(encoded::put);
        return Arrays.copyOf(encoded.array(), encoded.position());
    }

    static EvpKey privateKey(KeyPair pair) {
        return EvpKey.fromPkcs8(LIBCRYPTO, pair.getPrivate().getEncoded());
    }

    static EvpKey publicKey(KeyPair pair) {
        return EvpKey.fromSpki(LIBCRYPTO, pair.getPublic().getEncoded());
    }

    static byte[] digest(Digest digest, byte[] message) throws GeneralSecurityException {
        return MessageDigest.getInstance(jdkName(digest)).digest(message);
    }

    /** Returns the JCA's name, such as {@code SHA-512/256}. */
    static String jdkName(Digest digest) {
        return isSha3(digest)
                ? digest.name().replace('_', '-')
                : digest.name().replace("SHA", "SHA-").replace('_', '/');
    }

    static boolean isSha3(Digest digest) {
        return digest.name().startsWith("SHA3_");
    }

    static byte[] flip(byte[] bytes, int position) {
        byte[] flipped = bytes.clone();
        flipped[position] ^= 1;
        return flipped;
    }
}
