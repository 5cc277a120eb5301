package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.wardkey.provider.Refusals.thrown;

import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.WardkeyKey;

/** The rows that make, derive, translate or keep keys, and those that have none. */
final class DeniedMakers {
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

    private final Provider provider;
    private final DeniedRows.Denial denial;
    private final DeniedKeys keys;
    private final Set<String> pairs;
    private int taken;

    DeniedMakers(Provider provider, DeniedRows.Denial denial, DeniedKeys keys, Set<String> pairs) {
        this.provider = provider;
        this.denial = denial;
        this.keys = keys;
        this.pairs = pairs;
    }

    void check(String type, String name, Optional<Provider> pin) throws Exception {
        switch (type) {
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

    /** Pairs for one exchange: whoever wants a managed one is told that there is none, and no managed key gets in. */
    void hybrid(String type, String name, Optional<Provider> pin) throws Exception {
        KeyPair managed = keys.pair("EC", Purpose.AGREE);
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
                KeyGenParameters parameters = keys.parameters(Purpose.AGREE).build();
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

    /** Rows of HKDF by hash function take the JDK's parameters, the others a KeyDerivation. */
    private void kdf(String name, Optional<Provider> pin) throws Exception {
        SecretKey ended = keys.secret("HmacSHA256", Purpose.MAC);
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

    /** Denied by an alias that is taken, a reason that no other provider knows; or by the token, which has no such pairs. */
    private void pairGenerator(String name, Optional<Provider> pin) throws Exception {
        KeyPairGenerator generator =
                pin.isPresent() ? KeyPairGenerator.getInstance(name, pin.get()) : KeyPairGenerator.getInstance(name);
        if (!pairs.contains(name)) {
            generator.initialize(keys.parameters(DeniedRows.purpose(name)).build());
            assertThat(thrown(() -> generator.generateKeyPair().getPrivate().getEncoded()))
                    .isInstanceOf(ProviderException.class)
                    .hasStackTraceContaining("WK-");
            return;
        }
        DeniedKeys.Pair first = keys.named(name, DeniedRows.purpose(name));
        assertThat(first.pair().getPrivate().getEncoded()).isNull();
        generator.initialize(KeyGenParameters.builder(first.alias(), DeniedRows.purpose(name))
                .build());
        Refusals.refused(
                "WK-",
                () -> generator.generateKeyPair().getPrivate().getEncoded(),
                denial.byPolicy() ? PolicyDeniedException.class : ProviderException.class,
                ProviderException.class);
    }

    private void keyGenerator(String name, Optional<Provider> pin) throws Exception {
        boolean code = name.startsWith("Hmac") || name.startsWith("KMAC");
        Purpose purpose = code ? Purpose.MAC : Purpose.ENCRYPT;
        KeyGenParameters parameters =
                KeyGenParameters.builder("taken-" + taken++, purpose).build();
        KeyGenerator first = KeyGenerator.getInstance(name, provider);
        first.init(parameters);
        assertThat(first.generateKey().getEncoded()).isNull();
        KeyGenerator generator =
                pin.isPresent() ? KeyGenerator.getInstance(name, pin.get()) : KeyGenerator.getInstance(name);
        generator.init(parameters);
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
            Refusals.refused("WK-", () -> cipher.doFinal(DeniedRows.DATA));
        } else {
            Mac mac = Mac.getInstance(name);
            mac.init(refusedKey);
            Refusals.refused("WK-", () -> mac.doFinal(DeniedRows.DATA));
        }
    }

    private KeyDerivation derivation(KeyDerivation.Function function, SecretKey ended) throws Exception {
        return function == KeyDerivation.Function.KMAC
                ? KeyDerivation.withKmac(function, keys.secret("KMAC128", Purpose.MAC), Family.KMAC128)
                        .to("AES", 32)
                : KeyDerivation.with(function, ended, Digest.SHA_256).to("AES", 32);
    }

    /** What uses the key as a key gives a key that nobody can use; what would use its bytes as a message has none. */
    private void derivation(SecretKeyFactory factory, String name) throws Exception {
        SecretKey ended = keys.secret("HmacSHA256", Purpose.MAC);
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
    private void factory(String type, String name, Optional<Provider> pin) throws Exception {
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
            SecretKey key = keys.secret(name, purpose);
            assertThat(factory.translateKey(key).getEncoded()).isNull();
            thrown(() -> ((SecretKeySpec) factory.getKeySpec(key, SecretKeySpec.class)).getEncoded());
            return;
        }
        String algorithm = name.equals("RSASSA-PSS") ? "RSA" : name;
        boolean own = pairs.contains(algorithm);
        KeyPair pair = own ? keys.pair(algorithm, DeniedRows.purpose(algorithm)) : keys.pair("EC", Purpose.SIGN);
        KeyFactory factory = pin.isPresent() ? KeyFactory.getInstance(name, pin.get()) : KeyFactory.getInstance(name);
        Key translated = factory.translateKey(pair.getPrivate());
        assertThat(translated.getEncoded()).isNull();
        thrown(() -> factory.getKeySpec(pair.getPrivate(), java.security.spec.PKCS8EncodedKeySpec.class)
                .getEncoded());
    }

    /** A store that cannot be read is closed, and one that can gives nobody a key's bytes. */
    private void keyStore(String name, Optional<Provider> pin) throws Exception {
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
        keys.pair("EC", Purpose.SIGN);
        KeyStore store = pin.isPresent() ? KeyStore.getInstance(name, pin.get()) : KeyStore.getInstance(name);
        if (!denial.readable()) {
            Refusals.refused(denial.code(), () -> {
                store.load(null, null);
                return store.getKey(store.aliases().nextElement(), null).getEncoded();
            });
            return;
        }
        store.load(null, null);
        for (String alias : Collections.list(store.aliases())) {
            assertThat(store.getKey(alias, null).getEncoded()).as(alias).isNull();
        }
    }

    /** No key takes part, so only a failed self-test can refuse: see {@link SelfTestFailureTest}. */
    private void keyless(String type, String name, Optional<Provider> pin) throws Exception {
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
}
