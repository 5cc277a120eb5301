package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Purpose;

/** JCA objects are used again without init: each completion passes the gate by itself, for every engine. */
class CompletionTest {
    private static final byte[] DATA = new byte[48];
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static WardkeyProvider provider;
    private static Administration administration;
    private static Predicate<String> tokenHas = name -> true;

    @BeforeAll
    static void open() {
        use(TestHome.in(folder), name -> true);
    }

    /** Goes on with another home, whose token has the engines of these names alone. */
    static void use(TestHome home, Predicate<String> has) {
        provider = home.provider();
        administration = provider.administration();
        tokenHas = has;
    }

    /** Something that completes again and again on one JCA object. */
    interface Completion {
        byte[] run() throws Exception;
    }

    /** Makes a key and an initialised object. */
    interface Engine {
        Completion open(UnaryOperator<KeyGenParameters.Builder> limits, String alias) throws Exception;
    }

    /** An engine with its name. */
    record Case(String name, Engine engine) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> engines() {
        Stream<Case> lattices = !Lattices.PRESENT
                ? Stream.of()
                : Stream.of(
                        new Case("ML-DSA", (l, a) -> signature("ML-DSA", "ML-DSA-44", l, a)),
                        new Case("ML-KEM", (l, a) -> kem("ML-KEM-512", Purpose.DECAPSULATE, l, a)));
        Stream<Case> hashBased = !Lattices.OPENSSL_35
                ? Stream.of()
                : Stream.of(new Case("SLH-DSA", (l, a) -> signature("SLH-DSA", "SLH-DSA-SHA2-128f", l, a)));
        return Stream.of(lattices, hashBased, everywhere())
                .flatMap(cases -> cases)
                .filter(one -> tokenHas.test(one.name()));
    }

    private static Stream<Case> everywhere() {
        return Stream.of(
                new Case("DHKEM", (l, a) -> kem("X25519", Purpose.AGREE, l, a)),
                new Case("ECDSA", (l, a) -> signature("SHA256withECDSA", "EC", l, a)),
                new Case("ECDSA P1363", (l, a) -> signature("SHA256withECDSAinP1363Format", "EC", l, a)),
                new Case("RSA PKCS#1", (l, a) -> signature("SHA256withRSA", "RSA", l, a)),
                new Case("RSA PSS", (l, a) -> signature("SHA256withRSASSA-PSS", "RSA", l, a)),
                new Case("Ed25519", (l, a) -> signature("Ed25519", "Ed25519", l, a)),
                new Case("Ed448", (l, a) -> signature("Ed448", "Ed448", l, a)),
                new Case("HMAC", CompletionTest::mac),
                new Case("GCM decryption", CompletionTest::gcm),
                new Case("KW", CompletionTest::keyWrap),
                new Case("OAEP", CompletionTest::oaep),
                new Case("ECDH", (l, a) -> agreement("ECDH", "EC", l, a)),
                new Case("X25519", (l, a) -> agreement("X25519", "X25519", l, a)),
                new Case("X448", (l, a) -> agreement("X448", "X448", l, a)));
    }

    private static KeyPair pair(
            String algorithm, UnaryOperator<KeyGenParameters.Builder> limits, String alias, Purpose purpose)
            throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        KeyGenParameters.Builder parameters = KeyGenParameters.builder(alias, purpose);
        generator.initialize(limits.apply(algorithm.equals("RSA") ? parameters.keySizeBits(2048) : parameters)
                .build());
        return generator.generateKeyPair();
    }

    private static SecretKey secret(
            String algorithm,
            UnaryOperator<KeyGenParameters.Builder> limits,
            String alias,
            Purpose first,
            Purpose... more)
            throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
        generator.init(
                limits.apply(KeyGenParameters.builder(alias, first, more)).build());
        return generator.generateKey();
    }

    private static Completion signature(
            String name, String algorithm, UnaryOperator<KeyGenParameters.Builder> limits, String alias)
            throws Exception {
        PrivateKey key = pair(algorithm, limits, alias, Purpose.SIGN).getPrivate();
        Signature signature = Signature.getInstance(name, provider);
        signature.initSign(key);
        return () -> {
            signature.update(DATA);
            return signature.sign();
        };
    }

    private static Completion mac(UnaryOperator<KeyGenParameters.Builder> limits, String alias) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(secret("HmacSHA256", limits, alias, Purpose.MAC));
        return () -> mac.doFinal(DATA);
    }

    private static Completion gcm(UnaryOperator<KeyGenParameters.Builder> limits, String alias) throws Exception {
        // Decryption alone is used again without init; what it decrypts comes from a second key object.
        SecretKey key = secret("AES", limits, alias, Purpose.ENCRYPT, Purpose.DECRYPT);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        AtomicInteger iv = new AtomicInteger();
        return () -> {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[] {(byte) iv.incrementAndGet()}));
            return cipher.doFinal(DATA);
        };
    }

    private static Completion keyWrap(UnaryOperator<KeyGenParameters.Builder> limits, String alias) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/KW/NoPadding", provider);
        cipher.init(Cipher.WRAP_MODE, secret("AES", limits, alias, Purpose.WRAP));
        SecretKeySpec target = new SecretKeySpec(new byte[32], "AES");
        return () -> cipher.wrap(target);
    }

    private static Completion oaep(UnaryOperator<KeyGenParameters.Builder> limits, String alias) throws Exception {
        UnaryOperator<KeyGenParameters.Builder> both = b -> limits.apply(b);
        KeyPair pair = pair("RSA", both, alias, Purpose.DECRYPT);
        OAEPParameterSpec oneHash =
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
        Cipher encryption = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", provider);
        encryption.init(Cipher.ENCRYPT_MODE, pair.getPublic(), oneHash);
        byte[] encrypted = encryption.doFinal(DATA);
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", provider);
        cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), oneHash);
        return () -> cipher.doFinal(encrypted);
    }

    private static Completion agreement(
            String name, String algorithm, UnaryOperator<KeyGenParameters.Builder> limits, String alias)
            throws Exception {
        KeyPair pair = pair(algorithm, limits, alias, Purpose.AGREE);
        KeyAgreement agreement = KeyAgreement.getInstance(name, provider);
        agreement.init(pair.getPrivate());
        return () -> {
            agreement.doPhase(pair.getPublic(), true);
            return agreement.generateSecret();
        };
    }

    private static Completion kem(
            String algorithm, Purpose purpose, UnaryOperator<KeyGenParameters.Builder> limits, String alias)
            throws Exception {
        KeyPair pair = pair(algorithm, limits, alias, purpose);
        KEM kem = KEM.getInstance(purpose == Purpose.AGREE ? "DHKEM" : algorithm, provider);
        byte[] encapsulation =
                kem.newEncapsulator(pair.getPublic()).encapsulate().encapsulation();
        KEM.Decapsulator decapsulator = kem.newDecapsulator(pair.getPrivate());
        return () -> decapsulator.decapsulate(encapsulation).getEncoded();
    }

    private static String alias() {
        return "key-" + NAMES.incrementAndGet();
    }

    private static void assertRefused(Completion completion, String code) {
        assertThatThrownBy(completion::run).hasMessageContaining(code);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void complete_pastTheLimit_refuses(Case engine) throws Exception {
        Completion completion = engine.engine().open(b -> b.maximumOperations(2), alias());

        assertThat(completion.run()).isNotEmpty();
        assertThat(completion.run()).isNotEmpty();
        assertRefused(completion, "WK-K009");
        assertRefused(completion, "WK-K009");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void complete_windowEndsMeanwhile_refuses(Case engine) throws Exception {
        Duration window = Duration.ofMillis(250);
        while (!completesUntilTheEnd(engine, window)) {
            // A slow machine needs longer to make the key and use it once.
            window = window.multipliedBy(2);
            assertThat(window).isLessThan(Duration.ofMinutes(2));
        }
    }

    /** False if the window ended before the first operation did. */
    private static boolean completesUntilTheEnd(Case engine, Duration window) throws Exception {
        Instant end = Instant.now().plus(window);
        Completion completion;
        try {
            completion = engine.engine().open(b -> b.originationEnd(end).consumptionEnd(end), alias());
            assertThat(completion.run()).isNotEmpty();
        } catch (GeneralSecurityException | ProviderException | IllegalStateException e) {
            assertThat(Instant.now())
                    .as("an operation failed inside the window: %s", e)
                    .isAfterOrEqualTo(end);
            return false;
        }
        while (Instant.now().isBefore(end)) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThatThrownBy(completion::run).hasMessageMatching("(?s).*WK-K00[68].*");
        return true;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void complete_suspendedMeanwhile_refusesUntilResumed(Case engine) throws Exception {
        String alias = alias();
        Completion completion = engine.engine().open(b -> b, alias);
        assertThat(completion.run()).isNotEmpty();

        administration.changeState(alias, KeyState.SUSPENDED, "test");
        assertRefused(completion, "WK-K001");
        assertRefused(completion, "WK-K001");
        administration.changeState(alias, KeyState.ACTIVE, "test");
        assertThat(completion.run()).isNotEmpty();

        administration.changeState(alias, KeyState.COMPROMISED, "test");
        assertRefused(completion, "WK-K001");
    }

    @Test
    void clone_ofAMac_paysForItself() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(secret("HmacSHA256", b -> b.maximumOperations(1), alias(), Purpose.MAC));
        mac.update(DATA);
        Mac copy = (Mac) mac.clone();

        assertThat(mac.doFinal()).hasSize(32);
        assertRefused(copy::doFinal, "WK-K009");
    }

    @Test
    void reinit_withAnotherKey_isJudgedByThatKey() throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        KeyPair ended = pair("EC", b -> b.originationEnd(Instant.EPOCH), alias(), Purpose.SIGN);
        KeyPair good = pair("EC", b -> b, alias(), Purpose.SIGN);

        signature.initSign(good.getPrivate());
        signature.update(DATA);
        signature.initSign(ended.getPrivate());
        signature.update(DATA);
        assertRefused(signature::sign, "WK-K006");
        signature.initSign(good.getPrivate());
        signature.update(DATA);
        byte[] value = signature.sign();
        signature.initVerify(good.getPublic());
        signature.update(DATA);
        assertThat(signature.verify(value)).isTrue();
    }

    @Test
    void streamedEncryption_suspendedInTheMiddle_givesNoMoreOutput() throws Exception {
        String alias = alias();
        SecretKey key = secret("AES", b -> b, alias, Purpose.ENCRYPT);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        assertThat(cipher.update(DATA)).isNotEmpty();

        administration.changeState(alias, KeyState.SUSPENDED, "test");
        assertRefused(() -> cipher.update(DATA), "WK-K001");
        assertRefused(() -> cipher.doFinal(DATA), "WK-K001");
    }

    @Test
    void bytes_pastTheLimit_refuses() throws Exception {
        SecretKey key = secret("AES", b -> b.maximumBytes(100), alias(), Purpose.ENCRYPT);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        assertThat(cipher.update(DATA)).isNotEmpty();
        assertThat(cipher.update(DATA)).isNotEmpty();
        assertRefused(() -> cipher.update(DATA), "WK-K010");
    }

    @Test
    void race_ofEightThreadsAtALimit_exactlyTheLimitSucceeds() throws Exception {
        Key key =
                pair("EC", b -> b.maximumOperations(100), alias(), Purpose.SIGN).getPrivate();
        AtomicInteger signed = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            running.add(threads.submit(() -> {
                Signature signature = Signature.getInstance("SHA256withECDSA", provider);
                signature.initSign((PrivateKey) key);
                for (int j = 0; j < 40; j++) {
                    signature.update(DATA);
                    try {
                        assertThat(signature.sign()).isNotEmpty();
                        signed.incrementAndGet();
                    } catch (java.security.SignatureException e) {
                        assertThat(e).hasMessageContaining("WK-K009");
                    }
                }
                return null;
            }));
        }
        for (Future<?> future : running) {
            future.get();
        }
        threads.shutdown();
        assertThat(signed).hasValue(100);
    }

    @Test
    void sign_resumedInTheMiddleOfAMessage_neverSignsTheRestAlone() throws Exception {
        String alias = alias();
        PrivateKey key = pair("EC", b -> b, alias, Purpose.SIGN).getPrivate();
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        administration.changeState(alias, KeyState.SUSPENDED, "test");
        signature.update("not: ".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        administration.changeState(alias, KeyState.ACTIVE, "test");
        signature.update("pay".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThatThrownBy(signature::sign).isInstanceOf(java.security.SignatureException.class);
        signature.update(DATA);
        assertThat(signature.sign()).isNotEmpty();
    }

    @Test
    void mac_resumedInTheMiddleOfAMessage_neverCoversTheRestAlone() throws Exception {
        String alias = alias();
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(secret("HmacSHA256", b -> b, alias, Purpose.MAC));
        administration.changeState(alias, KeyState.SUSPENDED, "test");
        mac.update(DATA);
        administration.changeState(alias, KeyState.ACTIVE, "test");
        mac.update(DATA);

        assertThatThrownBy(mac::doFinal).isInstanceOf(java.security.ProviderException.class);
        assertThat(mac.doFinal(DATA)).hasSize(32);
    }
}
