package org.wardkey.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.conformance.CavpKind.Draft;

/**
 * What CAVP files of keys, signatures and key agreement ask. Their names say little: {@code SigVer.rsp} is DSA's where it has
 * domain parameters, else ECDSA's. A file of what a laboratory once generated is asked anew, since nothing in it is to be
 * repeated.
 */
final class CavpKeys {
    private static final Pattern DSA_SIZES = Pattern.compile("mod = L=(\\d+), N=(\\d+)(?:, (SHA-\\d+))?");
    /** The sets of SP 800-56A, and the curve and hash function that each stands for in these files. */
    private static final Map<String, String> SETS =
            Map.of("EA", "P-192", "EB", "P-224", "EC", "P-256", "ED", "P-384", "EE", "P-521");

    private static final Pattern SET = Pattern.compile("(E[A-E]) - SHA(\\d+)");
    /** What the party itself would notice about its own key, which is no input of an agreement. */
    private static final Pattern OWN_KEY = Pattern.compile("F \\(\\d+ - IUT's Static public key.*");

    private static final Map<String, String> RSA_TYPES = Map.of("15", "pkcs1v1.5", "931", "ansx9.31", "PSS", "pss");

    private CavpKeys() {}

    static Draft signature(Matcher file, CavpRecord record) throws VectorFormatException {
        String mode = "sig" + file.group(1);
        Draft draft = record.has("g") ? dsa(mode, record) : ecdsa(mode, record);
        draft.group().put("componentTest", file.group(2) != null);
        draft.test().put("message", even(record.text("msg")));
        if (mode.equals("sigVer")) {
            put(draft, record, "r", "s");
            draft.answer().put("testPassed", !record.failed());
        }
        return draft;
    }

    private static Draft ecdsa(String mode, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("ECDSA", mode);
        String section = record.text(CavpFile.SECTION);
        draft.group().put("curve", record.text(CavpFile.CURVE));
        draft.group().put("hashAlg", digest(section.substring(section.indexOf(',') + 1)));
        if (mode.equals("sigVer")) {
            put(draft, record, "qx", "qy");
        }
        return draft;
    }

    private static Draft dsa(String mode, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("DSA", mode);
        Matcher sizes = DSA_SIZES.matcher(record.text(CavpFile.SECTION));
        if (!sizes.matches()) {
            throw new VectorFormatException(record.where(), "no sizes of DSA: " + record.text(CavpFile.SECTION));
        }
        draft.group().put("l", sizes.group(1));
        draft.group().put("n", sizes.group(2));
        Optional.ofNullable(sizes.group(3)).ifPresent(digest -> draft.group().put("hashAlg", digest(digest)));
        if (mode.equals("sigVer")) {
            for (String name : List.of("p", "q", "g")) {
                draft.group().put(name, even(record.text(name)));
            }
            put(draft, record, "y");
        }
        return draft;
    }

    static Draft rsaSignature(Matcher file, CavpRecord record) throws VectorFormatException {
        boolean verify = file.group(1).equals("Ver");
        Draft draft = Draft.of("RSA", verify ? "sigVer" : "sigGen");
        String digest = digest(record.text("shaalg"));
        draft.group().put("sigType", RSA_TYPES.get(file.group(2)));
        draft.group().put("modulo", record.text("mod"));
        draft.group().put("hashAlg", digest);
        draft.group().put("saltLen", String.valueOf(verify ? givenSalt(record) : ownSalt(record, digest)));
        draft.test().put("message", even(record.text("msg")));
        if (verify) {
            draft.group().put("n", even(record.text("n")));
            draft.group().put("e", even(record.text("e")));
            draft.test().put("signature", even(record.text("s")));
            draft.answer().put("testPassed", !record.failed());
        }
        return draft;
    }

    private static int givenSalt(CavpRecord record) throws VectorFormatException {
        String salt = record.has("saltval") ? record.text("saltval") : "";
        // The files write 00 for none.
        return salt.equals("00") ? 0 : salt.length() / 2;
    }

    /** What signs chooses its salt: as long as the hash, or as what fits. Source: FIPS 186-4 §5.5. */
    private static int ownSalt(CavpRecord record, String digest) throws VectorFormatException {
        int hashBytes = RegistrationEntries.digestBits(digest) / Byte.SIZE;
        return Math.min(hashBytes, record.number("mod") / Byte.SIZE - hashBytes - 2);
    }

    static Draft keyPair(Matcher file, CavpRecord record) throws VectorFormatException {
        if (record.has("g")) {
            return dsa("keyGen", record);
        }
        Draft draft = Draft.of("ECDSA", "keyGen");
        draft.group().put("curve", record.text(CavpFile.CURVE));
        draft.group()
                .put(
                        "secretGenerationMode",
                        record.text(CavpFile.SECTION).contains("Extra") ? "extra bits" : "testing candidates");
        return draft;
    }

    static Draft rsaKeyPair(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("RSA", "keyGen");
        draft.group().put("modulo", record.text("mod"));
        draft.group().put("randPQ", "B.3.3");
        return draft;
    }

    static Draft keyCheck(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("ECDSA", "keyVer");
        draft.group().put("curve", record.text(CavpFile.CURVE));
        put(draft, record, "qx", "qy");
        draft.answer().put("testPassed", !record.failed());
        return draft;
    }

    static Draft rsaPrimitive(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("RSA", "signaturePrimitive");
        put(draft, record, "n", "p", "q", "e", "d");
        draft.test().put("message", even(record.text("em")));
        if (record.text("s").startsWith("FAIL")) {
            draft.answer().put("testPassed", false);
        } else {
            draft.answer().put("signature", even(record.text("s")));
        }
        return draft;
    }

    /** The file has no private key. */
    static Draft rsaDecryption(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("RSA", "decryptionPrimitive");
        put(draft, record, "n", "e");
        draft.test().put("ct", even(record.text("c")));
        return draft;
    }

    static Draft cofactorAgreement(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("KAS-ECC", "CDH-Component");
        draft.group().put("curve", record.text(CavpFile.CURVE));
        draft.test().put("publicServerX", even(record.text("qcavsx")));
        draft.test().put("publicServerY", even(record.text("qcavsy")));
        draft.test().put("privateIut", even(record.text("diut")));
        draft.answer().put("z", even(record.text("ziut")));
        return draft;
    }

    static Draft hashedSecret(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("KAS-ECC-SSC");
        Matcher set = SET.matcher(record.text(CavpFile.SECTION));
        if (!set.matches()) {
            throw new VectorFormatException(record.where(), "no set of SP 800-56A: " + record.text(CavpFile.SECTION));
        }
        draft.group().put("testType", "VAL");
        draft.group().put("scheme", "staticUnified");
        draft.group().put("kasRole", file.group(1).equals("init") ? "initiator" : "responder");
        draft.group().put("domainParameterGenerationMode", String.valueOf(SETS.get(set.group(1))));
        draft.group().put("hashFunctionZ", digest("SHA" + set.group(2)));
        draft.test().put("staticPublicServerX", even(record.text("qscavsx")));
        draft.test().put("staticPublicServerY", even(record.text("qscavsy")));
        draft.test().put("staticPrivateIut", even(record.text("dsiut")));
        draft.test().put("hashZ", even(record.text("cavshashzz")));
        if (OWN_KEY.matcher(record.text("result")).matches()) {
            draft.test().put("ownKeyInvalid", true);
        }
        draft.answer().put("testPassed", !record.failed());
        return draft;
    }

    private static void put(Draft draft, CavpRecord record, String... names) throws VectorFormatException {
        for (String name : names) {
            draft.test().put(name, even(record.text(name)));
        }
    }

    /** Numbers may stand with an odd number of digits. */
    private static String even(String digits) {
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    /** {@code SHA1}, {@code SHA-1}, {@code SHA256} and {@code SHA-256} become ACVP's names. */
    private static String digest(String name) {
        String bits = name.strip().substring("SHA".length()).replace("-", "");
        return bits.equals("1") ? "SHA-1" : "SHA2-" + bits;
    }
}
