package org.wardkey.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a CAVP file asks, by its name: its records become ACVP tests of the same algorithm, so that the same families
 * answer and judge them. A Monte Carlo chain is one test.
 */
final class CavpKind {
    private static final Map<Integer, String> HASH_BY_BYTES =
            Map.of(20, "SHA-1", 28, "SHA2-224", 32, "SHA2-256", 48, "SHA2-384", 64, "SHA2-512");
    /** File name, and what its records are; the groups of the pattern go to the translation. */
    private static final List<CavpKind> KINDS = List.of(
            new CavpKind("SHA(1|3_\\d{3}|\\d{3}|512_\\d{3})(Short|Long)Msg", CavpKind::hash),
            new CavpKind("SHA(1|3_\\d{3}|\\d{3}|512_\\d{3})Monte", CavpKind::hash),
            new CavpKind("HMAC", CavpKind::hmac),
            new CavpKind("gcm(Decrypt|EncryptExtIV)\\d{3}", CavpKind::gcm),
            new CavpKind("(DVPT|VADT|VNT|VPT|VTT)\\d{3}", CavpKind::ccm),
            new CavpKind("(ECB|CBC|OFB|CFB128|CFB8)(GFSbox|KeySbox|VarKey|VarTxt|MMT|MCT)\\d{3}", CavpKind::block),
            new CavpKind(
                    "T(ECB|CBC|OFB|CFB64|CFB8)(invperm|permop|subtab|varkey|vartext|MMT[123]|Monte[123])",
                    CavpKind::tripleDes),
            new CavpKind("SHAKE(128|256)(ShortMsg|LongMsg|VariableOut)", CavpKind::shake),
            new CavpKind("(KWP?)_(AD|AE)_\\d{3}(_inv)?", CavpKind::wrap),
            new CavpKind("CMAC(Gen|Ver)(AES\\d{3}|TDES[23])", CavpKind::cmac),
            new CavpKind("XTSGenAES\\d{3}", CavpKind::xts),
            new CavpKind("Sig(Gen|Ver)(Component)?", CavpKeys::signature),
            new CavpKind("Sig(Gen|Ver)(15|931|PSS)_186-3", CavpKeys::rsaSignature),
            new CavpKind("KeyPair", CavpKeys::keyPair),
            new CavpKind("KeyGen_RandomProbablyPrime3_3", CavpKeys::rsaKeyPair),
            new CavpKind("PKV", CavpKeys::keyCheck),
            new CavpKind("RSASP1", CavpKeys::rsaPrimitive),
            new CavpKind("RSADPComponent800_56B", CavpKeys::rsaDecryption),
            new CavpKind("KAS_ECC_CDH_PrimitiveTest", CavpKeys::cofactorAgreement),
            new CavpKind("KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_(init|resp)", CavpKeys::hashedSecret));

    private final Pattern fileName;
    private final Translation translation;

    /** Makes an ACVP test of a record. */
    @FunctionalInterface
    private interface Translation {
        Draft draft(Matcher file, CavpRecord record) throws VectorFormatException;
    }

    /** An ACVP test in the making. */
    record Draft(
            String algorithm,
            String mode,
            Map<String, Object> group,
            Map<String, Object> test,
            Map<String, Object> answer) {
        static Draft of(String algorithm) {
            return of(algorithm, "");
        }

        static Draft of(String algorithm, String mode) {
            return new Draft(algorithm, mode, new HashMap<>(), new HashMap<>(), new HashMap<>());
        }
    }

    private CavpKind(String fileName, Translation translation) {
        this.fileName = Pattern.compile(fileName + "\\.(rsp|txt|fax)");
        this.translation = translation;
    }

    /** The kind of a file by its last name; empty when this module does not know it. */
    static Optional<CavpKind> of(String fileName) {
        return KINDS.stream()
                .filter(kind -> kind.fileName.matcher(fileName).matches())
                .findFirst();
    }

    /** Whether the records of a section are one chain. */
    static boolean isChain(String fileName) {
        return fileName.contains("MCT") || fileName.contains("Monte");
    }

    /** One test of the records of a chain, or of one record alone. */
    VectorTest test(String fileName, List<CavpRecord> records, int tcId) throws VectorFormatException {
        Matcher file = fileName(fileName);
        CavpRecord first = records.get(0);
        Draft draft = translation.draft(file, first);
        if (isChain(fileName)) {
            List<JsonObject> results = new ArrayList<>();
            for (CavpRecord record : records) {
                Draft result = translation.draft(file, record);
                Map<String, Object> all = new HashMap<>(result.test());
                all.putAll(result.answer());
                results.add(new JsonObject(all, record.where()));
            }
            draft.group().put("testType", "MCT");
            draft.answer().clear();
            draft.answer().put("resultsArray", results);
        } else {
            draft.group().putIfAbsent("testType", "AFT");
        }
        draft.test().put("tcId", String.valueOf(tcId));
        draft.test().put("comment", first.comment());
        return new VectorTest(
                new JsonObject(Map.of("algorithm", draft.algorithm(), "mode", draft.mode()), first.where()),
                new JsonObject(draft.group(), first.where()),
                new JsonObject(draft.test(), first.where()),
                new JsonObject(draft.answer(), first.where()),
                Question.Projection.NONE);
    }

    private Matcher fileName(String name) {
        Matcher matcher = fileName.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a file of this kind: " + name);
        }
        return matcher;
    }

    private static Draft hash(Matcher file, CavpRecord record) throws VectorFormatException {
        String name = file.group(1);
        Draft draft = Draft.of(
                name.startsWith("3_")
                        ? "SHA3-" + name.substring(2)
                        : name.equals("1") ? "SHA-1" : "SHA2-" + name.replace('_', '/'));
        String message = record.has("seed") ? "seed" : "msg";
        draft.test().put("msg", record.text(message));
        draft.test().put("len", record.has("len") ? record.text("len") : bits(record.text(message)));
        draft.group().put("mctVersion", "standard");
        draft.answer().put("md", record.text("md"));
        return draft;
    }

    private static Draft hmac(Matcher file, CavpRecord record) throws VectorFormatException {
        String hash = HASH_BY_BYTES.get(record.number("l"));
        if (hash == null) {
            throw new VectorFormatException(record.where(), "no hash function of " + record.text("l") + " bytes");
        }
        Draft draft = Draft.of("HMAC-" + hash);
        draft.test().put("key", record.text("key"));
        draft.test().put("msg", record.text("msg"));
        draft.test().put("keyLen", bits(record.text("key")));
        draft.test().put("msgLen", bits(record.text("msg")));
        draft.test().put("macLen", bits(record.text("mac")));
        draft.answer().put("mac", record.text("mac"));
        return draft;
    }

    private static Draft gcm(Matcher file, CavpRecord record) throws VectorFormatException {
        boolean encrypt = file.group(1).startsWith("Encrypt");
        Draft draft = Draft.of("ACVP-AES-GCM");
        draft.group().put("ivGen", "external");
        aead(draft, record, encrypt);
        draft.group().put("ivLen", record.text("ivlen"));
        draft.group().put("tagLen", record.text("taglen"));
        draft.group().put("aadLen", record.text("aadlen"));
        draft.group().put("payloadLen", record.text("ptlen"));
        for (String name : List.of("iv", "aad")) {
            draft.test().put(name, record.text(name));
        }
        if (encrypt) {
            draft.test().put("pt", record.text("pt"));
            draft.answer().put("ct", record.text("ct"));
            draft.answer().put("tag", record.text("tag"));
            return draft;
        }
        draft.test().put("ct", record.text("ct"));
        draft.test().put("tag", record.text("tag"));
        return opened(draft, record, record.failed() ? "" : record.text("pt"));
    }

    private static Draft ccm(Matcher file, CavpRecord record) throws VectorFormatException {
        boolean encrypt = !file.group(1).equals("DVPT");
        Draft draft = Draft.of("ACVP-AES-CCM");
        aead(draft, record, encrypt);
        for (String name : List.of("nlen ivLen", "alen aadLen", "plen payloadLen", "tlen tagLen")) {
            String[] names = name.split(" ");
            draft.group().put(names[1], String.valueOf(record.number(names[0]) * Byte.SIZE));
        }
        draft.test().put("iv", record.text("nonce"));
        draft.test().put("aad", record.cut("adata", record.number("alen")));
        String payload = record.has("payload") ? record.cut("payload", record.number("plen")) : "";
        draft.test().put(encrypt ? "pt" : "ct", encrypt ? payload : record.text("ct"));
        if (!encrypt) {
            return opened(draft, record, payload);
        }
        draft.answer().put("ct", record.text("ct"));
        return draft;
    }

    private static void aead(Draft draft, CavpRecord record, boolean encrypt) throws VectorFormatException {
        direction(draft, encrypt);
        draft.test().put("key", record.text("key"));
        draft.group().put("keyLen", bits(record.text("key")));
    }

    private static Draft block(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("ACVP-AES-" + file.group(1));
        aead(draft, record, record.encrypts());
        if (record.has("iv")) {
            draft.test().put("iv", record.text("iv"));
        }
        return crypted(draft, record, "plaintext", "ciphertext");
    }

    private static Draft xts(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("ACVP-AES-XTS");
        aead(draft, record, record.encrypts());
        draft.group().put("keyLen", String.valueOf(record.text("key").length() * 2));
        draft.test().put("payloadLen", record.text("dataunitlen"));
        boolean number = record.has("dataunitseqnumber");
        draft.test().put(number ? "sequenceNumber" : "tweakValue", record.text(number ? "dataunitseqnumber" : "i"));
        return crypted(draft, record, "pt", "ct");
    }

    private static Draft tripleDes(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("ACVP-TDES-" + file.group(1));
        direction(draft, record.encrypts());
        tripleKey(draft, record);
        if (record.has("iv")) {
            draft.test().put("iv", record.text("iv"));
        }
        return crypted(draft, record, "plaintext", "ciphertext");
    }

    /** Known answers have one key in three places. */
    private static void tripleKey(Draft draft, CavpRecord record) throws VectorFormatException {
        for (String name : List.of("key1", "key2", "key3")) {
            draft.test().put(name, record.text(record.has("keys") ? "keys" : name));
        }
        boolean twoKeys = record.has("keys") || record.text("key1").equals(record.text("key3"));
        draft.group().put("keyingOption", twoKeys ? "2" : "1");
    }

    private static Draft shake(Matcher file, CavpRecord record) throws VectorFormatException {
        Draft draft = Draft.of("SHAKE-" + file.group(1));
        draft.test().put("msg", record.text("msg"));
        draft.test().put("len", record.has("len") ? record.text("len") : bits(record.text("msg")));
        draft.test().put("outLen", record.text("outputlen"));
        draft.answer().put("md", record.text("output"));
        return draft;
    }

    private static Draft crypted(Draft draft, CavpRecord record, String plain, String cipher)
            throws VectorFormatException {
        boolean encrypt = record.encrypts();
        (encrypt ? draft.test() : draft.answer()).put("pt", record.text(plain));
        (encrypt ? draft.answer() : draft.test()).put("ct", record.text(cipher));
        return draft;
    }

    private static Draft wrap(Matcher file, CavpRecord record) throws VectorFormatException {
        boolean encrypt = file.group(2).equals("AE");
        Draft draft = Draft.of("ACVP-AES-" + file.group(1));
        direction(draft, encrypt);
        draft.group().put("kwCipher", file.group(3) == null ? "cipher" : "inverse");
        draft.group().put("keyLen", bits(record.text("k")));
        draft.test().put("key", record.text("k"));
        if (encrypt) {
            draft.test().put("pt", record.text("p"));
            draft.answer().put("ct", record.text("c"));
            return draft;
        }
        draft.test().put("ct", record.text("c"));
        return opened(draft, record, record.failed() ? "" : record.text("p"));
    }

    private static Draft cmac(Matcher file, CavpRecord record) throws VectorFormatException {
        boolean aes = file.group(2).startsWith("AES");
        Draft draft = Draft.of(aes ? "CMAC-AES" : "CMAC-TDES");
        String direction = file.group(1).toLowerCase(Locale.ROOT);
        String message = record.cut("msg", record.number("mlen"));
        draft.group().put("direction", direction);
        if (aes) {
            draft.group().put("keyLen", bits(record.text("key")));
            draft.test().put("key", record.text("key"));
        } else {
            tripleKey(draft, record);
        }
        draft.group().put("msgLen", bits(message));
        draft.group().put("macLen", String.valueOf(record.number("tlen") * Byte.SIZE));
        draft.test().put("message", message);
        if (direction.equals("gen")) {
            draft.answer().put("mac", record.text("mac"));
            return draft;
        }
        draft.test().put("mac", record.text("mac"));
        draft.answer().put("testPassed", !record.failed());
        return draft;
    }

    private static void direction(Draft draft, boolean encrypt) {
        draft.group().put("direction", encrypt ? "encrypt" : "decrypt");
    }

    private static Draft opened(Draft draft, CavpRecord record, String plaintext) {
        draft.answer().put("testPassed", !record.failed());
        if (!record.failed()) {
            draft.answer().put("pt", plaintext);
        }
        return draft;
    }

    static String bits(String hex) {
        return String.valueOf(hex.length() * 4);
    }
}
