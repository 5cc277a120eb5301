package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.List;
import java.util.Map;

/** Runs Wycheproof files (schema version 1, plain or gzip) against a provider. */
public final class Wycheproof {
    /** Which family judges a group, by the group's type and, where that is not enough, the file's algorithm. */
    private static final Map<String, Family> FAMILIES = Map.ofEntries(
            Map.entry("AeadTest AES-GCM", new WycheproofAead(AeadMode.GCM)),
            Map.entry("AeadTest AES-CCM", new WycheproofAead(AeadMode.CCM)),
            Map.entry("AeadTest AES-GCM-SIV", new WycheproofAead(AeadMode.GCM_SIV)),
            Map.entry("AeadTest CHACHA20-POLY1305", new WycheproofAead(AeadMode.CHACHA20_POLY1305)),
            Map.entry("IndCpaTest AES-CBC-PKCS5", new WycheproofCbc()),
            Map.entry("MacTest AES-CMAC", new WycheproofMac("AES-CMAC", "AESCMAC")),
            Map.entry("MacWithIvTest AES-GMAC", new WycheproofGmac()),
            Map.entry("MacTest KMAC128", new WycheproofMac("KMAC", "KMAC128")),
            Map.entry("MacTest KMAC256", new WycheproofMac("KMAC", "KMAC256")),
            Map.entry("KeywrapTest AES-WRAP", new WycheproofKeyWrap("AES-KW", false)),
            Map.entry("KeywrapTest AES-KWP", new WycheproofKeyWrap("AES-KWP", true)),
            Map.entry("MacTest HMACSHA1", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA224", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA256", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA384", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA512", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA3-224", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA3-256", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA3-384", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA3-512", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA512/224", new WycheproofHmac()),
            Map.entry("MacTest HMACSHA512/256", new WycheproofHmac()),
            Map.entry("MlDsaVerify", new MlDsaVerify("ML-DSA")),
            Map.entry("MlDsaSign", new WycheproofMlDsaSign()),
            Map.entry("MLKEMTest", new WycheproofMlKem()),
            Map.entry("MLKEMKeyGen", new WycheproofMlKem()),
            Map.entry("MLKEMEncapsTest", new WycheproofMlKem()),
            Map.entry("MLKEMDecapsValidationTest", new WycheproofMlKem()),
            Map.entry("HkdfTest", new WycheproofHkdf()),
            Map.entry("PbkdfTest", new Pbkdf2()),
            Map.entry("EcdsaVerify", new WycheproofVerify("ECDSA verify", WycheproofVerify.Scheme.ECDSA_DER)),
            Map.entry("EcdsaP1363Verify", new WycheproofVerify("ECDSA verify", WycheproofVerify.Scheme.ECDSA_P1363)),
            Map.entry("DsaVerify", new WycheproofVerify("DSA verify", WycheproofVerify.Scheme.DSA_DER)),
            Map.entry("DsaP1363Verify", new WycheproofVerify("DSA verify", WycheproofVerify.Scheme.DSA_P1363)),
            Map.entry("EddsaVerify", new WycheproofVerify("EdDSA verify", WycheproofVerify.Scheme.EDDSA)),
            Map.entry("RsassaPkcs1Verify", new WycheproofVerify("RSA-PKCS1 verify", WycheproofVerify.Scheme.RSA_PKCS1)),
            Map.entry("RsassaPkcs1Generate", new WycheproofRsaSign()),
            Map.entry("RsassaPssVerify", new WycheproofVerify("RSA-PSS verify", WycheproofVerify.Scheme.RSA_PSS)),
            Map.entry(
                    "RsassaPssWithParametersVerify",
                    new WycheproofVerify("RSA-PSS verify", WycheproofVerify.Scheme.RSA_PSS_WITH_PARAMETERS)),
            Map.entry("RsaesPkcs1Decrypt", new WycheproofPkcs1Decrypt()),
            Map.entry("PbeTest", new WycheproofPbe()),
            Map.entry("RsaesOaepDecrypt", new WycheproofOaep()),
            Map.entry("EcdhTest", new WycheproofEcdh()),
            Map.entry("EcdhPemTest", new WycheproofEcdh()),
            Map.entry("EcdhEcpointTest", new WycheproofEcdh()),
            Map.entry("EcdhWebcryptoTest", new WycheproofEcdh()),
            Map.entry("XdhComp", new WycheproofXdh()),
            Map.entry("XdhAsnComp", new WycheproofXdh()),
            Map.entry("XdhPemComp", new WycheproofXdh()),
            Map.entry("XdhJwkComp", new WycheproofXdh()));

    private Wycheproof() {}

    /**
     * Runs one file.
     *
     * @param file the file
     * @param underTest the provider under test
     * @param capability what it declares
     * @throws VectorFormatException when the file is no Wycheproof file, with the position
     * @throws IOException when it cannot be read
     */
    public static Report runFile(Path file, Provider underTest, Capability capability) throws IOException {
        String name = String.valueOf(file.getFileName());
        Bench bench = Bench.of(underTest, underTest, capability);
        return new Report(List.of(bench.run(set(VectorFile.of(file, name), name))));
    }

    static VectorSet set(VectorFile file, String name) {
        return new VectorSet(name, file.inputs(), visitor -> each(file, name, visitor));
    }

    private static VectorSet.Counted each(VectorFile file, String name, VectorSet.Visitor visitor) throws IOException {
        JsonObject header = file.headers().get(0);
        Count count = new Count();
        file.groups(0, group -> {
            Family family = family(header, group);
            count.family = family.name();
            for (JsonObject test : group.objects("tests")) {
                count.tests++;
                visitor.visit(family, new VectorTest(header, group, test, JsonObject.EMPTY, Question.Projection.NONE));
            }
        });
        if (header.size("numberOfTests") != count.tests) {
            throw new VectorFormatException(
                    name, "announces " + header.text("numberOfTests") + " tests and holds " + count.tests);
        }
        return new VectorSet.Counted(count.family, count.tests);
    }

    private static Family family(JsonObject header, JsonObject group) throws VectorFormatException {
        String type = group.text("type");
        String algorithm = header.textOr("algorithm", "");
        Family byType = FAMILIES.get(type);
        if (byType != null) {
            return byType;
        }
        Family byAlgorithm = FAMILIES.get(type + " " + algorithm);
        if (byAlgorithm != null) {
            return byAlgorithm;
        }
        String what = Verdict.printable(algorithm.isEmpty() ? type : algorithm);
        return Family.notRun(
                "(other) " + what,
                Uncovered.wycheproof(type)
                        .map(Verdict::notExpressible)
                        .orElseGet(() -> Verdict.outside("algorithm " + what + " (" + type + ")")));
    }

    /** What the visitor of the groups counts. */
    private static final class Count {
        private String family = "(empty)";
        private int tests;
    }
}
