package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Contexts that are used again must not remember what they were used for. */
class ContextPoolTest {
    private static final int THREADS = 8;
    private static final int SALT_LENGTHS = 20;

    private final Libcrypto libcrypto = TestLibcrypto.LIBCRYPTO;

    @Test
    void sign_manyPreparationsOfOneKeyInTurn_eachVerifiesUnderItsOwnAlone() {
        try (EvpKey key = EvpKey.generateRsa(libcrypto, 2048)) {
            byte[] value = value(1);
            for (int round = 0; round < 3; round++) {
                byte[] pkcs1 = RsaSignature.signPkcs1(key, Digest.SHA256, value);
                byte[] raw = RsaSignature.signRaw(key, value);

                assertThat(RsaSignature.verifyPkcs1(key, Digest.SHA256, value, pkcs1))
                        .isTrue();
                assertThat(RsaSignature.verifyRaw(key, value, raw)).isTrue();
                assertThat(RsaSignature.verifyPkcs1(key, Digest.SHA256, value, raw))
                        .isFalse();
                assertThat(RsaSignature.verifyRaw(key, value, pkcs1)).isFalse();
                for (int salt = 0; salt < SALT_LENGTHS; salt++) {
                    byte[] signature = RsaSignature.signPss(key, pss(salt), value);
                    assertThat(RsaSignature.verifyPss(key, pss(salt), value, signature))
                            .isTrue();
                    assertThat(RsaSignature.verifyPss(key, pss(salt + 1), value, signature))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void verify_wrongSignatureBetweenRightOnes_leavesNoTrace() {
        try (EvpKey key = EvpKey.generateEc(libcrypto, Curve.P256)) {
            byte[] signature = Ecdsa.sign(key, value(1));
            for (int round = 0; round < 10; round++) {
                assertThat(Ecdsa.verify(key, value(1), signature)).isTrue();
                assertThat(Ecdsa.verify(key, value(2), signature)).isFalse();
                assertThat(Ecdsa.verify(key, value(1), new byte[] {0x30})).isFalse();
            }
        }
    }

    @Test
    void sign_moreThreadsThanContexts_everySignatureVerifies() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try (EvpKey key = EvpKey.generateEc(libcrypto, Curve.P256)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                byte[] mine = value(thread);
                results.add(pool.submit(() -> {
                    boolean all = true;
                    for (int i = 0; i < 500; i++) {
                        all &= Ecdsa.verify(key, mine, Ecdsa.sign(key, mine));
                    }
                    return all;
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void close_withIdleContexts_refusesFurtherUse() {
        EvpKey key = EvpKey.generateEc(libcrypto, Curve.P256);
        assertThat(Ecdsa.sign(key, value(1))).isNotEmpty();

        key.close();

        assertThat(key.contexts().take(Preparation.plain(Preparation.Operation.SIGN)))
                .as("contexts left in the pool of a freed key")
                .isZero();
        assertThatThrownBy(() -> Ecdsa.sign(key, value(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sign_afterSigning_usesTheSameContext() {
        try (EvpKey key = EvpKey.generateEc(libcrypto, Curve.P256)) {
            Preparation signing = Preparation.plain(Preparation.Operation.SIGN);
            assertThat(Ecdsa.sign(key, value(1))).isNotEmpty();
            long first = key.contexts().take(signing);
            key.contexts().give(signing, first);

            assertThat(Ecdsa.sign(key, value(2))).isNotEmpty();

            assertThat(first).isNotZero();
            long second = key.contexts().take(signing);
            key.contexts().give(signing, second);
            assertThat(second).isEqualTo(first);
        }
    }

    private static RsaSignature.PssParameters pss(int saltSizeBytes) {
        return new RsaSignature.PssParameters(Digest.SHA256, Digest.SHA256, saltSizeBytes);
    }

    private static byte[] value(int content) {
        byte[] value = new byte[32];
        value[31] = (byte) content;
        return value;
    }
}
