package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.Policies;
import org.wardkey.provider.audit.AuditVerifier;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;

/**
 * Power cuts, at the level of system calls: a run is recorded with strace, then every state that the
 * disk may have been in is rebuilt and opened. See {@link RecordedDisk} for what a disk may do.
 */
class CrashStateIT {
    private static final int BETWEEN_SYNCS = Integer.getInteger("wardkey.crash.states", 8);

    @TempDir
    private Path folder;

    @Test
    void home_afterAnyPowerCut_opensWithEverythingAcknowledged() throws Exception {
        Path real = Files.createDirectory(folder.toRealPath().resolve("run"));
        Recording.of(folder, real, CrashChild.class, TestHome.in(real).config())
                .checkAll(BETWEEN_SYNCS, (state, acknowledged) -> open(TestHome.in(state), acknowledged));
    }

    private static void open(TestHome home, List<String> acknowledged) throws Exception {
        WardkeyProvider provider = home.provider();
        Administration administration = provider.administration();
        Map<String, AuditVerifier.Mark> marks = administration.auditMarks();
        List<KeyInfo> keys = administration.list();
        Optional<KeyInfo> one = find(keys, "one");
        Optional<KeyInfo> two = find(keys, "two");
        assertThat(one.isPresent() || !acknowledged.contains("generated one"))
                .as("key one")
                .isTrue();
        assertThat(two.isPresent() || !acknowledged.contains("generated two"))
                .as("key two")
                .isTrue();
        long signed = count(acknowledged, "signed");
        assertThat(one.map(KeyInfo::operationsUsed).orElse(0L))
                .as("uses of one")
                .isBetween(signed, signed + 1);
        assertThat(two.map(KeyInfo::operationsUsed).orElse(0L))
                .as("uses of two")
                .isGreaterThanOrEqualTo(signed + count(acknowledged, "also"));
        rotatedWholly(keys, acknowledged);
        Optional<Long> policy = administration.policies().applied().map(Policies.Applied::version);
        assertThat(policy).as("policy").isIn(Optional.of(1L), Optional.empty());
        assertThat(policy.isPresent() || !acknowledged.contains("applied policy"))
                .as("policy")
                .isTrue();
        if (acknowledged.contains("suspended two")) {
            assertThat(two.orElseThrow().facts().state()).isEqualTo(KeyState.SUSPENDED);
        }
        for (KeyInfo key : keys) {
            if (key.facts().state() == KeyState.ACTIVE) {
                assertThat(Managed.sign(
                                provider, Managed.key(provider, key.facts().alias())))
                        .isNotEmpty();
            }
        }
        Managed.generate(provider, "afterwards", java.util.OptionalLong.empty());
        for (Administration.LogCheck log : Administration.verifyAudit(home.home(), marks)) {
            assertThat(log.result().findings()).as("log " + log.log()).isEmpty();
        }
    }

    /** Either the first generation has the alias, or the second one has it and the first goes on. */
    private static void rotatedWholly(List<KeyInfo> keys, List<String> acknowledged) {
        Optional<KeyInfo> first = find(keys, "three@1");
        assertThat(first.isPresent() || !acknowledged.contains("rotated three"))
                .as("rotation")
                .isTrue();
        Optional<KeyInfo> three = find(keys, "three");
        boolean expected = first.isPresent() || acknowledged.contains("generated three");
        assertThat(three.isPresent() || !expected).as("key three").isTrue();
        three.ifPresent(key -> assertThat(key.facts().state()).isEqualTo(KeyState.ACTIVE));
    }

    private static Optional<KeyInfo> find(List<KeyInfo> keys, String alias) {
        return keys.stream().filter(key -> key.facts().alias().equals(alias)).findFirst();
    }

    private static long count(List<String> lines, String word) {
        return lines.stream().filter(line -> line.startsWith(word + " ")).count();
    }
}
