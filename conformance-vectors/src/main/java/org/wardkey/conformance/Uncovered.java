package org.wardkey.conformance;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the JCA has no standard way to ask for, by the names of the formats. */
final class Uncovered {
    private static final String NO_KBKDF = "the JCA has no key derivation of SP 800-108";
    private static final String NO_PROTOCOL_KDF =
            "the JCA has no key derivation of TLS, SSH, SRTP, IKE, SNMP and X9.63";
    private static final String NO_ENTROPY = "SecureRandom takes no entropy input; Acvp.drbgVectors gives the data";

    static final String NO_CONFIRMATION = "the JCA has no key establishment with derivation and confirmation";
    private static final String NO_FORMAT = "the JCA has no parameters for encryption that keeps a format";

    /** What a name means; the first that fits counts. */
    private record Row(Pattern name, String reason) {
        Row(String name, String reason) {
            this(Pattern.compile(name), reason);
        }
    }

    private static final List<Row> ACVP = List.of(
            new Row("KDF|KDF KMAC", NO_KBKDF),
            new Row("KDA (OneStep|OneStepNoCounter|TwoStep)", "the JCA has no key derivation of SP 800-56C but HKDF"),
            new Row("(kdf-components|TLS-v1\\.[23] KDF).*", NO_PROTOCOL_KDF),
            new Row("KAS-(ECC|FFC|IFC|KC)( Sp800.*)?", NO_CONFIRMATION),
            new Row("(cSHAKE|TupleHash|ParallelHash)(XOF)?-\\d+", "MessageDigest takes no parameters"),
            new Row("ACVP-AES-FF[13].*", NO_FORMAT),
            new Row("ACVP-AES-CBC-CS[12]", "the JCA's CTS is CBC-CS3, and has no other ciphertext stealing"),
            new Row("ConditioningComponent.*", "the JCA has no conditioning of entropy"),
            new Row("DSA (pqgGen|pqgVer)", "the JCA shows no seeds and counters of DSA's parameters"));

    private static final List<Row> WYCHEPROOF = List.of(
            new Row("PrimalityTest|EcCurveTest", "no provider is asked: it is a matter of numbers alone"),
            new Row("Fpe(Str|List)Test", NO_FORMAT),
            new Row("JsonWeb.*", "the JCA has no JSON Web Signature, Encryption and Key"));

    private static final List<Row> CAVP = List.of(
            new Row("(CTR|Hash|HMAC)_DRBG\\.rsp", NO_ENTROPY),
            new Row("KDF(CTR|Feedback|DblPipeline)_gen\\.rsp", NO_KBKDF),
            new Row("(ssh|tls|srtp|snmp|ikev[12].*|ansx963_.*|tpm)\\.rsp", NO_PROTOCOL_KDF),
            new Row("T(CBC|OFB)I.*\\.rsp", "the JCA has no interleaved modes of triple DES"),
            new Row("SHAKE\\d+Monte\\.rsp", "Monte Carlo test of SHAKE: MessageDigest has one output length"),
            new Row("T?CFB1(?!28).*\\.rsp", "message of bits that do not fill bytes"));

    private Uncovered() {}

    /** Why no provider can be asked; empty when it is this program that does not ask. */
    static Optional<String> acvp(String algorithmAndMode) {
        return reason(ACVP, algorithmAndMode);
    }

    static Optional<String> wycheproof(String type) {
        return reason(WYCHEPROOF, type);
    }

    static Optional<String> cavp(String fileName) {
        return reason(CAVP, fileName);
    }

    private static Optional<String> reason(List<Row> rows, String name) {
        return rows.stream()
                .filter(row -> row.name().matcher(name).matches())
                .map(Row::reason)
                .findFirst();
    }
}
