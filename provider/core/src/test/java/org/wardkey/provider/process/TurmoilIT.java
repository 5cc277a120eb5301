package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.policy.TrustedTime;

/**
 * Several JVMs use the keys of one home while it is administered and JVMs are killed, also in the middle of a
 * command. Nobody gets more than the limits, everybody obeys at once, and nobody gets stuck.
 *
 * <p>{@code -Dwardkey.turmoil.seconds} makes it longer, {@code -Dwardkey.turmoil.seed} repeats a sequence of
 * events; how the processes interleave is the machine's.
 */
class TurmoilIT {
    private static final int SECONDS = Integer.getInteger("wardkey.turmoil.seconds", 5);
    private static final int EVENTS = 5;
    private static final int EXACT = 0;
    private static final int LEASED = 1;
    private static final int BUSY = 2;
    private static final int POLICED = 3;
    private static final int TURNING = 4;
    private static final long EXACT_LIMIT = 900;
    private static final long LEASED_LIMIT = 8_000;
    /** A second is promised; a machine that does other things gets more before the test calls it broken. */
    private static final long BOUND_MILLIS = 10_000;
    /** How long a JVM may be in a command before it is killed. */
    private static final int LONGEST_COMMAND_MILLIS = 30;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("wardkey.turmoil.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<Worker> living = new ArrayList<>();
    private final List<Worker> ended = new ArrayList<>();
    private final Map<String, Long> replaced = new HashMap<>();
    private TestHome home;
    private Administration administration;
    private long policyVersion;
    private int kills;
    private long slowestMillis;

    private record Worker(ChildProcess process, Tally tally) {}

    @AfterEach
    void killWhoeverIsLeft() {
        living.forEach(worker -> worker.process().kill());
    }

    @Test
    void home_usedByTwoJvmsInTurmoil_keepsItsLimitsAndItsWord() throws Exception {
        // Each record is on the disk before its operation runs, so a kill leaves none out.
        open("audit { durability = durable }\n");
        turmoil(2);
        finish(2);
        for (int key : new int[] {EXACT, LEASED}) {
            assertThat(recorded(key)).as(name(key)).isBetween(sum(key, Tally::succeeded), most(key));
        }
    }

    @Test
    void home_usedByFiveJvmsInTurmoil_keepsItsLimitsAndItsWord() throws Exception {
        open("");
        turmoil(5);
        finish(5);
    }

    private void open(String lines) throws Exception {
        System.out.println("seed " + seed);
        home = TestHome.with(folder, "home = home\n" + lines);
        WardkeyProvider provider = home.provider();
        administration = provider.administration();
        for (String alias : LoadChild.KEYS) {
            OptionalLong limit = alias.equals("exact")
                    ? OptionalLong.of(EXACT_LIMIT)
                    : alias.equals("leased") ? OptionalLong.of(LEASED_LIMIT) : OptionalLong.empty();
            Managed.generate(provider, alias, limit);
        }
    }

    private void start() {
        Path tally = folder.resolve("tally-" + (living.size() + ended.size()));
        Tally mapped = Tally.map(tally);
        living.add(new Worker(ChildJvm.running(LoadChild.class).start(home.config(), tally), mapped));
    }

    private void turmoil(int jvms) throws Exception {
        for (int i = 0; i < jvms; i++) {
            start();
        }
        progress(BUSY);
        long begun = System.nanoTime();
        int rounds = 0;
        while (rounds < EVENTS || System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(SECONDS)) {
            // Each once, so that none is left out by chance, then any of them.
            event(rounds < EVENTS ? rounds : random.nextInt(EVENTS));
            rounds++;
            for (int key : new int[] {BUSY, POLICED, TURNING}) {
                progress(key);
            }
            assertThat(sum(EXACT, Tally::succeeded)).isLessThanOrEqualTo(EXACT_LIMIT);
            assertThat(sum(LEASED, Tally::succeeded)).isLessThanOrEqualTo(LEASED_LIMIT);
        }
        System.out.println(jvms + " JVMs, " + rounds + " rounds, " + kills + " kills; last success at most "
                + slowestMillis + " ms behind a command's return");
    }

    private void event(int which) throws Exception {
        switch (which) {
            case 0 -> {
                administration.changeState("busy", KeyState.SUSPENDED, "turmoil");
                obeyed(BUSY);
                administration.changeState("busy", KeyState.ACTIVE, "turmoil");
            }
            case 1 -> {
                administration.policies().apply("turmoil.conf", policy("policed"));
                obeyed(POLICED);
                administration.policies().apply("turmoil.conf", policy("nobody"));
            }
            case 2 -> {
                String old = administration.show("turning").facts().id().toString();
                administration.rotation().rotate("turning", Duration.ZERO, true);
                replaced.put(old, System.currentTimeMillis());
            }
            case 3 -> kill(random.nextInt(living.size()));
            default -> killInCommand(random.nextInt(living.size()));
        }
    }

    private String policy(String alias) {
        return "policy { name = turmoil, version = " + ++policyVersion + ", keys { stop { when { alias = " + alias
                + " }, allowed-purposes = verify } } }";
    }

    /** From a refusal in each JVM that began after the command had returned, no JVM uses the key any more. */
    private void obeyed(int key) {
        long returned = System.currentTimeMillis();
        refusals(key);
        long successes = sum(key, Tally::succeeded);
        refusals(key);
        assertThat(sum(key, Tally::succeeded)).as("uses of " + name(key)).isEqualTo(successes);
        for (Worker worker : living) {
            note(worker.tally().lastSuccess(key) - returned);
        }
    }

    private void note(long millis) {
        slowestMillis = Math.max(slowestMillis, millis);
        assertThat(millis).isLessThanOrEqualTo(BOUND_MILLIS);
    }

    /** The first of two more refusals may have begun before; the second has not. */
    private void refusals(int key) {
        for (Worker worker : living) {
            long before = worker.tally().refused(key);
            Conditions.await(
                    "refusals of " + name(key) + " by " + worker.process(),
                    () -> worker.tally().refused(key) >= before + 2);
        }
    }

    private void progress(int key) {
        for (Worker worker : living) {
            long before = worker.tally().succeeded(key);
            Conditions.await(
                    "more uses of " + name(key) + " by " + worker.process(),
                    () -> worker.tally().succeeded(key) >= before + 2);
        }
    }

    private void kill(int index) {
        Worker worker = living.remove(index);
        worker.process().kill();
        kills++;
        ended.add(worker);
        start();
    }

    /** What the killed JVM was ordered happened or did not; either way the home is usable. */
    private void killInCommand(int index) throws Exception {
        String old = administration.show("turning").facts().id().toString();
        String command = List.of("suspend", "rotate", policy("policed")).get(random.nextInt(3));
        living.get(index).process().say(command);
        pause(random.nextInt(LONGEST_COMMAND_MILLIS));
        kill(index);
        if (administration.show("busy").facts().state() == KeyState.SUSPENDED) {
            administration.changeState("busy", KeyState.ACTIVE, "turmoil");
        }
        if (!administration.show("turning").facts().id().toString().equals(old)) {
            replaced.put(old, System.currentTimeMillis());
        }
        assertThat(administration.show("turning").facts().state()).isEqualTo(KeyState.ACTIVE);
        administration.policies().apply("turmoil.conf", policy("nobody"));
    }

    private static void pause(int millis) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(millis)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private void finish(int jvms) throws Exception {
        for (Worker worker : List.copyOf(living)) {
            worker.process().finish();
            living.remove(worker);
            ended.add(worker);
            assertThat(worker.process().out()).noneMatch(line -> line.startsWith("unexpected"));
            assertThat(worker.process().err()).noneMatch(line -> line.contains("Exception"));
            assertThat(sum(worker, Tally::unknown)).isZero();
        }
        assertThat(ended).hasSize(jvms + kills);
        limitsHeld();
        rotationsHeld();
        healthy();
    }

    private void limitsHeld() throws Exception {
        for (int key : new int[] {EXACT, LEASED}) {
            long limit = key == EXACT ? EXACT_LIMIT : LEASED_LIMIT;
            long succeeded = sum(key, Tally::succeeded);
            long used = administration.show(name(key)).operationsUsed();
            System.out.println(name(key) + ": limit " + limit + ", " + succeeded + " succeeded, "
                    + (most(key) - succeeded) + " cut off, " + recorded(key) + " recorded, " + used + " taken, "
                    + sum(key, Tally::refused) + " refused");
            assertThat(used).as(name(key)).isBetween(succeeded, limit);
            assertThat(recorded(key)).as(name(key)).isLessThanOrEqualTo(most(key));
        }
        // One commit each: what is taken and was not used was cut off. That key is used up.
        long used = administration.show("exact").operationsUsed();
        assertThat(used).isLessThanOrEqualTo(most(EXACT));
    }

    private void rotationsHeld() throws Exception {
        Map<String, Instant> last = AuditLines.lastUses(home.home());
        replaced.forEach((id, returned) -> {
            if (last.containsKey(id)) {
                note(last.get(id).toEpochMilli() - returned);
            }
        });
        assertThat(replaced).isNotEmpty();
        System.out.println(replaced.size() + " rotations; with them at most " + slowestMillis + " ms");
    }

    private void healthy() throws Exception {
        List<Administration.LogCheck> checks = Administration.verifyAudit(home.home(), administration.auditMarks());
        assertThat(checks)
                .allSatisfy(check -> assertThat(check.result().findings())
                        .as("log " + check.log())
                        .isEmpty());
        assertThat(administration.report().state()).isEqualTo("READY");
        assertThat(administration.auditCondition().failure()).isEmpty();
        assertThat(administration.time().report().state()).isEqualTo(TrustedTime.State.TRUSTED);
        assertThat(administration.list()).hasSize(LoadChild.KEYS.size() + replaced.size());
    }

    private long recorded(int key) throws Exception {
        return AuditLines.uses(home.home(), name(key));
    }

    /** What was counted, and what may have been done when the JVM was killed. */
    private long most(int key) {
        return sum(key, Tally::succeeded) + sum(key, Tally::unknown);
    }

    private long sum(int key, Count count) {
        return all().stream().mapToLong(worker -> count.of(worker.tally(), key)).sum();
    }

    private static long sum(Worker worker, Count count) {
        ToLongFunction<Integer> row = key -> count.of(worker.tally(), key);
        return List.of(EXACT, LEASED, BUSY, POLICED, TURNING).stream()
                .mapToLong(row)
                .sum();
    }

    /** A column of a tally. */
    @FunctionalInterface
    private interface Count {
        long of(Tally tally, int key);
    }

    private List<Worker> all() {
        List<Worker> all = new ArrayList<>(ended);
        all.addAll(living);
        return all;
    }

    private static String name(int key) {
        return LoadChild.KEYS.get(key);
    }
}
