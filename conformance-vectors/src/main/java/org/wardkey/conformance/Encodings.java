package org.wardkey.conformance;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * Wraps raw key and signature values into the encodings that the JCA takes.
 *
 * <pre>
 * SubjectPublicKeyInfo  SEQUENCE { SEQUENCE { OID, parameters }, BIT STRING { 0 unused bits, key } }   RFC 5280 §4.1
 * OneAsymmetricKey      SEQUENCE { 0, SEQUENCE { OID }, OCTET STRING { OCTET STRING { key } } }        RFC 8410 §7
 * Ecdsa-Sig-Value       SEQUENCE { INTEGER r, INTEGER s }                                              RFC 3279 §2.2.3
 * </pre>
 */
final class Encodings {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    /** AlgorithmIdentifier contents. Source: RFC 5480 §2.1.1.1, RFC 8410 §3, RFC 9881 §2, RFC 9935 §3, RFC 9909 §3, RFC 9708 §3. */
    private static final Map<String, byte[]> IDENTIFIERS = Map.ofEntries(
            Map.entry("P-256", hex("06072a8648ce3d020106082a8648ce3d030107")),
            Map.entry("P-384", hex("06072a8648ce3d020106052b81040022")),
            Map.entry("P-521", hex("06072a8648ce3d020106052b81040023")),
            Map.entry("Ed25519", hex("06032b6570")),
            Map.entry("Ed448", hex("06032b6571")),
            Map.entry("X25519", hex("06032b656e")),
            Map.entry("X448", hex("06032b656f")),
            Map.entry("ML-DSA-44", hex("0609608648016503040311")),
            Map.entry("ML-DSA-65", hex("0609608648016503040312")),
            Map.entry("ML-DSA-87", hex("0609608648016503040313")),
            Map.entry("HSS/LMS", hex("060b2a864886f70d0109100311")),
            Map.entry("ML-KEM-512", hex("0609608648016503040401")),
            Map.entry("ML-KEM-768", hex("0609608648016503040402")),
            Map.entry("ML-KEM-1024", hex("0609608648016503040403")),
            Map.entry("SLH-DSA-SHA2-128s", hex("0609608648016503040314")),
            Map.entry("SLH-DSA-SHA2-128f", hex("0609608648016503040315")),
            Map.entry("SLH-DSA-SHA2-192s", hex("0609608648016503040316")),
            Map.entry("SLH-DSA-SHA2-192f", hex("0609608648016503040317")),
            Map.entry("SLH-DSA-SHA2-256s", hex("0609608648016503040318")),
            Map.entry("SLH-DSA-SHA2-256f", hex("0609608648016503040319")),
            Map.entry("SLH-DSA-SHAKE-128s", hex("060960864801650304031a")),
            Map.entry("SLH-DSA-SHAKE-128f", hex("060960864801650304031b")),
            Map.entry("SLH-DSA-SHAKE-192s", hex("060960864801650304031c")),
            Map.entry("SLH-DSA-SHAKE-192f", hex("060960864801650304031d")),
            Map.entry("SLH-DSA-SHAKE-256s", hex("060960864801650304031e")),
            Map.entry("SLH-DSA-SHAKE-256f", hex("060960864801650304031f")));

    private Encodings() {}

    /** A point or an Edwards key as SubjectPublicKeyInfo. */
    static byte[] publicKey(String curve, byte[] raw) {
        byte[] bits = concat(new byte[1], raw);
        return element(SEQUENCE, concat(element(SEQUENCE, identifier(curve)), element(BIT_STRING, bits)));
    }

    /** An EdDSA seed or an X25519 or X448 scalar as OneAsymmetricKey. */
    static byte[] edwardsPrivateKey(String curve, byte[] raw) {
        return privateKey(curve, OCTET_STRING, raw);
    }

    /** A private key as OneAsymmetricKey that has its octets and nothing around them. Source: RFC 9909 §6. */
    static byte[] barePrivateKey(String algorithm, byte[] raw) {
        byte[] version = {INTEGER, 1, 0};
        return element(SEQUENCE, concat(version, element(SEQUENCE, identifier(algorithm)), element(OCTET_STRING, raw)));
    }

    /** The octets of such a key. */
    static byte[] bareKey(PrivateKey key) throws InvalidKeyException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("a key without an encoding");
        }
        DerReader outer = new DerReader(encoded).inside(SEQUENCE);
        outer.skip(INTEGER);
        outer.skip(SEQUENCE);
        return outer.contents(OCTET_STRING);
    }

    /** A private key as OneAsymmetricKey, whose value is one element of this tag. */
    static byte[] privateKey(String algorithm, int tag, byte[] raw) {
        byte[] version = {INTEGER, 1, 0};
        byte[] key = element(OCTET_STRING, element(tag, raw));
        return element(SEQUENCE, concat(version, element(SEQUENCE, identifier(algorithm)), key));
    }

    /** The uncompressed form of a point. Source: SEC 1 §2.3.3. */
    static byte[] uncompressed(int fieldBytes, byte[] x, byte[] y) {
        return concat(new byte[] {4}, fixed(x, fieldBytes), fixed(y, fieldBytes));
    }

    static byte[] derSignature(byte[] r, byte[] s) {
        return element(SEQUENCE, concat(integer(r), integer(s)));
    }

    /** {@code r || s}, each as wide as the order. Source: IEEE P1363 E.3.1. */
    static byte[] p1363Signature(int orderBytes, byte[] r, byte[] s) {
        return concat(fixed(r, orderBytes), fixed(s, orderBytes));
    }

    /** The two values of a DER signature, each as wide as the order. Strict: nothing before, between or behind them. */
    static byte[][] ofDerSignature(int orderBytes, byte[] signature) {
        ByteBuffer in = ByteBuffer.wrap(signature);
        int length = open(in, SEQUENCE);
        if (length != in.remaining()) {
            throw new IllegalArgumentException("SEQUENCE of " + length + " bytes in " + in.remaining());
        }
        byte[][] values = {fixed(integer(in), orderBytes), fixed(integer(in), orderBytes)};
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes behind the two values");
        }
        return values;
    }

    /** The two halves of an IEEE P1363 signature. */
    static byte[][] ofP1363Signature(int orderBytes, byte[] signature) {
        if (signature.length != 2 * orderBytes) {
            throw new IllegalArgumentException(signature.length + " bytes where 2 * " + orderBytes + " are due");
        }
        return new byte[][] {
            Arrays.copyOf(signature, orderBytes), Arrays.copyOfRange(signature, orderBytes, signature.length)
        };
    }

    /** The key inside a SubjectPublicKeyInfo of a Montgomery or Edwards curve: its last bytes. */
    static byte[] rawPublicKey(String curve, byte[] subjectPublicKeyInfo) {
        return last(subjectPublicKeyInfo, fieldBytes(curve));
    }

    /**
     * The octets of a key without parameters: of a SubjectPublicKeyInfo the bits, of a PrivateKeyInfo the octet string
     * inside the octet string, or, where seed and expanded key are both there, the latter.
     *
     * <p>Source: RFC 9881 §6, RFC 9935 §6.
     */
    static byte[] rawKey(Key key) throws InvalidKeyException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("a key without an encoding");
        }
        DerReader outer = new DerReader(encoded).inside(SEQUENCE);
        if (key instanceof PublicKey) {
            outer.skip(SEQUENCE);
            byte[] bits = outer.contents(BIT_STRING);
            return Arrays.copyOfRange(bits, 1, bits.length);
        }
        outer.skip(INTEGER);
        outer.skip(SEQUENCE);
        DerReader inner = outer.inside(OCTET_STRING);
        if (inner.next() == SEQUENCE) {
            inner = inner.inside(SEQUENCE);
            inner.skip(OCTET_STRING);
        }
        return inner.contents(OCTET_STRING);
    }

    /** The coordinates of the point inside a SubjectPublicKeyInfo, as {@code PREFIXx} and {@code PREFIXy}. */
    static Fields coordinates(String prefix, String curve, byte[] subjectPublicKeyInfo) {
        int bytes = fieldBytes(curve);
        byte[] point = last(subjectPublicKeyInfo, 2 * bytes);
        boolean upper = !prefix.equals("q");
        return Fields.octets(prefix + (upper ? "X" : "x"), Arrays.copyOf(point, bytes))
                .with(prefix + (upper ? "Y" : "y"), Arrays.copyOfRange(point, bytes, 2 * bytes));
    }

    private static byte[] last(byte[] all, int bytes) {
        return Arrays.copyOfRange(all, all.length - bytes, all.length);
    }

    static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    static int fieldBytes(String curve) {
        return switch (curve) {
            case "P-192" -> 24;
            case "P-224" -> 28;
            case "P-256" -> 32;
            case "K-163", "B-163" -> 21;
            case "K-233", "B-233" -> 30;
            case "K-283", "B-283" -> 36;
            case "K-409", "B-409" -> 52;
            case "K-571", "B-571" -> 72;
            case "P-384" -> 48;
            case "P-521" -> 66;
            case "Ed25519", "X25519" -> 32;
            case "Ed448" -> 57;
            case "X448" -> 56;
            default -> throw new IllegalArgumentException("unknown curve: " + Verdict.printable(curve));
        };
    }

    /** The bytes between a PEM's first and last line. Source: RFC 7468 §3. */
    static byte[] pem(String text) {
        String body = text.replaceAll("-----(BEGIN|END) [A-Z0-9 ]+-----", "");
        return Base64.getMimeDecoder().decode(body);
    }

    static byte[] concat(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int offset = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, offset, part.length);
            offset += part.length;
        }
        return all;
    }

    private static byte[] identifier(String curve) {
        byte[] identifier = IDENTIFIERS.get(curve);
        if (identifier == null) {
            throw new IllegalArgumentException("no key encoding for curve " + Verdict.printable(curve));
        }
        return identifier;
    }

    private static byte[] integer(byte[] unsigned) {
        return element(INTEGER, new BigInteger(1, unsigned).toByteArray());
    }

    private static int open(ByteBuffer in, int tag) {
        if (!in.hasRemaining() || (in.get() & 0xff) != tag || !in.hasRemaining()) {
            throw new IllegalArgumentException("no element of tag " + tag);
        }
        int length = in.get() & 0xff;
        if (length == 0x81 && in.hasRemaining()) {
            length = in.get() & 0xff;
            return length < 0x80 ? -1 : length;
        }
        return length;
    }

    private static byte[] integer(ByteBuffer in) {
        int length = open(in, INTEGER);
        if (length < 1 || length > in.remaining()) {
            throw new IllegalArgumentException("INTEGER of " + length + " bytes in " + in.remaining());
        }
        byte[] value = new byte[length];
        in.get(value);
        if (value[0] < 0 || (length > 1 && value[0] == 0 && value[1] >= 0)) {
            throw new IllegalArgumentException("an INTEGER that is negative or longer than it must be");
        }
        return value;
    }

    /** The same number, as wide as this. */
    static byte[] fixed(byte[] unsigned, int bytes) {
        byte[] value = new BigInteger(1, unsigned).toByteArray();
        if (value.length > bytes + 1 || (value.length == bytes + 1 && value[0] != 0)) {
            throw new IllegalArgumentException("value does not fit in " + bytes + " bytes");
        }
        byte[] padded = new byte[bytes];
        int length = Math.min(value.length, bytes);
        System.arraycopy(value, value.length - length, padded, bytes - length, length);
        return padded;
    }

    private static byte[] element(int tag, byte[] contents) {
        int length = contents.length;
        byte[] header = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return concat(header, contents);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
