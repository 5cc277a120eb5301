package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;

/** What may take over a key's alias, and from when on it may originate. */
class SuccessionTest {
    private static final Instant END = Instant.parse("2099-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private WardkeyProvider provider;
    private Administration administration;

    @BeforeEach
    void open() {
        provider = TestHome.in(folder).provider();
        administration = provider.administration();
    }

    private static KeyGenParameters.Builder ordinary(String alias) {
        return KeyGenParameters.builder(alias, Purpose.ENCRYPT, Purpose.DECRYPT)
                .keySizeBits(256)
                .maximumOperations(10)
                .maximumBytes(1000)
                .originationEnd(END)
                .consumptionEnd(END)
                .labels("pump");
    }

    private SecretKey make(KeyGenParameters parameters) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(parameters);
        return generator.generateKey();
    }

    private static Arguments planted(String difference, UnaryOperator<KeyGenParameters.Builder> change) {
        return Arguments.of(difference, change);
    }

    private static KeyGenParameters.Builder may(Purpose first, Purpose... more) {
        return KeyGenParameters.builder("data@next", first, more)
                .keySizeBits(256)
                .maximumOperations(10)
                .maximumBytes(1000)
                .originationEnd(END)
                .consumptionEnd(END)
                .labels("pump");
    }

    static Stream<Arguments> planted() {
        return Stream.of(
                planted("size", b -> b.keySizeBits(128)),
                planted("purposes", b -> may(Purpose.ENCRYPT, Purpose.DECRYPT, Purpose.WRAP, Purpose.UNWRAP)),
                planted("purposes", b -> may(Purpose.ENCRYPT)),
                planted("origination", b -> b.originationEnd(END.plus(Duration.ofDays(1)))),
                planted("consumption", b -> b.consumptionEnd(Instant.MAX)),
                planted("maximum-operations", b -> b.maximumOperations(11)),
                planted("maximum-bytes", b -> b.maximumBytes(1001)),
                planted("exportable", b -> b.exportable(true)),
                planted("audit", b -> b.audit(AuditGranularity.EACH)),
                planted("continuity", b -> b.continuity("care", END)),
                planted("constant-time-required", b -> b.constantTimeRequired(true)),
                planted("labels", b -> b.labels(KeyAuthorizations.TIME_BOOTSTRAP_LABEL)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planted")
    void rotate_plantedSuccessorThatDiffers_refusesAndSaysInWhat(
            String difference, UnaryOperator<KeyGenParameters.Builder> change) throws Exception {
        SecretKey key = make(ordinary("data").build());
        assertThat(make(change.apply(ordinary("data@next")).build())).isNotNull();

        assertThatThrownBy(() -> administration.rotation().rotate("data", Duration.ZERO, false))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K015")
                .hasMessageContaining("differs in " + difference + " (");
        assertThat(stored("data")).isEqualTo(key);
    }

    @Test
    void rotate_importedSuccessorOfAKeyThatWasMadeHere_refuses() throws Exception {
        assertThat(make(ordinary("data").build())).isNotNull();
        store().setEntry(
                        "data@next",
                        new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[32], "AES")),
                        ordinary("data@next").build());

        assertThatThrownBy(() -> administration.rotation().rotate("data", Duration.ZERO, false))
                .hasMessageContaining("WK-K015")
                .hasMessageContaining("imported");
    }

    @Test
    void rotate_successorWithinWhatWasGiven_takesOver() throws Exception {
        assertThat(make(ordinary("data").build())).isNotNull();
        SecretKey next = make(ordinary("data@next")
                .originationEnd(END.minus(Duration.ofDays(1)))
                .build());
        administration.rotation().rotate("data", Duration.ZERO, false);
        assertThat(stored("data")).isEqualTo(next);
    }

    @Test
    void rotate_preparedBeforeTimeAndPolicyMovedOn_takesOver() throws Exception {
        assertThat(make(ordinary("data").build())).isNotNull();
        administration.rotation().prepare("data");
        SecretKey prepared = stored("data@next");
        administration
                .policies()
                .apply(
                        "a",
                        "policy { name = ward, version = 1, keys { few { maximum-operations = 3,"
                                + " maximum-origination-period = 30 days } } }");
        Instant made = administration.show("data@next").facts().created();
        while (!Instant.now().isAfter(made)) {
            Thread.onSpinWait();
        }

        administration.rotation().rotate("data", Duration.ZERO, false);
        assertThat(stored("data")).isEqualTo(prepared);
        // And a successor is itself replaced by one that was prepared.
        administration.rotation().prepare("data");
        prepared = stored("data@next");
        administration.rotation().rotate("data", Duration.ZERO, false);
        assertThat(stored("data")).isEqualTo(prepared);
    }

    @Test
    void rotate_originationNotBegun_successorDoesNotBeginEarlier() throws Exception {
        Instant start = Instant.now().plus(Duration.ofDays(1));
        assertThat(make(KeyGenParameters.builder("open", Purpose.ENCRYPT)
                        .originationStart(start)
                        .build()))
                .isNotNull();
        assertThat(make(KeyGenParameters.builder("closed", Purpose.ENCRYPT)
                        .originationStart(start)
                        .originationEnd(END)
                        .build()))
                .isNotNull();
        for (String alias : new String[] {"open", "closed"}) {
            administration.rotation().rotate(alias, Duration.ZERO, false);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
            cipher.init(Cipher.ENCRYPT_MODE, stored(alias));
            assertThatThrownBy(() -> cipher.doFinal(new byte[3])).as(alias).hasMessageContaining("WK-K005");
        }
        assertThat(store().containsAlias("closed@1")).isTrue();
        KeyAuthorizations open = provider.administration().show("open").facts().authorizations();
        assertThat(open.origination().start()).isEqualTo(start);
        assertThat(origination("closed")).isEqualTo(new Window(start, END));
    }

    private Window origination(String alias) {
        return home().ledger()
                .catalog()
                .find("local", alias)
                .orElseThrow()
                .facts()
                .authorizations()
                .origination();
    }

    private org.wardkey.provider.gate.Home home() {
        return WardkeyRuntime.of(folder.resolve("wardkey.conf").toString()).home();
    }

    private KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        return store;
    }

    private SecretKey stored(String alias) throws Exception {
        return (SecretKey) store().getKey(alias, null);
    }
}
