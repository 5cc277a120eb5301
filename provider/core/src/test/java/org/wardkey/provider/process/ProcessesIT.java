package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;

/** Several JVMs, and several threads, share a home: limits, states and aliases hold for all of them together. */
class ProcessesIT {
    @TempDir
    private Path folder;

    private TestHome home;
    private WardkeyProvider provider;

    @BeforeEach
    void configure() {
        home = TestHome.in(folder);
        provider = home.provider();
    }

    private ChildProcess child(Object... arguments) {
        return start(ChildJvm.running(SignerChild.class), arguments);
    }

    private ChildProcess start(ChildJvm jvm, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(home.config()));
        all.addAll(List.of(arguments));
        return jvm.start(all.toArray());
    }

    /** A container has process numbers of its own. Needs {@code unshare} with user namespaces, or root. */
    private ChildProcess container(Object... arguments) {
        return start(
                ChildJvm.running(SignerChild.class)
                        .under("unshare", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc"),
                arguments);
    }

    /** Lets all of them begin at once, once all are ready. */
    private static void go(ChildProcess... children) {
        for (ChildProcess child : children) {
            child.await("ready");
        }
        for (ChildProcess child : children) {
            child.say("go");
        }
    }

    private static long signed(ChildProcess child) {
        return Long.parseLong(child.await("signed ").split(" ")[0]);
    }

    private static String refusal(ChildProcess child) {
        return child.await("signed ").split(" ")[1];
    }

    private KeyInfo info(String alias) {
        return provider.administration().show(alias);
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 20_000})
    void limit_sharedByTwoJvms_isUsedUpAndNeverExceeded(long limit) throws Exception {
        Managed.generate(provider, "shared", OptionalLong.of(limit));
        ChildProcess first = child("shared", "sign", limit + 1);
        ChildProcess second = child("shared", "sign", limit + 1);
        go(first, second);
        // Nobody died, so no lease was lost: the sum is the limit itself.
        assertThat(signed(first) + signed(second)).isEqualTo(limit);
        assertThat(List.of(refusal(first), refusal(second))).containsOnly("WK-K009");
        first.finish();
        second.finish();
        assertThat(info("shared").operationsUsed()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lease_heldByAnIdleJvm_goesToTheOneThatNeedsIt(boolean inContainers) throws Exception {
        long limit = 4_000;
        Managed.generate(provider, "shared", OptionalLong.of(limit));
        ChildProcess idle = inContainers ? container("shared", "sign", 1_200) : child("shared", "sign", 1_200);
        ChildProcess starved =
                inContainers ? container("shared", "sign", limit + 1) : child("shared", "sign", limit + 1);
        starved.await("ready");
        go(idle);
        assertThat(signed(idle)).isEqualTo(1_200);
        // More is taken than was used: that is the lease.
        starved.say("go");
        assertThat(signed(starved)).isEqualTo(limit - 1_200);
        assertThat(refusal(starved)).isEqualTo("WK-K009");
        idle.finish();
        starved.finish();
        assertThat(info("shared").operationsUsed()).isEqualTo(limit);
    }

    @Test
    void lease_ofAKilledJvm_isLostAndNotUsedTwice() throws Exception {
        long limit = 20_000;
        Managed.generate(provider, "shared", OptionalLong.of(limit));
        ChildProcess killed = child("shared", "sign", 5_000);
        go(killed);
        long before = signed(killed);
        killed.kill();
        long taken = info("shared").operationsUsed();
        assertThat(taken).isGreaterThanOrEqualTo(before);
        ChildProcess survivor = child("shared", "sign", limit + 1);
        go(survivor);
        assertThat(signed(survivor)).isEqualTo(limit - taken);
        survivor.finish();
    }

    @Test
    void suspension_inOneJvm_stopsABusySignerInAnother() throws Exception {
        Managed.generate(provider, "busy", OptionalLong.empty());
        ChildProcess signer = child("busy", "stamp");
        go(signer);
        signer.await("busy");
        assertThat(provider.administration()
                        .changeState("busy", KeyState.SUSPENDED, "test")
                        .state())
                .isEqualTo(KeyState.SUSPENDED);
        long returned = System.currentTimeMillis();
        assertThat(signer.await("refused ")).isEqualTo("WK-K001");
        Conditions.await("two seconds of refusals", () -> System.currentTimeMillis() > returned + 2_000);
        signer.say("stop");
        assertThat(Long.parseLong(signer.await("last "))).isPositive().isLessThanOrEqualTo(returned + 1_000);
        signer.finish();
    }

    @Test
    void alias_createdByTwoJvmsAtOnce_isWonByOne() throws Exception {
        for (int round = 0; round < 3; round++) {
            ChildProcess first = child("contested-" + round, "generate");
            ChildProcess second = child("contested-" + round, "generate");
            go(first, second);
            assertThat(List.of(first.await("outcome "), second.await("outcome ")))
                    .containsExactlyInAnyOrder("won", "WK-S005");
            first.finish();
            second.finish();
            Managed.sign(provider, Managed.key(provider, "contested-" + round));
        }
        assertThat(provider.administration().list()).hasSize(3);
    }

    /** The first thing that two JVMs do on a machine: one home comes of it. */
    @Test
    void home_openedByTwoJvmsAtOnce_isOne() throws Exception {
        ChildProcess first = child("mine", "generate");
        ChildProcess second = child("yours", "generate");
        go(first, second);
        assertThat(first.await("outcome ")).isEqualTo("won");
        assertThat(second.await("outcome ")).isEqualTo("won");
        first.finish();
        second.finish();
        for (String alias : List.of("mine", "yours")) {
            assertThat(Managed.sign(provider, Managed.key(provider, alias))).isNotEmpty();
        }
    }

    @Test
    void limit_racedForByEightThreads_isExact() throws Exception {
        PrivateKey key =
                Managed.generate(provider, "raced", OptionalLong.of(100)).getPrivate();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> successes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                successes.add(threads.submit(() -> signUntilRefused(key)));
            }
            int sum = 0;
            for (Future<Integer> each : successes) {
                sum += each.get();
            }
            assertThat(sum).isEqualTo(100);
        } finally {
            threads.shutdown();
        }
        assertThat(info("raced").operationsUsed()).isEqualTo(100);
    }

    private int signUntilRefused(PrivateKey key) throws Exception {
        for (int signed = 0; ; signed++) {
            try {
                Managed.sign(provider, key);
            } catch (SignatureException e) {
                assertThat(Managed.code(e)).isEqualTo("WK-K009");
                return signed;
            }
        }
    }
}
