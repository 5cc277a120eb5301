package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.audit.AuditVerifier;

/**
 * Many SIGKILLs on one home, two processes at a time; {@code -Dwardkey.kill.rounds} makes it longer. SIGKILL does not lose
 * what the kernel has: what a power cut does is {@link CrashStateIT}'s.
 */
class KillIT {
    /** Two kills each. */
    private static final int ROUNDS = Integer.getInteger("wardkey.kill.rounds", 4);

    private static final int LONGEST_MILLIS = 250;

    @TempDir
    private Path folder;

    private final Map<String, AuditVerifier.Mark> marks = new HashMap<>();

    /** What the parent knows of one process's keys, from all that was acknowledged. */
    private static final class Knowledge {
        private final Map<String, Long> used = new HashMap<>();
        private final Set<String> unsure = new HashSet<>();
        private final Set<String> deleted = new HashSet<>();

        void read(ChildProcess child) {
            for (String line : child.out()) {
                String[] words = line.split(" ");
                String alias = words.length > 1 ? words[1] : "";
                switch (words[0]) {
                    case "generating", "deleting" -> unsure.add(alias);
                    case "generated" -> {
                        unsure.remove(alias);
                        used.put(alias, 0L);
                    }
                    case "deleted" -> {
                        unsure.remove(alias);
                        used.remove(alias);
                        deleted.add(alias);
                    }
                    case "key" -> found(alias, Long.parseLong(words[2]), child);
                    case "signed" -> used.merge(alias, 1L, Long::sum);
                    default -> assertThat(words[0]).isIn("mark", "looked");
                }
            }
        }

        private void found(String alias, long operations, ChildProcess child) {
            assertThat(deleted).as("alive again in %s", child).doesNotContain(alias);
            assertThat(operations).as("%s in %s", alias, child).isGreaterThanOrEqualTo(used.getOrDefault(alias, 0L));
            used.put(alias, operations);
        }

        /** Every key that was acknowledged and not about to be deleted was found. */
        void requireAllFound(ChildProcess child) {
            Set<String> expected = new HashSet<>(used.keySet());
            expected.removeAll(unsure);
            for (String alias : expected) {
                assertThat(child.out()).as(child.toString()).anyMatch(line -> line.startsWith("key " + alias + " "));
            }
            Set<String> found = new HashSet<>();
            child.out().stream().filter(line -> line.startsWith("key ")).forEach(line -> found.add(line.split(" ")[1]));
            for (String alias : Set.copyOf(unsure)) {
                if (!found.contains(alias)) {
                    used.remove(alias);
                }
            }
            unsure.clear();
        }
    }

    @Test
    void home_killedManyTimes_keepsWhatItAcknowledged() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        TestHome home = TestHome.in(folder);
        Knowledge left = new Knowledge();
        Knowledge right = new Knowledge();
        for (int round = 0; round < ROUNDS; round++) {
            ChildProcess one = churn(home, "left-", random);
            ChildProcess two = churn(home, "right-", random);
            looked(left, one);
            looked(right, two);
            one.say("go");
            two.say("go");
            pause(random.nextInt(LONGEST_MILLIS));
            one.kill();
            pause(random.nextInt(LONGEST_MILLIS / 4));
            two.kill();
            left.read(one);
            right.read(two);
            auditIsWhole(home, round);
        }
        ChildProcess last = churn(home, "left-", random);
        looked(left, last);
        last.finish();
        auditIsWhole(home, ROUNDS);
    }

    private static ChildProcess churn(TestHome home, String prefix, Random random) {
        return ChildJvm.running(ChurnChild.class).start(home.config(), prefix, random.nextInt(1 << 30));
    }

    private void looked(Knowledge knowledge, ChildProcess child) {
        child.await("looked");
        knowledge.requireAllFound(child);
        for (String line : child.out()) {
            if (line.startsWith("mark ")) {
                String[] words = line.split(" ");
                marks.put(words[1], new AuditVerifier.Mark(Long.parseLong(words[2]), words[3]));
            }
        }
    }

    /** Nobody runs: at most the end of a log's last segment is unfinished. */
    private void auditIsWhole(TestHome home, int round) throws IOException {
        List<Administration.LogCheck> checks = Administration.verifyAudit(home.home(), marks);
        assertThat(checks).isNotEmpty();
        for (Administration.LogCheck check : checks) {
            assertThat(check.result().findings())
                    .as("round %d, log %s", round, check.log())
                    .allMatch(finding -> finding.problem().contains("unfinished")
                            && finding.sequence() == check.result().records() + 1);
        }
    }

    private static void pause(int millis) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(millis)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
