package org.wardkey.provider.backend.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.JDK;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.MESSAGE;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.NATIVE;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.pair;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.sign;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.verify;

import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.backend.libcrypto.LibcryptoFixture.Pair;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.secret.SecretBytes;

/** How keys come into libcrypto, and how they leave it. */
class LibcryptoKeyTest {
    @Test
    void open_keyOfAnotherTypeOrTooSmall_isRefused() throws Exception {
        BackendKey small = NATIVE.plain(Pair.generate(NATIVE, KeyType.RSA, 1024).privateKey());
        BackendKey ec = NATIVE.plain(pair(KeyType.EC_P256).privateKey());
        BackendKey publicKey = NATIVE.plain(pair(KeyType.EC_P256).publicKey());
        Mechanism pss = Mechanism.pss(Digest.SHA_512, Digest.SHA_512, 64);
        assertThatThrownBy(() -> NATIVE.openSign(small, pss)).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> NATIVE.openSign(ec, pss)).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> NATIVE.openSign(publicKey, Mechanism.of(Family.ECDSA, Digest.SHA_256)))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> NATIVE.openMac(ec, Mechanism.of(Family.HMAC, Digest.SHA_256)))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> NATIVE.plain(new SecretKeySpec(new byte[1], "AES") {
                    @Override
                    public byte[] getEncoded() {
                        return null;
                    }
                }))
                .isInstanceOf(InvalidKeyException.class);
    }

    @Test
    void adopt_everyKindOfMaterial_worksUntilClosed() throws Exception {
        byte[] pkcs8 = pair(KeyType.EC_P256).privateKey().getEncoded();
        Mechanism ecdsa = Mechanism.of(Family.ECDSA, Digest.SHA_256);
        Mechanism hmac = Mechanism.of(Family.HMAC, Digest.SHA_256);
        try (SecretBytes material = SecretBytes.copyOf(pkcs8);
                SecretBytes raw = SecretBytes.copyOf(new byte[17])) {
            BackendKey key = NATIVE.adopt(KeyType.EC_P256, "EC", material);
            byte[] signature = sign(NATIVE, key, ecdsa, MESSAGE);
            assertThat(verify(JDK, pair(KeyType.EC_P256).publicKey(), ecdsa, MESSAGE, signature))
                    .isTrue();
            key.close();
            key.close();
            assertThatThrownBy(() -> sign(NATIVE, key, ecdsa, MESSAGE)).isInstanceOf(SignatureException.class);
            BackendKey secret = NATIVE.adopt(KeyType.HMAC, "Hmac", raw);
            MacOperation mac = NATIVE.openMac(secret, hmac);
            secret.close();
            assertThatThrownBy(mac::finish).isInstanceOf(ProviderException.class);
            assertThatThrownBy(() -> NATIVE.openMac(secret, hmac)).isInstanceOf(InvalidKeyException.class);
            assertThatThrownBy(() -> NATIVE.adopt(KeyType.EC_P384, "EC", material))
                    .isInstanceOf(InvalidKeyException.class);
            assertThatThrownBy(() -> NATIVE.adopt(KeyType.RSA, "RSA", raw)).isInstanceOf(InvalidKeyException.class);
            assertThatThrownBy(() -> NATIVE.adopt(KeyType.AES, "AES", raw)).isInstanceOf(InvalidKeyException.class);
        }
    }

    @Test
    void key_closedWhileEightThreadsSign_signsOrRefuses() throws Exception {
        Mechanism ecdsa = Mechanism.of(Family.ECDSA, Digest.SHA_256);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        byte[] pkcs8 = pair(KeyType.EC_P256).privateKey().getEncoded();
        for (int round = 0; round < 20; round++) {
            BackendKey key = NATIVE.adopt(KeyType.EC_P256, "EC", SecretBytes.copyOf(pkcs8));
            List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                        try {
                            while (true) {
                                sign(NATIVE, key, ecdsa, MESSAGE);
                            }
                        } catch (SignatureException e) {
                            if (!String.valueOf(e.getMessage()).contains("closed")) {
                                failures.add(e);
                            }
                        } catch (Exception | Error e) {
                            failures.add(e);
                        }
                    }))
                    .limit(8)
                    .toList();
            threads.forEach(Thread::start);
            Thread.sleep(1);
            key.close();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void plain_keyCollected_isDroppedOnceNoOperationUsesIt() throws Exception {
        Mechanism hmac = Mechanism.of(Family.HMAC, Digest.SHA_256);
        SecretKey key = new SecretKeySpec(new byte[32], "Hmac");
        WeakReference<BackendKey> cached = new WeakReference<>(NATIVE.plain(key));
        assertThat(NATIVE.plain(key)).isSameAs(cached.get());
        MacOperation mac = NATIVE.openMac(NATIVE.plain(key), hmac);
        key = null;
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(5);
            NATIVE.plain(new SecretKeySpec(new byte[1], "Hmac"));
        }
        assertThat(mac.finish()).hasSize(32);
        mac = null;
        for (int i = 0; i < 200 && cached.get() != null; i++) {
            System.gc();
            Thread.sleep(5);
            NATIVE.plain(new SecretKeySpec(new byte[1], "Hmac"));
        }
        assertThat(cached.get()).isNull();
    }

    @Test
    void generatePair_rsa_hasTheSizeAskedFor() throws Exception {
        PublicKey key = Pair.generate(NATIVE, KeyType.RSA, 3072).publicKey();
        assertThat(((RSAPublicKey) key).getModulus().bitLength()).isEqualTo(3072);
        assertThat(((RSAPublicKey) key).getPublicExponent()).isEqualTo(BigInteger.valueOf(65537));
        assertThatThrownBy(() -> NATIVE.generatePair(KeyType.RSA, 100)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> NATIVE.generatePair(KeyType.AES, 128)).isInstanceOf(GeneralSecurityException.class);
    }
}
