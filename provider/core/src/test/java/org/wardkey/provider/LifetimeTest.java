package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.Rotation;
import org.wardkey.provider.administration.TimeSource;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.Housekeeping;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.policy.KeyReport;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.TrustedTime;

/** Policies that change, clocks that are wrong and keys that are replaced, through the JCA. */
class LifetimeTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private WardkeyProvider provider;
    private Administration administration;

    @BeforeEach
    void open() {
        provider = TestHome.in(folder).provider();
        administration = provider.administration();
    }

    private KeyPair pair(String alias, UnaryOperator<KeyGenParameters.Builder> more) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(
                more.apply(KeyGenParameters.builder(alias, Purpose.SIGN)).build());
        return generator.generateKeyPair();
    }

    private byte[] sign(PrivateKey key) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        signature.update((byte) 1);
        return signature.sign();
    }

    private boolean verify(KeyPair pair, byte[] value) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initVerify(pair.getPublic());
        signature.update((byte) 1);
        return signature.verify(value);
    }

    private PrivateKey stored(String alias) throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        return (PrivateKey) store.getKey(alias, null);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    // ---- policy

    private static String document(int version, int strength) {
        return "policy { name = ward, version = " + version + ", algorithms { strong { algorithm = ECDSA, require {"
                + " minimum-strength = " + strength + " } } } }";
    }

    @Test
    void apply_ruleThatDenies_worksAtTheNextOperationAndBack() throws Exception {
        KeyPair pair = pair("pump", b -> b);
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(pair.getPrivate());
        signature.update((byte) 1);
        byte[] before = signature.sign();

        assertThat(administration
                        .policies()
                        .apply("ward.conf", document(1, 192))
                        .name())
                .isEqualTo("ward");

        signature.update((byte) 1);
        assertThatThrownBy(signature::sign)
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("ward/strong");
        assertThat(verify(pair, before)).isTrue();
        administration.policies().apply("ward.conf", document(2, 112));
        assertThat(sign(pair.getPrivate())).isNotEmpty();
    }

    @Test
    void apply_badOrOlderDocument_keepsTheOneBefore() throws Exception {
        assertThat(administration.policies().apply("a", document(5, 112)).version())
                .isEqualTo(5);

        assertThatThrownBy(() -> administration.policies().apply("b", "policy { nonsense = 1 }"))
                .isInstanceOf(PolicyProblem.class)
                .hasMessageContaining("b: 1");
        assertThatThrownBy(() -> administration.policies().apply("c", document(4, 192)))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-P016");

        assertThat(administration.policies().applied())
                .hasValueSatisfying(applied -> assertThat(applied.origin()).isEqualTo("a"));
        assertThat(sign(pair("pump", b -> b).getPrivate())).isNotEmpty();
    }

    @Test
    void apply_alteredInTheStore_refusesManagedKeys() throws Exception {
        KeyPair pair = pair("pump", b -> b);
        administration.policies().apply("a", document(1, 112));
        sql("UPDATE applied_policy SET text = replace(text, '112', '80')");

        await(() -> {
            try {
                return sign(pair.getPrivate()).length == 0;
            } catch (Exception e) {
                return String.valueOf(e.getMessage()).contains("WK-S001");
            }
        });
    }

    @Test
    void apply_smallerLimit_holdsForWhatIsLeft() throws Exception {
        KeyPair pair = pair("pump", b -> b.maximumOperations(1_000_000));
        for (int i = 0; i < 5; i++) {
            assertThat(sign(pair.getPrivate())).isNotEmpty();
        }
        administration
                .policies()
                .apply("a", "policy { name = ward, version = 1, keys { few { maximum-operations = 7 } } }");

        int more = 0;
        try {
            while (true) {
                assertThat(sign(pair.getPrivate())).isNotEmpty();
                more++;
            }
        } catch (SignatureException e) {
            assertThat(e).hasMessageContaining("WK-K009");
        }
        assertThat(more).isEqualTo(2);
        assertThat(administration.show("pump").setBy()).containsEntry("maximum-operations", "ward/few");
    }

    // ---- time

    private void sql(String statement) throws SQLException {
        String database = "jdbc:sqlite:" + folder.resolve("home").resolve("wardkey.db");
        try (Connection c = JDBC.createConnection(database, new Properties());
                Statement s = c.createStatement()) {
            s.execute("PRAGMA busy_timeout=10000");
            s.execute(statement);
        }
    }

    private TrustedTime.State timeState() {
        return administration.time().report().state();
    }

    @Test
    void clockBehindTheMark_originationRefuses_untilRepaired() throws Exception {
        KeyPair pair = pair("pump", b -> b);
        KeyPair bootstrap = pair("clock", b -> b.labels(KeyAuthorizations.TIME_BOOTSTRAP_LABEL));
        byte[] before = sign(pair.getPrivate());
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(KeyGenParameters.builder("data", Purpose.ENCRYPT, Purpose.DECRYPT)
                .keySizeBits(256)
                .build());
        SecretKey data = generator.generateKey();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, data);
        byte[] ciphertext = cipher.doFinal(new byte[4]);
        byte[] iv = cipher.getIV();

        // As the home finds itself in a boot whose clock was set back: its mark lies ten days ahead.
        sql("UPDATE time_mark SET boot = 'another', time = '" + Instant.now().plus(Duration.ofDays(10)) + "'");
        await(() -> timeState() == TrustedTime.State.BEHIND);

        assertThatThrownBy(() -> sign(pair.getPrivate())).hasMessageContaining("WK-C002");
        assertThatThrownBy(() -> pair("another", b -> b)).hasMessageContaining("WK-C002");
        assertThat(verify(pair, before)).isTrue();
        cipher.init(Cipher.DECRYPT_MODE, data, new GCMParameterSpec(128, iv));
        assertThat(cipher.doFinal(ciphertext)).isEqualTo(new byte[4]);
        assertThat(sign(bootstrap.getPrivate())).isNotEmpty();
        assertThat(administration.time().report().problem()).isPresent();

        assertThat(administration.time().repair("the clock is right").state()).isEqualTo(TrustedTime.State.TRUSTED);
        assertThat(sign(pair.getPrivate())).isNotEmpty();
    }

    @Test
    void authenticatedTime_closesWindowsWhateverTheSystemShows() throws Exception {
        KeyPair pair = pair("pump", b -> b.originationEnd(Instant.now().plus(Duration.ofDays(5))));
        assertThat(sign(pair.getPrivate())).isNotEmpty();
        Instant ahead = Instant.now().plus(Duration.ofDays(10));

        administration.time().synchronise(() -> new TimeSource.AuthenticatedTime(ahead, "authority"));

        assertThat(administration.time().report().now()).isAfterOrEqualTo(ahead);
        assertThatThrownBy(() -> sign(pair.getPrivate())).hasMessageContaining("WK-K006");
        administration.time().repair("the authority was wrong");
        assertThat(sign(pair.getPrivate())).isNotEmpty();
    }

    @Test
    void clockYearsAhead_isUsedAndLocksNothing() throws Exception {
        KeyPair pair = pair("pump", b -> b);
        sql("UPDATE time_mark SET boot = 'another', time = '" + Instant.now().minus(Duration.ofDays(548)) + "'");
        await(() -> timeState() == TrustedTime.State.UNTRUSTED);
        assertThat(sign(pair.getPrivate())).isNotEmpty();
        assertThat(administration.list()).allMatch(key -> key.facts().state() == KeyState.ACTIVE);
    }

    // ---- generations

    @Test
    void rotate_keyWithoutCertificate_bothSignUntilTheOverlapEnds() throws Exception {
        KeyPair old = pair("pump", b -> b.originationEnd(Instant.now().plus(Duration.ofDays(90))));
        Rotation.Rotated done = administration.rotation().rotate("pump", Duration.ofHours(1), false);

        assertThat(done.generation()).isEqualTo(1);
        assertThat(sign(old.getPrivate())).isNotEmpty();
        PrivateKey successor = stored("pump");
        assertThat(successor).isNotEqualTo(old.getPrivate());
        assertThat(stored("pump@1")).isEqualTo(old.getPrivate());
        assertThat(sign(successor)).isNotEmpty();
        assertThat(administration
                        .show("pump")
                        .facts()
                        .authorizations()
                        .origination()
                        .end())
                .isAfter(Instant.now().plus(Duration.ofDays(89)));
        assertThat(administration
                        .rotation()
                        .rotate("pump", Duration.ZERO, false)
                        .generation())
                .isEqualTo(2);

        // The second generation had no overlap: it is over at once, and deactivated by and by.
        assertThatThrownBy(() -> sign(successor)).hasMessageContaining("WK-K006");
        assertThat(sign(stored("pump"))).isNotEmpty();
        assertThatThrownBy(() -> administration.rotation().rotate("pump@2", Duration.ZERO, false))
                .hasMessageContaining("replaced");
    }

    @Test
    void rotate_overlapChangedInTheStore_refuses() throws Exception {
        KeyPair old = pair("pump", b -> b);
        assertThat(administration
                        .rotation()
                        .rotate("pump", Duration.ZERO, false)
                        .generation())
                .isEqualTo(1);
        sql("UPDATE succession SET overlap_end = '2099-01-01T00:00:00Z'");
        await(() -> {
            try {
                return sign(old.getPrivate()).length == 0;
            } catch (Exception e) {
                return String.valueOf(e.getMessage()).contains("WK-S001");
            }
        });
    }

    @Test
    void prepare_thenRotate_usesThePreparedSuccessor() throws Exception {
        KeyPair old = pair("pump", b -> b);
        assertThat(administration.rotation().prepare("pump").alias()).isEqualTo("pump@next");
        PrivateKey prepared = stored("pump@next");
        assertThatThrownBy(() -> administration.rotation().prepare("pump")).hasMessageContaining("WK-S005");

        administration.rotation().rotate("pump", Duration.ofHours(1), false);

        assertThat(stored("pump")).isEqualTo(prepared);
        assertThat(stored("pump@1")).isEqualTo(old.getPrivate());
        assertThat(stored("pump@next")).isNull();
    }

    @Test
    void rotate_successorOfAnotherKind_refuses() throws Exception {
        KeyPair old = pair("pump", b -> b);
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(KeyGenParameters.builder("pump@next", Purpose.ENCRYPT)
                .keySizeBits(256)
                .build());
        assertThat(generator.generateKey()).isNotNull();

        assertThatThrownBy(() -> administration.rotation().rotate("pump", Duration.ZERO, false))
                .hasMessageContaining("WK-K015");
        assertThat(stored("pump")).isEqualTo(old.getPrivate());
        assertThat(sign(old.getPrivate())).isNotEmpty();
    }

    @Test
    void sessionKey_limitOfThePolicy_isCountedInMemory() throws Exception {
        administration
                .policies()
                .apply("a", "policy { name = ward, version = 1, keys { few { maximum-operations = 3 } } }");
        KeyGenerator generator =
                KeyGenerator.getInstance("HmacSHA256", TestHome.in(folder).view("local"));
        SecretKey key = generator.generateKey();
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(key);
        for (int i = 0; i < 3; i++) {
            assertThat(mac.doFinal(new byte[1])).hasSize(32);
        }
        assertThatThrownBy(() -> mac.doFinal(new byte[1])).hasMessageContaining("WK-K009");
    }

    // ---- rules that only observe

    /** The codes of the observations in this process's log, with their rules. */
    private List<String> observations() throws Exception {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("home").resolve("audit"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                Matcher matcher = Pattern.compile("(WK-[KP][0-9]{3}): [^\n]{0,300}? Rule (ward/[a-z]+)")
                        .matcher(text);
                while (matcher.find()) {
                    found.add(matcher.group(1) + " " + matcher.group(2));
                }
            }
        }
        return found;
    }

    @Test
    void observedLimitsAndPeriod_refuseNothingAndAreRecordedOnceADay() throws Exception {
        TestHome durable = TestHome.with(folder, "home = home\naudit { durability = durable }\n");
        provider = durable.provider();
        administration = provider.administration();
        KeyPair pair = pair("pump", b -> b);
        String observed = "observe-until = 2099-01-01 }";
        administration
                .policies()
                .apply(
                        "a",
                        "policy { name = ward, version = 1, keys { few { maximum-operations = 3, " + observed
                                + "\n small { maximum-bytes = 2 bytes, " + observed
                                + "\n many { maximum-operations = 2000, " + observed
                                + "\n young { maximum-origination-period = 1 seconds, " + observed + " } }");
        for (int i = 0; i < 3; i++) {
            assertThat(sign(pair.getPrivate())).isNotEmpty();
        }
        assertThat(observations()).contains("WK-K010 ward/small").doesNotContain("WK-K009 ward/few");
        for (int i = 0; i < 3; i++) {
            assertThat(sign(pair.getPrivate())).isNotEmpty();
        }
        assertThat(observations().stream().filter(o -> !o.contains("young")))
                .containsExactlyInAnyOrder("WK-K010 ward/small", "WK-K009 ward/few");
        await(() -> {
            try {
                return sign(pair.getPrivate()).length > 0 && observations().contains("WK-P007 ward/young");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });

        // From the day on it refuses, with what was counted before.
        administration
                .policies()
                .apply("a", "policy { name = ward, version = 2, keys { few { maximum-operations = 3 } } }");
        assertThatThrownBy(() -> sign(pair.getPrivate())).hasMessageContaining("WK-K009");
    }

    @Test
    void observedLimit_sessionKey_isRecordedToo() throws Exception {
        administration
                .policies()
                .apply(
                        "a",
                        "policy { name = ward, version = 1, keys { few { maximum-operations = 1, observe-until ="
                                + " 2099-01-01 } } }");
        SecretKey key = KeyGenerator.getInstance(
                        "HmacSHA256", TestHome.in(folder).view("local"))
                .generateKey();
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(key);
        assertThat(mac.doFinal(new byte[1])).hasSize(32);
        assertThat(mac.doFinal(new byte[1])).hasSize(32);
        await(() -> {
            try {
                return observations().contains("WK-K009 ward/few");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    // ---- what a rule narrows, it narrows everywhere

    private static String keyRule(String name, int version, String rule) {
        return "policy { name = " + name + ", version = " + version + ", keys { r { " + rule + " } } }";
    }

    @Test
    void exportDenied_keyMadeExportableBefore_isNotWrapped() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(KeyGenParameters.builder("data", Purpose.ENCRYPT)
                .keySizeBits(256)
                .exportable(true)
                .build());
        SecretKey data = generator.generateKey();
        Cipher wrapping = Cipher.getInstance("AES/KW/NoPadding", provider);
        wrapping.init(Cipher.WRAP_MODE, new SecretKeySpec(new byte[32], "AES"));
        assertThat(wrapping.wrap(data)).hasSize(40);

        administration.policies().apply("a", keyRule("ward", 1, "exportable = false"));

        assertThatThrownBy(() -> wrapping.wrap(data)).hasMessageContaining("WK-K011");
        SecretKey session = KeyGenerator.getInstance("AES", TestHome.in(folder).view("local"))
                .generateKey();
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        KeyGenParameters exportable = KeyGenParameters.builder("session", Purpose.ENCRYPT)
                .exportable(true)
                .build();
        assertThatThrownBy(() -> store.setEntry("session", new KeyStore.SecretKeyEntry(session), exportable))
                .hasMessageContaining("WK-P010");
        assertThat(store.containsAlias("session")).isFalse();
    }

    @Test
    void apply_otherDocumentBetween_doesNotLetAnOlderOneBack() throws Exception {
        administration.policies().apply("a", keyRule("ward", 5, "maximum-operations = 5"));
        administration.policies().apply("b", keyRule("other", 1, "maximum-operations = 5"));

        assertThatThrownBy(() -> administration.policies().apply("c", keyRule("ward", 1, "maximum-operations = 9")))
                .hasMessageContaining("WK-P016");
        assertThatThrownBy(() ->
                        administration.policies().apply("d", keyRule("nist-sp800-57", 9, "maximum-operations = 9")))
                .isInstanceOf(PolicyProblem.class)
                .hasMessageContaining("name of its own");
        assertThat(administration.policies().applied())
                .hasValueSatisfying(applied -> assertThat(applied.name()).isEqualTo("other"));
    }

    @Test
    void sessionKey_storedLater_keepsItsUsesAndWhatIsOpen() throws Exception {
        administration.policies().apply("a", keyRule("ward", 1, "maximum-operations = 5"));
        SecretKey key = KeyGenerator.getInstance(
                        "HmacSHA256", TestHome.in(folder).view("local"))
                .generateKey();
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(key);
        for (int i = 0; i < 3; i++) {
            assertThat(mac.doFinal(new byte[1])).hasSize(32);
        }
        mac.update((byte) 1);
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        store.setKeyEntry("stored", key, null, null);

        assertThat(mac.doFinal()).hasSize(32);
        assertThat(mac.doFinal(new byte[1])).hasSize(32);
        assertThatThrownBy(() -> mac.doFinal(new byte[1])).hasMessageContaining("WK-K009");
    }

    @Test
    void constantTimeRequired_reachesWhatIsOpen() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256", provider);
        generator.init(KeyGenParameters.builder("mac", Purpose.MAC).build());
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(generator.generateKey());
        byte[] before = mac.doFinal(new byte[1]);

        administration.policies().apply("a", keyRule("ward", 1, "constant-time = required"));

        assertThatThrownBy(() -> mac.doFinal(new byte[1])).hasMessageContaining("constant time");
        assertThat(mac.doFinal(new byte[1])).isEqualTo(before);
    }

    @Test
    void timeMark_damaged_isMadeAnew() throws Exception {
        KeyPair pair = pair("pump", b -> b);
        sql("UPDATE time_mark SET source = 'nobody', time = 'never'");
        await(() -> timeState() == TrustedTime.State.TRUSTED);
        assertThat(sign(pair.getPrivate())).isNotEmpty();
    }

    @Test
    void rotate_clockNotTrusted_retiresNothing() throws Exception {
        pair("pump", b -> b);
        administration.rotation().rotate("pump", Duration.ZERO, false);
        sql("UPDATE time_mark SET boot = 'another', time = '" + Instant.now().minus(Duration.ofDays(90)) + "'");
        await(() -> timeState() == TrustedTime.State.UNTRUSTED);
        Home home = WardkeyRuntime.of(folder.resolve("wardkey.conf").toString()).home();

        tick(home);
        assertThat(administration.show("pump@1").facts().state()).isEqualTo(KeyState.ACTIVE);

        assertThat(administration.time().repair("right").state()).isEqualTo(TrustedTime.State.TRUSTED);
        tick(home);
        assertThat(administration.show("pump@1").facts().state()).isEqualTo(KeyState.DEACTIVATED);
    }

    private static void tick(Home home) {
        Housekeeping housekeeping = new Housekeeping(home, text -> {});
        for (int i = 0; i < 10; i++) {
            housekeeping.tick();
        }
    }

    @Test
    void changeState_reasonTooLong_changesNothing() throws Exception {
        KeyPair old = pair("pump", b -> b);
        assertThatThrownBy(() -> administration.changeState("pump", KeyState.SUSPENDED, "a".repeat(1001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000 characters, got 1001");
        assertThat(sign(old.getPrivate())).isNotEmpty();
    }

    @Test
    void explain_operationsUsedUp_saysThatNothingIsAllowed() throws Exception {
        KeyPair pair = pair("pump", b -> b.maximumOperations(2));
        assertThat(administration.explain("pump").answers()).anyMatch(KeyReport.Answer::allowed);
        sign(pair.getPrivate());
        sign(pair.getPrivate());

        assertThat(administration.explain("pump").answers())
                .noneMatch(KeyReport.Answer::allowed)
                .anySatisfy(answer -> assertThat(answer.reason())
                        .hasValueSatisfying(
                                reason -> assertThat(reason.words()).isEqualTo("2 of 2 operations are used.")));
    }

    @Test
    void show_destroyedKey_stillSaysHowMuchWasUsed() throws Exception {
        KeyPair pair = pair("pump", b -> b.maximumOperations(5));
        sign(pair.getPrivate());
        sign(pair.getPrivate());
        administration.changeState("pump", KeyState.DESTROYED, "test");

        KeyInfo shown = administration.show("pump");
        assertThat(shown.facts().state()).isEqualTo(KeyState.DESTROYED);
        assertThat(shown.operationsUsed()).isEqualTo(2);
        assertThat(administration.list())
                .singleElement()
                .satisfies(key -> assertThat(key.operationsUsed()).isEqualTo(2));
    }
}
