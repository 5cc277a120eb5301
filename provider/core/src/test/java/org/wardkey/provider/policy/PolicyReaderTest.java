package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.RefusalCode;

class PolicyReaderTest {
    private static final String EVERYTHING = """
            policy {
              name = ward-pumps
              version = 7
              extends = [nist-sp800-57]
              algorithms {
                rsa {
                  when { token = [ward, tpm0], alias = ["icu-*", "pump-??"], label = life-support
                         certificate-issuer = "O=Klinikum,CN=Device CA*", certificate-subject = "CN=*"
                         key-type = rsa, imported = true }
                  algorithm = [RSASSA-PSS, ml-kem-1024]
                  digest = [SHA-256, sha-512/256]
                  key-type = rsa
                  purpose = sign
                  key-bits-below = 4096
                  strength-below = 128
                  require { algorithm = RSASSA-PSS, digest = SHA-512, key-type = rsa, minimum-key-bits = 3072, minimum-strength = 128 }
                  verdict = legacy-only
                  from = 2031-01-01
                  until = "2032-01-01T12:00:00Z"
                  observe-until = 2030-01-01
                  reason = "because"
                  source = "SP 800-131A"
                }
              }
              keys {
                pumps {
                  purpose = [encrypt, decrypt]
                  maximum-origination-period = 2 years
                  maximum-consumption-period = 1 week
                  maximum-operations = "2^32"
                  maximum-bytes = 64 GiB
                  allowed-purposes = [encrypt, decrypt]
                  exportable = false
                  constant-time = required
                  minimum-audit = each
                  enforce = true
                }
              }
              exceptions {
                archive { lifts = nist-sp800-57/minimum-strength, when { alias = "archive-*" }
                          owner = "Radiology", reason = "replaced in spring", expires = 2027-06-30 }
              }
            }
            """;

    @Test
    void read_everyKey_isTaken() throws Exception {
        PolicyDocument document = PolicyReader.read("ward.conf", EVERYTHING);
        assertThat(document.name()).isEqualTo("ward-pumps");
        assertThat(document.version()).isEqualTo(7);
        assertThat(document.extended()).containsExactly("nist-sp800-57");
        assertThat(document.rules()).hasSize(2);

        KeyRule pumps = (KeyRule) document.rules().get(0);
        assertThat(pumps.purposes()).isEqualTo(Set.of(Purpose.ENCRYPT, Purpose.DECRYPT));
        assertThat(pumps.maximumOriginationPeriod()).contains(new CryptoPeriod(2, ChronoUnit.YEARS));
        assertThat(pumps.maximumConsumptionPeriod()).contains(new CryptoPeriod(1, ChronoUnit.WEEKS));
        assertThat(pumps.maximumOperations()).hasValue(1L << 32);
        assertThat(pumps.maximumBytes()).hasValue(64L << 30);
        assertThat(pumps.exportDenied() && pumps.constantTimeRequired() && pumps.auditEach())
                .isTrue();

        AlgorithmRule rsa = (AlgorithmRule) document.rules().get(1);
        assertThat(rsa.scope().algorithms()).isEqualTo(Set.of(AlgorithmName.RSASSA_PSS, AlgorithmName.ML_KEM_1024));
        assertThat(rsa.scope().digests()).isEqualTo(Set.of(Digest.SHA_256, Digest.SHA_512_256));
        assertThat(rsa.requirement().orElseThrow().minimumKeyBits()).hasValue(3072);
        assertThat(rsa.verdict()).isEqualTo(Verdict.LEGACY_ONLY);
        assertThat(rsa.effect().start()).isEqualTo(TestKeys.day("2031-01-01"));
        assertThat(rsa.header().when().keyTypes()).isEqualTo(Set.of(KeyType.RSA));
        assertThat(rsa.header().place()).isEqualTo("ward.conf:6");
        assertThat(document.exceptions().get(0).lifts()).isEqualTo(new RuleId("nist-sp800-57", "minimum-strength"));
        assertThat(document.exceptions().get(0).owner()).isEqualTo("Radiology");
    }

    @Test
    void write_everyKey_readsBackToTheSame() throws Exception {
        PolicyDocument document = PolicyReader.read("ward.conf", EVERYTHING);
        String written = PolicyWriter.write(document);
        assertThat(PolicyWriter.write(PolicyReader.read("ward.conf", written))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name = a | expected version",
                "version = 1 | expected name",
                "name = A, version = 1 | expected a name of 1 to 63 characters",
                "name = a, version = 0 | whole number from 1",
                "name = a, version = 1.5 | whole number",
                "name = a, version = 1, rules { } | unknown key rules",
                "name = a, version = 1, extends = [] | at least one value",
                "name = a, version = 1, name = b | each key once",
                "name = ${NAME}, version = 1 | no substitution",
                "name = ${?HOME}, version = 1 | no substitution",
                "include url(\"http://127.0.0.1:1/p\") | no include other than",
                "include \"b.conf\" | no include here",
                "K r { maximum-origination-period = 90 } | Expected a number and a unit",
                "K r { maximum-origination-period = 90d } | Expected a number and a unit",
                "K r { maximum-origination-period = 90 moons } | Expected seconds",
                "K r { maximum-origination-period = 0 days } | Expected a period of 1",
                "K r { maximum-bytes = 100 } | number and a unit",
                "K r { maximum-bytes = 0 bytes } | at least 1 byte",
                "K r { maximum-bytes = 9999999999999 TiB } | less than 2^63",
                "K r { maximum-operations = 1.5 } | Expected a number",
                "K r { maximum-operations = \"2^63\" } | Expected a number",
                "K r { maximum-operations = 0 } | Expected a number",
                "K r { exportable = true } | only takes away",
                "K r { constant-time = false } | only takes away",
                "K r { minimum-audit = aggregate } | least there is",
                "K r { purpose = sign } | expected a limit in this rule",
                "K r { purpose = [sing], exportable = false } | expected purpose to be some of [sign",
                "K r { exportable = false, enforce = false } | observe-until = DATE",
                "K r { exportable = false, enforce = true, observe-until = 2030-01-01 } | got both",
                "K r { exportable = false, observe-until = soon } | expected observe-until to be a date",
                "K r { exportable = false, observe-until = 2030-13-01 } | to be a date",
                "K r { exportable = false, override = true } | expected reason",
                "K r { exportable = false, override = yes } | true or false",
                "K r { exportable = false, when { } } | expected a choice of keys",
                "K r { exportable = false, when { colour = red } } | unknown key colour",
                "K r { exportable = false, when { certificate-issuer = CA } } | Expected parts TYPE=VALUE",
                "K Rule { exportable = false } | expected a name",
                "K r = 1 | expected a block for r",
                "A r { algorithm = RSASSA-PSS } | expected verdict",
                "A r { verdict = forbidden } | expected verdict to be some of",
                "A r { verdict = allowed } | expected from or until",
                "A r { verdict = allowed, require { digest = SHA-256 } } | expected verdict = denied or legacy-only",
                "A r { algorithm = ROT13, verdict = denied } | expected algorithm to be some of",
                "A r { verdict = denied, from = 2031-01-01, until = 2030-01-01 } | expected until after from",
                "A r { require { } } | expected a requirement",
                "A r { require { minimum = 1 } } | unknown key minimum",
                "A r { strength-below = many, verdict = denied } | whole number",
                "X x { } | expected lifts",
                "X x { lifts = r } | POLICY/RULE",
                "X x { lifts = p/r, owner = o, reason = r, expires = 2030-01-01 } | expected when",
                "X x { lifts = p/r, when { alias = a }, reason = r, expires = 2030-01-01 } | expected owner",
                "X x { lifts = p/r, when { alias = a }, owner = o, expires = 2030-01-01 } | expected reason",
                "X x { lifts = p/r, when { alias = a }, owner = o, reason = r } | expected expires",
                "X x { lifts = p/r, when { alias = a }, owner = \" \", reason = r, expires = 2030-01-01 } | expected owner",
            })
    void read_mistake_saysFileLineAndWhatToDo(String text, String expected) {
        String body = text.startsWith("K ")
                ? "name = a, version = 1\nkeys {\n" + text.substring(2) + "\n}"
                : text.startsWith("A ")
                        ? "name = a, version = 1\nalgorithms {\n" + text.substring(2) + "\n}"
                        : text.startsWith("X ")
                                ? "name = a, version = 1\nexceptions {\n" + text.substring(2) + "\n}"
                                : text;
        assertThatThrownBy(() -> PolicyReader.read("ward.conf", "policy {\n" + body + "\n}"))
                .isInstanceOfSatisfying(
                        PolicyProblem.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.POLICY_UNREADABLE))
                .hasMessageMatching("(?s)ward\\.conf: [1-9].*")
                .hasMessageContaining(expected.strip());
    }

    @Test
    void read_ruleNamedTwice_refuses() {
        assertThatThrownBy(
                        () -> PolicyReader.read(
                                "a.conf",
                                "policy { name = a, version = 1\nalgorithms { r { verdict = denied } }\nkeys { r { exportable = false } } }"))
                .hasMessageStartingWith("a.conf: 3: ")
                .hasMessageContaining("once");
    }

    @Test
    void read_tooManyRules_refuses() {
        StringBuilder text = new StringBuilder("policy { name = a, version = 1, keys {\n");
        for (int i = 0; i <= PolicyReader.MOST_RULES; i++) {
            text.append("r").append(i).append(" { exportable = false }\n");
        }
        assertThatThrownBy(() -> PolicyReader.read("a.conf", text.append("} }").toString()))
                .hasMessageContaining("at most 1000 rules");
    }

    @Test
    void read_deepOrHuge_refuses() {
        assertThatThrownBy(() -> PolicyReader.read("a.conf", "policy { ".repeat(100_000)))
                .hasMessageContaining("16 deep");
        assertThatThrownBy(() -> PolicyReader.read("a.conf", "policy { }\n#" + "x".repeat(1 << 20)))
                .hasMessageContaining("1048576");
    }

    @Test
    void read_includesOfTheCaller_areTaken() throws Exception {
        Map<String, String> files = Map.of("limits.conf", "keys {\n r { exportable = false }\n}");
        PolicyDocument document = PolicyReader.read(
                "a.conf",
                "policy { name = a, version = 1\ninclude \"limits.conf\"\n}",
                name -> Optional.ofNullable(files.get(name)));
        assertThat(document.rules().get(0).header().place()).isEqualTo("limits.conf:2");
    }
}
