package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** A key that was made without a name is stored under one, with a limit, while others sign with it. */
class StoreWhileUsedTest {
    private static final int THREADS = 4;
    private static final int LIMIT = 20;

    @TempDir
    private Path folder;

    private static long signUntilRefused(Provider provider, KeyPair pair) throws Exception {
        long signed = 0;
        while (true) {
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            signature.initSign(pair.getPrivate());
            try {
                signature.sign();
            } catch (SignatureException e) {
                assertThat(e).hasMessageContaining("WK-K009");
                return signed;
            }
            signed++;
        }
    }

    private static KeyGenParameters parameters(int limit) {
        return KeyGenParameters.builder("stored", Purpose.SIGN)
                .maximumOperations(limit)
                .audit(AuditGranularity.AGGREGATE)
                .build();
    }

    @Test
    void setEntry_keyInUse_everyUseIsCountedOnce() throws Exception {
        TestHome home = TestHome.in(folder);
        Provider view = home.view("local");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", view);
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        KeyStore store = KeyStore.getInstance("Wardkey", view);
        store.load(null, null);
        Certificate[] chain = {new FakeCertificate(pair.getPublic())};

        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> signing = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                signing.add(threads.submit(() -> signUntilRefused(view, pair)));
            }
            store.setEntry("stored", new KeyStore.PrivateKeyEntry(pair.getPrivate(), chain), parameters(LIMIT));
            long signed = 0;
            for (Future<Long> thread : signing) {
                signed += thread.get();
            }
            assertThat(home.provider().administration().show("stored").operationsUsed())
                    .isEqualTo(signed);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void setEntry_storedKeyWithOtherAuthorizations_isRefused() throws Exception {
        TestHome home = TestHome.in(folder);
        Provider view = home.view("local");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", view);
        generator.initialize(parameters(LIMIT));
        KeyPair pair = generator.generateKeyPair();
        KeyStore store = KeyStore.getInstance("Wardkey", view);
        store.load(null, null);
        KeyStore.PrivateKeyEntry entry = new KeyStore.PrivateKeyEntry(
                pair.getPrivate(), new Certificate[] {new FakeCertificate(pair.getPublic())});

        assertThatThrownBy(() -> store.setEntry("stored", entry, parameters(1)))
                .hasStackTraceContaining("authorizations do not change");
        assertThat(home.provider()
                        .administration()
                        .show("stored")
                        .facts()
                        .authorizations()
                        .maximumOperations())
                .hasValue(LIMIT);
    }
}
