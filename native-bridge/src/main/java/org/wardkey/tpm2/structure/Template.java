package org.wardkey.tpm2.structure;

import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidParameterSpecException;
import java.util.HexFormat;

/**
 * Public areas from which every TPM makes the same primary keys again. Sources: TCG EK Credential Profile 2.5 §B.3 and §B.4 (templates L-1, L-2,
 * H-1 to H-4), TCG TPM v2.0 Provisioning Guidance 1.0 §7.5.1 (SRK).
 */
public final class Template {
    private static final HexFormat HEX = HexFormat.of();

    /** PolicySecret(TPM_RH_ENDORSEMENT). */
    private static final byte[] POLICY_A_SHA256 =
            HEX.parseHex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");

    /** PolicyA or PolicyAuthorizeNV(0x01C07F01). */
    private static final byte[] POLICY_B_SHA256 =
            HEX.parseHex("ca3d0a99a2b93906f7a3342414efcfb3a385d44cd1fd459089d19b5071c0b7a0");

    /** PolicyA or PolicyAuthorizeNV(0x01C07F02). */
    private static final byte[] POLICY_B_SHA384 = HEX.parseHex(
            "b26e7d28d11a50bc53d882bcf5fd3a1a074148bb35d3b4e4cb1c0ad9bde419cacb47ba09699646150f9fc000f3f80e12");

    /** PolicyA or PolicyAuthorizeNV(0x01C07F03). */
    private static final byte[] POLICY_B_SHA512 =
            HEX.parseHex("b8221ca69e8550a4914de3faa6a18c072cc01208073a928d5d66d59ef79e49a4"
                    + "29c41a6b269571d57edb25fbdb1838425608b413cd616a5f6db5b6071af99bea");

    private static final Attributes STORAGE = Attributes.BORN_HERE.with(Attributes.RESTRICTED | Attributes.DECRYPT);
    private static final Attributes SRK = STORAGE.with(Attributes.USER_WITH_AUTH | Attributes.NO_DA);
    private static final Attributes EK_LOW = STORAGE.with(Attributes.ADMIN_WITH_POLICY);
    private static final Attributes EK_HIGH = EK_LOW.with(Attributes.USER_WITH_AUTH);

    private Template() {}

    /** Returns the storage root key of RSA 2048; it is kept at 0x81000001. */
    public static Public srkRsa2048() {
        return new Public(HashAlgorithm.SHA256, SRK, new byte[0], rsa(Symmetric.AES_128_CFB, 2048, new byte[256]));
    }

    /** Returns the storage root key of P-256. */
    public static Public srkP256() {
        return new Public(
                HashAlgorithm.SHA256, SRK, new byte[0], ecc(Symmetric.AES_128_CFB, Curve.P256, zeros(Curve.P256)));
    }

    /** Returns the storage root key of P-384, which no guidance has: as swtpm_setup makes it. */
    public static Public srkP384() {
        return new Public(
                HashAlgorithm.SHA384, SRK, new byte[0], ecc(Symmetric.AES_256_CFB, Curve.P384, zeros(Curve.P384)));
    }

    /** Returns the endorsement key of template L-1. */
    public static Public ekRsa2048() {
        return new Public(
                HashAlgorithm.SHA256, EK_LOW, POLICY_A_SHA256.clone(), rsa(Symmetric.AES_128_CFB, 2048, new byte[256]));
    }

    /** Returns the endorsement key of template L-2. */
    public static Public ekP256() {
        return new Public(
                HashAlgorithm.SHA256,
                EK_LOW,
                POLICY_A_SHA256.clone(),
                ecc(Symmetric.AES_128_CFB, Curve.P256, zeros(Curve.P256)));
    }

    /** Returns the endorsement key of template H-1. */
    public static Public ekRsa2048High() {
        return new Public(
                HashAlgorithm.SHA256, EK_HIGH, POLICY_B_SHA256.clone(), rsa(Symmetric.AES_128_CFB, 2048, new byte[0]));
    }

    /** Returns the endorsement key of template H-2. */
    public static Public ekP256High() {
        return new Public(
                HashAlgorithm.SHA256,
                EK_HIGH,
                POLICY_B_SHA256.clone(),
                ecc(Symmetric.AES_128_CFB, Curve.P256, EccPoint.EMPTY));
    }

    /** Returns the endorsement key of template H-4. */
    public static Public ekP521() {
        return new Public(
                HashAlgorithm.SHA512,
                EK_HIGH,
                POLICY_B_SHA512.clone(),
                ecc(Symmetric.AES_256_CFB, Curve.P521, EccPoint.EMPTY));
    }

    /** Returns the endorsement key of template H-3. */
    public static Public ekP384() {
        return new Public(
                HashAlgorithm.SHA384,
                EK_HIGH,
                POLICY_B_SHA384.clone(),
                ecc(Symmetric.AES_256_CFB, Curve.P384, EccPoint.EMPTY));
    }

    /** Returns a signing key over a curve, for ECDSA with any hash algorithm. Give it a policy, or {@code userWithAuth}. */
    public static Public ecdsa(Curve curve) {
        return new Public(
                HashAlgorithm.SHA256,
                Attributes.BORN_HERE.with(Attributes.SIGN_ENCRYPT),
                new byte[0],
                ecc(Symmetric.NULL, curve, EccPoint.EMPTY));
    }

    /** Returns a key for ECDH over a curve. */
    public static Public ecdh(Curve curve) {
        return ecdsa(curve).withAttributes(Attributes.BORN_HERE.with(Attributes.DECRYPT));
    }

    /** Returns an attestation key over P-256: restricted, ECDSA with SHA-256. */
    public static Public attestationP256() {
        return new Public(
                HashAlgorithm.SHA256,
                Attributes.BORN_HERE.with(Attributes.SIGN_ENCRYPT | Attributes.RESTRICTED),
                new byte[0],
                new PublicArea.Ecc(
                        Symmetric.NULL, Scheme.ecdsa(HashAlgorithm.SHA256), Curve.P256, Scheme.NULL, EccPoint.EMPTY));
    }

    /** Returns an RSA key that signs, with any scheme. */
    public static Public rsaSigning(int keyBits) {
        return new Public(
                HashAlgorithm.SHA256,
                Attributes.BORN_HERE.with(Attributes.SIGN_ENCRYPT),
                new byte[0],
                rsa(Symmetric.NULL, keyBits, new byte[0]));
    }

    /** Returns an RSA key that decrypts, with any scheme. */
    public static Public rsaDecryption(int keyBits) {
        return rsaSigning(keyBits).withAttributes(Attributes.BORN_HERE.with(Attributes.DECRYPT));
    }

    /** Returns a key for HMAC with one hash algorithm. */
    public static Public hmac(HashAlgorithm hash) {
        return new Public(
                HashAlgorithm.SHA256,
                Attributes.BORN_HERE.with(Attributes.SIGN_ENCRYPT),
                new byte[0],
                new PublicArea.KeyedHash(Scheme.hmac(hash), new byte[0]));
    }

    /** Returns sealed data; they come from outside, so that {@code sensitiveDataOrigin} is clear. */
    public static Public sealed() {
        return new Public(
                HashAlgorithm.SHA256,
                new Attributes(Attributes.FIXED_TPM | Attributes.FIXED_PARENT),
                new byte[0],
                new PublicArea.KeyedHash(Scheme.NULL, new byte[0]));
    }

    /** Returns an ECDSA key from outside, to verify with. */
    public static Public verification(ECPublicKey key) throws InvalidParameterSpecException {
        Curve curve = Curve.of(key.getParams());
        return new Public(
                HashAlgorithm.SHA256,
                new Attributes(Attributes.USER_WITH_AUTH | Attributes.SIGN_ENCRYPT),
                new byte[0],
                ecc(Symmetric.NULL, curve, EccPoint.of(curve, key.getW())));
    }

    /** Returns an RSA key from outside, to verify with. */
    public static Public verification(RSAPublicKey key) {
        int keyBits = key.getModulus().bitLength();
        byte[] modulus = EccPoint.fixed(key.getModulus(), (keyBits + 7) / 8);
        int exponent = key.getPublicExponent().intValueExact();
        return new Public(
                HashAlgorithm.SHA256,
                new Attributes(Attributes.USER_WITH_AUTH | Attributes.SIGN_ENCRYPT),
                new byte[0],
                new PublicArea.Rsa(Symmetric.NULL, Scheme.NULL, keyBits, exponent == 65537 ? 0 : exponent, modulus));
    }

    private static PublicArea rsa(Symmetric symmetric, int keyBits, byte[] unique) {
        return new PublicArea.Rsa(symmetric, Scheme.NULL, keyBits, 0, unique);
    }

    private static PublicArea ecc(Symmetric symmetric, Curve curve, EccPoint unique) {
        return new PublicArea.Ecc(symmetric, Scheme.NULL, curve, Scheme.NULL, unique);
    }

    private static EccPoint zeros(Curve curve) {
        return new EccPoint(new byte[curve.sizeBytes()], new byte[curve.sizeBytes()]);
    }
}
