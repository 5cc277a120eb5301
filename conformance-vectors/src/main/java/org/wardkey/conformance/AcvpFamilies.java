package org.wardkey.conformance;

import java.util.Map;

/** Which family answers and judges an ACVP set. */
final class AcvpFamilies {
    static final String TDES_CMAC = "DESedeCMAC";

    private static final Family NO_ENTROPY_INPUT = Family.notRun(
            "DRBG", Verdict.notExpressible("SecureRandom takes no entropy input; Acvp.drbgVectors gives the data"));
    private static final Family STATEFUL = Family.notRun(
            "LMS keys and signatures",
            Verdict.notExpressible("the JCA makes no keys and signatures of LMS from a seed"));
    /** Which family judges a set, by algorithm and, where that is not enough, mode. */
    private static final Map<String, Family> FAMILIES = Map.ofEntries(
            Map.entry("SHA2-224", new AcvpSha()),
            Map.entry("SHA2-256", new AcvpSha()),
            Map.entry("SHA2-384", new AcvpSha()),
            Map.entry("SHA2-512", new AcvpSha()),
            Map.entry("SHA2-512/224", new AcvpSha()),
            Map.entry("SHA2-512/256", new AcvpSha()),
            Map.entry("SHA-1", new AcvpSha()),
            Map.entry("SHA3-224", new AcvpSha()),
            Map.entry("SHA3-256", new AcvpSha()),
            Map.entry("SHA3-384", new AcvpSha()),
            Map.entry("SHA3-512", new AcvpSha()),
            Map.entry("HMAC-SHA-1", new AcvpHmac()),
            Map.entry("HMAC-SHA3-224", new AcvpHmac()),
            Map.entry("HMAC-SHA3-256", new AcvpHmac()),
            Map.entry("HMAC-SHA3-384", new AcvpHmac()),
            Map.entry("HMAC-SHA3-512", new AcvpHmac()),
            Map.entry("HMAC-SHA2-224", new AcvpHmac()),
            Map.entry("HMAC-SHA2-256", new AcvpHmac()),
            Map.entry("HMAC-SHA2-384", new AcvpHmac()),
            Map.entry("HMAC-SHA2-512", new AcvpHmac()),
            Map.entry("HMAC-SHA2-512/224", new AcvpHmac()),
            Map.entry("HMAC-SHA2-512/256", new AcvpHmac()),
            Map.entry("SHAKE-128", new AcvpShake()),
            Map.entry("SHAKE-256", new AcvpShake()),
            Map.entry("KMAC-128", new AcvpMac("KMAC", "KMAC128")),
            Map.entry("KMAC-256", new AcvpMac("KMAC", "KMAC256")),
            Map.entry("CMAC-AES", new AcvpMac("AES-CMAC", "AESCMAC")),
            Map.entry("ACVP-AES-GMAC", new AcvpGmac()),
            Map.entry("ACVP-AES-ECB", new AcvpBlockCipher(BlockMode.ECB)),
            Map.entry("ACVP-AES-CBC", new AcvpBlockCipher(BlockMode.CBC)),
            Map.entry("ACVP-AES-CTR", new AcvpBlockCipher(BlockMode.CTR)),
            Map.entry("ACVP-AES-XTS", new AcvpXts()),
            Map.entry("ACVP-AES-CCM", new AcvpJoinedAead(AeadMode.CCM)),
            Map.entry("ACVP-AES-GCM-SIV", new AcvpJoinedAead(AeadMode.GCM_SIV)),
            Map.entry("ACVP-AES-CBC-CS3", new AcvpBlockCipher(BlockMode.CBC_CS3)),
            Map.entry("ACVP-AES-GCM", new AcvpAesGcm()),
            Map.entry("ACVP-AES-KW", new AcvpKeyWrap("AES-KW", false)),
            Map.entry("ACVP-AES-KWP", new AcvpKeyWrap("AES-KWP", true)),
            Map.entry("ECDSA keyGen", new AcvpKeyGen("ECDSA keys")),
            Map.entry("EDDSA keyGen", new AcvpKeyGen("EdDSA keys")),
            Map.entry("RSA keyGen", new AcvpKeyGen("RSA keys")),
            Map.entry("ECDSA keyVer", new AcvpKeyVer("ECDSA key check")),
            Map.entry("EDDSA keyVer", new AcvpKeyVer("EdDSA key check")),
            Map.entry("ECDSA sigVer", new AcvpVerify("ECDSA verify")),
            Map.entry("ECDSA sigGen", new AcvpSign("ECDSA sign")),
            Map.entry("EDDSA sigVer", new AcvpVerify("EdDSA verify")),
            Map.entry("EDDSA sigGen", new AcvpSign("EdDSA sign")),
            Map.entry("RSA sigVer", new AcvpVerify("RSA verify")),
            Map.entry("RSA sigGen", new AcvpSign("RSA sign")),
            Map.entry("KAS-ECC-SSC", new AcvpAgreement()),
            Map.entry("XECDH SSC", new AcvpAgreement()),
            Map.entry(
                    "DetECDSA sigGen",
                    Family.notRun("DetECDSA sign", Verdict.notExpressible("the JCA has no deterministic ECDSA"))),
            Map.entry("LMS sigVer", new AcvpLms()),
            Map.entry("LMS sigGen", STATEFUL),
            Map.entry("LMS keyGen", STATEFUL),
            Map.entry("ML-DSA sigVer", new MlDsaVerify("ML-DSA")),
            Map.entry("ML-DSA keyGen", AcvpMessageSignature.mlDsaKeys()),
            Map.entry("ML-DSA sigGen", AcvpMessageSignature.mlDsa()),
            Map.entry("XECDH keyGen", new AcvpXecdhKeyGen()),
            Map.entry("RSA decryptionPrimitive", new AcvpRsaPrimitive()),
            Map.entry("RSA signaturePrimitive", new AcvpRsaPrimitive()),
            Map.entry("SLH-DSA keyGen", AcvpMessageSignature.slhDsaKeys()),
            Map.entry("SLH-DSA sigGen", AcvpMessageSignature.slhDsa()),
            Map.entry("SLH-DSA sigVer", new MlDsaVerify("SLH-DSA")),
            Map.entry("ML-KEM keyGen", new AcvpMlKem()),
            Map.entry("ML-KEM encapDecap", new AcvpMlKem()),
            Map.entry("KDA HKDF", new AcvpHkdf()),
            Map.entry("ACVP-AES-OFB", new AcvpBlockCipher(BlockMode.OFB)),
            Map.entry("ACVP-AES-CFB8", new AcvpBlockCipher(BlockMode.CFB8)),
            Map.entry("ACVP-AES-CFB128", new AcvpBlockCipher(BlockMode.CFB128)),
            Map.entry("CMAC-TDES", new AcvpMac("TDES-CMAC", TDES_CMAC)),
            Map.entry("DSA keyGen", new AcvpDsa("DSA keys")),
            Map.entry("DSA sigGen", new AcvpDsa("DSA sign")),
            Map.entry("DSA sigVer", new AcvpDsa("DSA verify")),
            Map.entry("KAS-FFC-SSC", new AcvpFiniteField(false)),
            Map.entry("KAS-IFC-SSC", new AcvpRsaAgreement()),
            Map.entry("KTS-IFC", new AcvpKeyTransport()),
            Map.entry("safePrimes keyGen", new AcvpFiniteField(true)),
            Map.entry("KAS-ECC CDH-Component", new AcvpCofactorAgreement()),
            Map.entry("ACVP-TDES-ECB", new AcvpTdes(TdesMode.ECB)),
            Map.entry("ACVP-TDES-CBC", new AcvpTdes(TdesMode.CBC)),
            Map.entry("ACVP-TDES-OFB", new AcvpTdes(TdesMode.OFB)),
            Map.entry("ACVP-TDES-CFB8", new AcvpTdes(TdesMode.CFB8)),
            Map.entry("ACVP-TDES-CFB64", new AcvpTdes(TdesMode.CFB64)),
            Map.entry("PBKDF", new Pbkdf2()),
            Map.entry("hashDRBG", NO_ENTROPY_INPUT),
            Map.entry("hmacDRBG", NO_ENTROPY_INPUT),
            Map.entry("ctrDRBG", NO_ENTROPY_INPUT));

    private AcvpFamilies() {}

    static Family of(JsonObject header) {
        String algorithm = header.textOr("algorithm", "");
        String mode = header.textOr("mode", "");
        Family byAlgorithm = FAMILIES.get(algorithm);
        if (byAlgorithm != null) {
            return byAlgorithm;
        }
        Family byMode = FAMILIES.get(algorithm + " " + mode);
        if (byMode != null) {
            return byMode;
        }
        String what = Verdict.printable((algorithm + " " + mode).strip());
        return Family.notRun(
                "(other) " + what,
                Uncovered.acvp((algorithm + " " + mode).strip())
                        .map(Verdict::notExpressible)
                        .orElseGet(() -> Verdict.outside("algorithm " + what)));
    }
}
