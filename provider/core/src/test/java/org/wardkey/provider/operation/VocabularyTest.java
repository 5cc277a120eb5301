package org.wardkey.provider.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.operation.Mechanism.Family;

class VocabularyTest {
    @Property
    void parse_anyMechanism_isWhatWasWritten(
            @ForAll Family family,
            @ForAll Digest digest,
            @ForAll Digest mgf1Digest,
            @ForAll @IntRange(max = 600) int saltSizeBytes) {
        Mechanism mechanism = new Mechanism(family, digest, mgf1Digest, saltSizeBytes);
        assertThat(Mechanism.parse(mechanism.toString())).isEqualTo(mechanism);
    }

    @Test
    void toString_pss_namesMgf1AndSalt() {
        assertThat(Mechanism.pss(Digest.SHA_256, Digest.SHA_384, 20))
                .hasToString("RSASSA-PSS with SHA-256, MGF1 SHA-384, salt 20");
        assertThat(Mechanism.oaep(Digest.SHA_256, Digest.SHA_1)).hasToString("RSAES-OAEP with SHA-256, MGF1 SHA-1");
        assertThat(Mechanism.of(Family.AES_GCM)).hasToString("AES-GCM");
    }

    @Test
    void parse_otherText_refuses() {
        for (String text : new String[] {"", "AES-GCM with", "ROT13", "ECDSA with MD5", "ECDSA with SHA-256, salt x"}) {
            assertThatThrownBy(() -> Mechanism.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static KeyAuthorizations labelled(Set<String> labels) {
        KeyAuthorizations plain = KeyAuthorizations.defaultsFor(KeyType.AES);
        return new KeyAuthorizations(
                plain.purposes(),
                plain.digests(),
                plain.paddings(),
                plain.origination(),
                plain.consumption(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                plain.audit(),
                plain.continuity(),
                false,
                labels);
    }

    @Test
    void encode_withLabels_isVersion2AndDecodes() {
        KeyAuthorizations authorizations = labelled(Set.of("ward-3", "archive", "life.support"));
        assertThat(authorizations.encode())
                .startsWith("version=2\n")
                .endsWith("\nlabels=archive,life.support,ward-3\n");
        assertThat(KeyAuthorizations.decode(authorizations.encode())).isEqualTo(authorizations);
    }

    @Test
    void encode_withoutLabels_isByteForByteWhatVersion1Wrote() {
        assertThat(labelled(Set.of()).encode()).isEqualTo("""
                version=1
                purposes=ENCRYPT,DECRYPT,WRAP,UNWRAP
                digests=
                paddings=
                origination-start=-1000000000-01-01T00:00:00Z
                origination-end=+1000000000-12-31T23:59:59.999999999Z
                consumption-start=-1000000000-01-01T00:00:00Z
                consumption-end=+1000000000-12-31T23:59:59.999999999Z
                maximum-operations=
                maximum-bytes=
                exportable=false
                audit=AGGREGATE
                continuity-owner=
                continuity-until=
                constant-time-required=false
                """);
    }

    @Test
    void labels_notWords_refuses() {
        for (String label : new String[] {"", "A", "a,b", "a=b", "a\nb", "-a", "a".repeat(64)}) {
            assertThatThrownBy(() -> labelled(Set.of(label))).hasMessageContaining("labels");
        }
        assertThat(KeyGenParameters.builder("a", Purpose.SIGN)
                        .labels("b", "a")
                        .build()
                        .authorizations(KeyType.EC_P256)
                        .labels())
                .containsExactly("a", "b");
    }

    /** An application that checks a password compares two derived keys, or their encodings. */
    @Test
    void refusedKeys_compared_areNeverEqual() {
        Refusal refusal = new Refusal(RefusalCode.SERVICE_NOT_APPROVED, "Too short.");
        WardkeySecretKey one = WardkeySecretKey.refused("AES", KeyType.AES, refusal);
        WardkeySecretKey other = WardkeySecretKey.refused("AES", KeyType.AES, refusal);
        assertThat(List.of(other, one)).containsOnlyOnce(one).hasSize(2);
        assertThat(one).isNotEqualTo(other);
        assertThat(one.getEncoded()).isNull();
        WardkeySecretKey right = WardkeySecretKey.refusedDerivation("PBKDF2WithHmacSHA256", refusal);
        WardkeySecretKey wrong = WardkeySecretKey.refusedDerivation("PBKDF2WithHmacSHA256", refusal);
        assertThat(right).isNotEqualTo(wrong);
        assertThatThrownBy(() -> MessageDigest.isEqual(right.getEncoded(), wrong.getEncoded()))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-M002")
                .hasMessageContaining("Too short.");
    }

    @Test
    void code_everyRefusal_isItsOwn() {
        assertThat(Arrays.stream(RefusalCode.values()).map(RefusalCode::code)).doesNotHaveDuplicates();
    }
}
