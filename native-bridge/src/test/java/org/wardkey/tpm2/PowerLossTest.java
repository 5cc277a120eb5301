package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.command.Startup;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;

/** SIGKILL of the simulator swtpm in the midst of work, again and again, and threads that share it. */
@Timeout(120)
class PowerLossTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final byte[] PIN = {1, 2, 3, 4};
    private static final int LOSSES = 20;

    @TempDir
    Path folder;

    private record Key(LoadedObject object, ECPublicKey publicKey) {}

    private static Key key(Tpm tpm, Entity srk, KeptSession session) {
        Public template = Template.ecdsa(Curve.P256);
        template = template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH | Attributes.NO_DA));
        try (SensitiveCreate sensitive = SensitiveCreate.of(PIN)) {
            Create.Result made = tpm.execute(
                    new Create(srk, sensitive, template, new byte[0], List.of()), session.authorize(new byte[0]));
            return new Key(
                    tpm.load(srk, made.outPrivate(), made.outPublic(), session.authorize(new byte[0])),
                    ((PublicArea.Ecc) made.outPublic().area()).publicKey());
        }
    }

    /** Signs and checks; false if the TPM was away. */
    private static boolean signs(Tpm tpm, Key key, KeptSession session) throws GeneralSecurityException {
        Signature signature;
        try {
            signature = tpm.execute(
                    new Sign(key.object(), new byte[32], Scheme.ecdsa(SHA256), Ticket.NULL_HASHCHECK),
                    session.authorize(PIN));
        } catch (TpmUnavailableException away) {
            return false;
        }
        java.security.Signature verifier = java.security.Signature.getInstance("NONEwithECDSA");
        verifier.initVerify(key.publicKey());
        verifier.update(new byte[32]);
        assertThat(verifier.verify(signature.toJca())).isTrue();
        return true;
    }

    @Test
    void powerLoss_twentyTimesWhileTwoThreadsSign_signsAgainInTheSameJvm() throws Exception {
        try (Swtpm swtpm = Swtpm.start(folder);
                Tpm tpm = swtpm.connect();
                LoadedObject srk =
                        tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
                KeptSession session = new KeptSession(tpm, TestKeys.saltKey(tpm, srk), SHA256, Symmetric.AES_128_CFB)) {
            Key key = key(tpm, srk, session);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger signed = new AtomicInteger();
            Callable<Integer> work = () -> {
                int lost = 0;
                while (!over.get()) {
                    if (signs(tpm, key, session)) {
                        signed.incrementAndGet();
                    } else {
                        lost++;
                    }
                }
                return lost;
            };
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Future<Integer>> workers = List.of(threads.submit(work), threads.submit(work));
                for (int loss = 0; loss < LOSSES; loss++) {
                    awaitMore(signed, workers);
                    swtpm.kill();
                    swtpm.restart();
                }
                awaitMore(signed, workers);
                over.set(true);
                int lost = workers.get(0).get(30, TimeUnit.SECONDS)
                        + workers.get(1).get(30, TimeUnit.SECONDS);
                assertThat(lost).isPositive();
            } finally {
                over.set(true);
                threads.shutdownNow();
            }
            assertThat(signs(tpm, key, session)).isTrue();
            assertThat(TestKeys.transientHandles(tpm)).hasSizeLessThanOrEqualTo(2);
            assertThat(TestKeys.sessionHandles(tpm)).hasSize(1);
        }
    }

    /** Waits for three more signatures; fails with a worker that failed. */
    private static void awaitMore(AtomicInteger signed, List<Future<Integer>> workers) throws Exception {
        int wanted = signed.get() + 3;
        while (signed.get() < wanted) {
            for (Future<Integer> worker : workers) {
                if (worker.isDone()) {
                    worker.get();
                }
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void reset_whileTheConnectionStays_comesBackAfterStartup() throws Exception {
        try (Swtpm swtpm = Swtpm.start(folder);
                Tpm tpm = swtpm.connect();
                LoadedObject srk =
                        tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
                KeptSession session = new KeptSession(tpm, TestKeys.saltKey(tpm, srk), SHA256, Symmetric.AES_128_CFB)) {
            List<Key> keys = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                keys.add(key(tpm, srk, session));
            }
            for (int round = 0; round < 3; round++) {
                swtpm.reset();
                assertThatThrownBy(() -> tpm.execute(new GetRandom(8)))
                        .isInstanceOf(TpmException.class)
                        .hasMessageContaining("TPM_RC_INITIALIZE: TPM2_Startup is needed first");
                tpm.execute(new Startup(0));
                for (Key key : keys) {
                    assertThat(signs(tpm, key, session)).isTrue();
                }
            }
        }
    }

    @Test
    void threads_manyAtOnce_allGetTheirTurn() throws Exception {
        int count = 6;
        try (Swtpm swtpm = Swtpm.startUnix(folder);
                Tpm tpm = swtpm.connect();
                LoadedObject srk =
                        tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
                KeptSession session = new KeptSession(tpm, TestKeys.saltKey(tpm, srk), SHA256, Symmetric.AES_128_CFB)) {
            AtomicInteger all = new AtomicInteger();
            CyclicBarrier together = new CyclicBarrier(count);
            Callable<Integer> work = () -> {
                int mine = 0;
                together.await(30, TimeUnit.SECONDS);
                while (all.incrementAndGet() <= 50 * count) {
                    tpm.execute(new GetRandom(8), session.protection());
                    mine++;
                }
                return mine;
            };
            ExecutorService threads = Executors.newFixedThreadPool(count);
            try {
                List<Future<Integer>> turns = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    turns.add(threads.submit(work));
                }
                int sum = 0;
                for (Future<Integer> turn : turns) {
                    int mine = turn.get(60, TimeUnit.SECONDS);
                    assertThat(mine).as("turns of one thread of %d", count).isGreaterThan(10);
                    sum += mine;
                }
                assertThat(sum).isEqualTo(50 * count);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void interruptedThread_closesWhatItLoaded() throws IOException {
        try (Swtpm swtpm = Swtpm.startUnix(folder);
                Tpm tpm = swtpm.connect()) {
            LoadedObject srk = tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
            Thread.currentThread().interrupt();
            srk.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(TestKeys.transientHandles(tpm)).isEmpty();
        }
    }
}
