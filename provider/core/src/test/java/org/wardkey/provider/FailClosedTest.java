package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedInvalidKeyException;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.WardkeyKey;

/**
 * A denied operation is denied for every row of the table, whether the caller names the provider or
 * not, with every provider of the JDK behind us ready to take over.
 */
class FailClosedTest {
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final byte[] DATA = "16 bytes of data".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final Set<String> DERIVATIONS = Arrays.stream(KeyDerivation.Function.values())
            .map(KeyDerivation.Function::row)
            .collect(Collectors.toSet());
    private static final Set<KeyDerivation.Function> MESSAGES = EnumSet.of(
            KeyDerivation.Function.HKDF,
            KeyDerivation.Function.HKDF_EXTRACT,
            KeyDerivation.Function.ONE_STEP,
            KeyDerivation.Function.TWO_STEP_COUNTER,
            KeyDerivation.Function.TWO_STEP_FEEDBACK,
            KeyDerivation.Function.TWO_STEP_DOUBLE_PIPELINE,
            KeyDerivation.Function.X963);
    private static final Set<String> CHECKED = new TreeSet<>();
    private static final Map<String, Ended> ENDED = new HashMap<>();

    @TempDir
    private static Path folder;

    private static Provider provider;
    private static int made;

    @BeforeAll
    static void register() {
        provider = TestHome.in(folder).provider();
        assertThat(Security.insertProviderAt(provider, 1)).isEqualTo(1);
    }

    @AfterAll
    static void unregister() {
        Security.removeProvider(provider.getName());
        // Rows that nobody looked at would be holes.
        assertThat(CHECKED)
                .hasSize(Lattices.servedRows())
                .hasSize(provider.getServices().size());
    }

    static Stream<Provider.Service> rows() {
        return provider.getServices().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void deniedKey_everyRow_isRefused(Provider.Service row) throws Exception {
        CHECKED.add(row.getType() + " " + row.getAlgorithm());
        for (Optional<Provider> pin : List.of(Optional.of(provider), Optional.<Provider>empty())) {
            check(row.getType(), row.getAlgorithm(), pin);
        }
    }

    private static void check(String type, String name, Optional<Provider> pin) throws Exception {
        if (name.contains("MLKEM")) {
            hybrid(type, name, pin);
            return;
        }
        if (name.equals("HSS/LMS")) {
            verifiedOnly(type, name, pin);
            return;
        }
        switch (type) {
            case "Signature" -> signature(name, pin);
            case "Cipher" -> cipher(name, pin);
            case "Mac" -> mac(name, pin);
            case "KeyAgreement" -> agreement(name, pin);
            case "KEM" -> kem(name, pin);
            case "KDF" -> kdf(name, pin);
            case "KeyPairGenerator" -> pairGenerator(name, pin);
            case "KeyGenerator" -> keyGenerator(name, pin);
            case "KeyFactory", "SecretKeyFactory" -> factory(type, name, pin);
            case "KeyStore" -> keyStore(name, pin);
            case "MessageDigest", "SecureRandom", "AlgorithmParameters", "KeyManagerFactory", "TrustManagerFactory" ->
                keyless(type, name, pin);
            default -> fail("A row of a type that this test does not know: " + type + " " + name);
        }
    }

    private record Ended(String alias, KeyPair pair) {}

    /** A key whose every window is over. */
    private static KeyGenParameters.Builder ended(Purpose first, Purpose... more) {
        return KeyGenParameters.builder("denied-" + made++, first, more)
                .originationEnd(LONG_AGO)
                .consumptionEnd(LONG_AGO);
    }

    private static KeyPair endedPair(String algorithm, Purpose first, Purpose... more) throws Exception {
        return ended(algorithm, first, more).pair();
    }

    /** Made once for an algorithm and its purposes: some take a second. */
    private static Ended ended(String algorithm, Purpose first, Purpose... more) throws Exception {
        String sort = algorithm + EnumSet.of(first, more);
        Ended known = ENDED.get(sort);
        if (known != null) {
            return known;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        KeyGenParameters.Builder builder = ended(first, more);
        KeyGenParameters parameters = (algorithm.equals("RSA") ? builder.keySizeBits(2048) : builder).build();
        generator.initialize(parameters);
        Ended made = new Ended(parameters.alias(), generator.generateKeyPair());
        ENDED.put(sort, made);
        return made;
    }

    private static SecretKey endedSecret(String algorithm, Purpose first, Purpose... more) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
        generator.init(ended(first, more).build());
        return generator.generateKey();
    }

    /** Of the size that the row's name says, if it says one. */
    private static SecretKey endedCipherKey(String name, Purpose first, Purpose... more) throws Exception {
        String algorithm = name.contains("XTS") ? "AES-XTS" : name.startsWith("AES") ? "AES" : "ChaCha20";
        if (!algorithm.equals("AES")) {
            return endedSecret(algorithm, first, more);
        }
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
        int bits = name.startsWith("AES_") ? Integer.parseInt(name.substring(4, 7)) : 256;
        generator.init(ended(first, more).keySizeBits(bits).build());
        return generator.generateKey();
    }

    private static void signature(String name, Optional<Provider> pin) throws Exception {
        String algorithm = name.contains("ECDSA") ? "EC" : name.contains("RSA") ? "RSA" : name;
        PrivateKey key = endedPair(algorithm, Purpose.SIGN).getPrivate();
        Signature signature = pin.isPresent() ? Signature.getInstance(name, pin.get()) : Signature.getInstance(name);
        if (name.equals("RSASSA-PSS")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        for (int reuse = 0; reuse < 2; reuse++) {
            signature.initSign(key);
            signature.update(DATA);
            refused(signature::sign, PolicyDeniedSignatureException.class, SignatureException.class);
            if (name.startsWith("NONEwithECDSA")) {
                // Nothing at all is no digest, whatever the policy says.
                signature.update(DATA);
            }
            refused(signature::sign, PolicyDeniedSignatureException.class, SignatureException.class);
        }
        assertThat(signature.getProvider().getName()).isEqualTo(provider.getName());
    }

    private static void cipher(String name, Optional<Provider> pin) throws Exception {
        Cipher cipher = pin.isPresent() ? Cipher.getInstance(name, pin.get()) : Cipher.getInstance(name);
        if (name.startsWith("RSA")) {
            KeyPair pair = endedPair("RSA", Purpose.DECRYPT, Purpose.UNWRAP);
            Cipher encryption = Cipher.getInstance(name, provider);
            encryption.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            byte[] encrypted = encryption.doFinal(DATA);
            cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
            refused(() -> cipher.doFinal(encrypted), PolicyDeniedException.class);
            cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate());
            refused(
                    () -> cipher.unwrap(encrypted, "AES", Cipher.SECRET_KEY).getEncoded(),
                    PolicyDeniedInvalidKeyException.class,
                    InvalidKeyException.class);
            return;
        }
        SecretKey key = endedCipherKey(name, Purpose.ENCRYPT, Purpose.DECRYPT, Purpose.WRAP, Purpose.UNWRAP);
        SecretKey target = new SecretKeySpec(new byte[32], "AES");
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters(name, 0));
        refused(() -> cipher.doFinal(DATA), PolicyDeniedException.class);
        cipher.init(Cipher.DECRYPT_MODE, key, parameters(name, 0));
        refused(() -> cipher.doFinal(new byte[32]), PolicyDeniedException.class);
        cipher.init(Cipher.WRAP_MODE, key, parameters(name, 1));
        refused(() -> cipher.wrap(target), PolicyDeniedInvalidKeyException.class, InvalidKeyException.class);
        cipher.init(Cipher.UNWRAP_MODE, key, parameters(name, 0));
        refused(
                () -> cipher.unwrap(new byte[48], "AES", Cipher.SECRET_KEY).getEncoded(),
                PolicyDeniedInvalidKeyException.class,
                InvalidKeyException.class);
        if (!name.contains("/KW")) {
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters(name, 2));
            refused(() -> cipher.update(DATA), PolicyDeniedException.class);
        }
    }

    /** What a cipher wants besides the key; another for another number. */
    private static @Nullable AlgorithmParameterSpec parameters(String name, int number) {
        if (name.contains("GCM") || name.contains("CCM")) {
            return new GCMParameterSpec(128, new byte[] {(byte) number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        }
        boolean none = name.contains("/KW") || name.contains("ECB") || name.equals("AES");
        return none
                ? null
                : new IvParameterSpec(Arrays.copyOf(new byte[] {(byte) number}, name.startsWith("AES") ? 16 : 12));
    }

    private static void mac(String name, Optional<Provider> pin) throws Exception {
        SecretKey key = endedSecret(name.startsWith("AES") ? "AES" : name, Purpose.MAC);
        Mac mac = pin.isPresent() ? Mac.getInstance(name, pin.get()) : Mac.getInstance(name);
        boolean once = name.equals("AESGMAC");
        mac.init(key, once ? new IvParameterSpec(new byte[] {1}) : null);
        mac.update(DATA);
        refused(mac::doFinal, PolicyDeniedException.class);
        if (once) {
            mac.init(key, new IvParameterSpec(new byte[] {2}));
        }
        refused(() -> mac.doFinal(DATA), PolicyDeniedException.class);
        assertThat(mac.getProvider().getName()).isEqualTo(provider.getName());
    }

    private static void agreement(String name, Optional<Provider> pin) throws Exception {
        KeyPair pair = endedPair(name.equals("ECDH") ? "EC" : name, Purpose.AGREE);
        KeyAgreement agreement =
                pin.isPresent() ? KeyAgreement.getInstance(name, pin.get()) : KeyAgreement.getInstance(name);
        agreement.init(pair.getPrivate());
        agreement.doPhase(pair.getPublic(), true);
        refused(agreement::generateSecret, PolicyDeniedException.class);
        agreement.doPhase(pair.getPublic(), true);
        refused(() -> agreement.generateSecret("TlsPremasterSecret").getEncoded(), PolicyDeniedException.class);
    }

    private static void kem(String name, Optional<Provider> pin) throws Exception {
        boolean lattice = name.startsWith("ML-KEM");
        KeyPair pair = endedPair(lattice ? name : "EC", lattice ? Purpose.DECAPSULATE : Purpose.AGREE);
        KEM kem = pin.isPresent() ? KEM.getInstance(name, pin.get()) : KEM.getInstance(name);
        byte[] encapsulation =
                kem.newEncapsulator(pair.getPublic()).encapsulate().encapsulation();
        KEM.Decapsulator decapsulator = kem.newDecapsulator(pair.getPrivate());
        refused(() -> decapsulator.decapsulate(encapsulation).getEncoded(), PolicyDeniedException.class);
        refused(() -> decapsulator.decapsulate(encapsulation, 0, 16, "AES").getEncoded(), PolicyDeniedException.class);
        assertThat(decapsulator.providerName()).isEqualTo(provider.getName());
    }

    /** There are no managed keys of it, and no key of another kind gets in. */
    private static void verifiedOnly(String type, String name, Optional<Provider> pin) throws Exception {
        KeyPair managed = endedPair("EC", Purpose.SIGN);
        if (type.equals("KeyFactory")) {
            KeyFactory factory =
                    pin.isPresent() ? KeyFactory.getInstance(name, pin.get()) : KeyFactory.getInstance(name);
            assertThat(factory.translateKey(managed.getPrivate()).getEncoded()).isNull();
            return;
        }
        Signature signature = pin.isPresent() ? Signature.getInstance(name, pin.get()) : Signature.getInstance(name);
        assertThatThrownBy(() -> signature.initSign(managed.getPrivate())).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> signature.initVerify(managed.getPublic())).isInstanceOf(InvalidKeyException.class);
    }

    /** Pairs for one exchange: whoever wants a managed one is told that there is none, and no managed key gets in. */
    private static void hybrid(String type, String name, Optional<Provider> pin) throws Exception {
        KeyPair managed = endedPair("EC", Purpose.AGREE);
        switch (type) {
            case "KEM" -> {
                KEM kem = pin.isPresent() ? KEM.getInstance(name, pin.get()) : KEM.getInstance(name);
                assertThatThrownBy(() -> kem.newDecapsulator(managed.getPrivate()))
                        .isInstanceOf(InvalidKeyException.class);
                assertThatThrownBy(() -> kem.newEncapsulator(managed.getPublic()))
                        .isInstanceOf(InvalidKeyException.class);
            }
            case "KeyPairGenerator" -> {
                KeyPairGenerator generator = pin.isPresent()
                        ? KeyPairGenerator.getInstance(name, pin.get())
                        : KeyPairGenerator.getInstance(name);
                KeyGenParameters parameters = ended(Purpose.AGREE).build();
                assertThatThrownBy(() -> generator.initialize(parameters))
                        .isInstanceOf(InvalidAlgorithmParameterException.class);
            }
            case "KeyFactory" -> {
                KeyFactory factory =
                        pin.isPresent() ? KeyFactory.getInstance(name, pin.get()) : KeyFactory.getInstance(name);
                assertThatThrownBy(() -> factory.translateKey(managed.getPrivate()))
                        .isInstanceOf(InvalidKeyException.class);
            }
            default -> fail("A row of hybrids that this test does not know: " + type + " " + name);
        }
    }

    private static Purpose purpose(String pairs) {
        if (pairs.startsWith("ML-KEM")) {
            return Purpose.DECAPSULATE;
        }
        return pairs.startsWith("X") ? Purpose.AGREE : Purpose.SIGN;
    }

    /** Rows of HKDF by hash function take the JDK's parameters, the others a KeyDerivation. */
    private static void kdf(String name, Optional<Provider> pin) throws Exception {
        SecretKey ended = endedSecret("HmacSHA256", Purpose.MAC);
        Kdf kdf = Kdf.of(name, pin);
        for (KeyDerivation.Function function : KeyDerivation.Function.values()) {
            if (function.row().equals(name)) {
                KeyDerivation derivation = derivation(function, ended);
                thrown(() -> kdf.data(derivation));
                thrown(() -> kdf.key("AES", derivation).getEncoded());
            }
        }
        if (name.startsWith("HKDF-")) {
            thrown(() -> kdf.data(Kdf.expand(ended, new byte[0], 16)));
            thrown(() -> kdf.data(Kdf.extract(ended)));
        }
    }

    /** Denied by an alias that is taken: a reason that no other provider knows. */
    private static void pairGenerator(String name, Optional<Provider> pin) throws Exception {
        Ended first = ended(name, purpose(name));
        assertThat(first.pair().getPrivate().getEncoded()).isNull();
        KeyGenParameters taken =
                KeyGenParameters.builder(first.alias(), purpose(name)).build();
        KeyPairGenerator generator =
                pin.isPresent() ? KeyPairGenerator.getInstance(name, pin.get()) : KeyPairGenerator.getInstance(name);
        generator.initialize(taken);
        refused(
                () -> generator.generateKeyPair().getPrivate().getEncoded(),
                PolicyDeniedException.class,
                ProviderException.class);
    }

    private static void keyGenerator(String name, Optional<Provider> pin) throws Exception {
        boolean code = name.startsWith("Hmac") || name.startsWith("KMAC");
        Purpose purpose = code ? Purpose.MAC : Purpose.ENCRYPT;
        KeyGenParameters taken =
                KeyGenParameters.builder("taken-" + made++, purpose).build();
        KeyGenerator first = KeyGenerator.getInstance(name, provider);
        first.init(taken);
        assertThat(first.generateKey().getEncoded()).isNull();
        KeyGenerator generator =
                pin.isPresent() ? KeyGenerator.getInstance(name, pin.get()) : KeyGenerator.getInstance(name);
        generator.init(taken);
        SecretKey refusedKey = generator.generateKey();
        assertThat(refusedKey.getEncoded()).isNull();
        if (!code) {
            Cipher cipher = Cipher.getInstance(
                    switch (name) {
                        case "AES-XTS" -> "AES/XTS/NoPadding";
                        case "ChaCha20" -> "ChaCha20-Poly1305";
                        default -> "AES/GCM/NoPadding";
                    });
            cipher.init(Cipher.ENCRYPT_MODE, refusedKey);
            refused(() -> cipher.doFinal(DATA), PolicyDeniedException.class);
        } else {
            Mac mac = Mac.getInstance(name);
            mac.init(refusedKey);
            refused(() -> mac.doFinal(DATA), PolicyDeniedException.class);
        }
    }

    private static KeyDerivation derivation(KeyDerivation.Function function, SecretKey ended) throws Exception {
        return function == KeyDerivation.Function.KMAC
                ? KeyDerivation.withKmac(function, endedSecret("KMAC128", Purpose.MAC), Family.KMAC128)
                        .to("AES", 32)
                : KeyDerivation.with(function, ended, Digest.SHA_256).to("AES", 32);
    }

    /** What uses the key as a key gives a key that nobody can use; what would use its bytes as a message has none. */
    private static void derivation(SecretKeyFactory factory, String name) throws Exception {
        SecretKey ended = endedSecret("HmacSHA256", Purpose.MAC);
        for (KeyDerivation.Function function : KeyDerivation.Function.values()) {
            if (!function.row().equals(name)) {
                continue;
            }
            KeyDerivation derivation = derivation(function, ended);
            if (MESSAGES.contains(function)) {
                thrown(() -> factory.generateSecret(derivation).getEncoded());
            } else {
                SecretKey refused = factory.generateSecret(derivation);
                assertThat(refused).isInstanceOf(WardkeyKey.class);
                assertThat(((WardkeyKey) refused).refusal()).isPresent();
            }
        }
    }

    /** Factories never deny, and never give material away. */
    private static void factory(String type, String name, Optional<Provider> pin) throws Exception {
        if (type.equals("SecretKeyFactory")) {
            SecretKeyFactory factory = pin.isPresent()
                    ? SecretKeyFactory.getInstance(name, pin.get())
                    : SecretKeyFactory.getInstance(name);
            if (name.startsWith("PBKDF2")) {
                // No key of a token takes part; what refuses is in SelfTestFailureTest.
                assertThat(factory.getProvider()).isSameAs(provider);
                return;
            }
            if (DERIVATIONS.contains(name)) {
                derivation(factory, name);
                return;
            }
            Purpose purpose = name.startsWith("Hmac") ? Purpose.MAC : Purpose.ENCRYPT;
            SecretKey key = endedSecret(name, purpose);
            assertThat(factory.translateKey(key).getEncoded()).isNull();
            thrown(() -> ((SecretKeySpec) factory.getKeySpec(key, SecretKeySpec.class)).getEncoded());
            return;
        }
        String pairs = name.equals("RSASSA-PSS") ? "RSA" : name;
        KeyPair pair = endedPair(pairs, purpose(pairs));
        KeyFactory factory = pin.isPresent() ? KeyFactory.getInstance(name, pin.get()) : KeyFactory.getInstance(name);
        Key translated = factory.translateKey(pair.getPrivate());
        assertThat(translated.getEncoded()).isNull();
        thrown(() -> factory.getKeySpec(pair.getPrivate(), java.security.spec.PKCS8EncodedKeySpec.class)
                .getEncoded());
    }

    private static void keyStore(String name, Optional<Provider> pin) throws Exception {
        if (name.equals("BCFKS")) {
            // The module that reads them is not here; its keys are plain ones, and others may read them.
            assertThatThrownBy(() -> {
                        KeyStore store =
                                pin.isPresent() ? KeyStore.getInstance(name, pin.get()) : KeyStore.getInstance(name);
                        fail("Expected no key store, got " + store);
                    })
                    .isInstanceOf(java.security.KeyStoreException.class);
            return;
        }
        endedPair("EC", Purpose.SIGN);
        KeyStore store = pin.isPresent() ? KeyStore.getInstance(name, pin.get()) : KeyStore.getInstance(name);
        store.load(null, null);
        for (String alias : java.util.Collections.list(store.aliases())) {
            assertThat(store.getKey(alias, null).getEncoded()).as(alias).isNull();
        }
    }

    /** No key takes part, so only a failed self-test can refuse: see {@link SelfTestFailureTest}. */
    private static void keyless(String type, String name, Optional<Provider> pin) throws Exception {
        Object made = switch (type) {
            case "MessageDigest" ->
                pin.isPresent() ? MessageDigest.getInstance(name, pin.get()) : MessageDigest.getInstance(name);
            case "SecureRandom" ->
                pin.isPresent() ? SecureRandom.getInstance(name, pin.get()) : SecureRandom.getInstance(name);
            case "KeyManagerFactory" ->
                pin.isPresent() ? KeyManagerFactory.getInstance(name, pin.get()) : KeyManagerFactory.getInstance(name);
            case "TrustManagerFactory" ->
                pin.isPresent()
                        ? TrustManagerFactory.getInstance(name, pin.get())
                        : TrustManagerFactory.getInstance(name);
            default ->
                pin.isPresent()
                        ? AlgorithmParameters.getInstance(name, pin.get())
                        : AlgorithmParameters.getInstance(name);
        };
        assertThat(made).isNotNull();
    }

    private interface Attempt {
        byte[] run() throws Exception;
    }

    private static void refused(Attempt attempt, Class<?>... types) {
        Throwable thrown = thrown(attempt);
        for (Class<?> type : types) {
            assertThat(thrown).isInstanceOf(type);
        }
        assertThat(thrown).hasMessageContaining("WK-");
    }

    private static Throwable thrown(Attempt attempt) {
        List<byte[]> served = new ArrayList<>();
        try {
            served.add(attempt.run());
        } catch (Exception e) {
            return e;
        }
        return fail("Served: " + served.size() + " result by somebody, though it was denied.");
    }

    @Test
    void services_table_haveTheSameRows() {
        assertThat(provider.getServices()).hasSize(Lattices.servedRows());
    }
}
