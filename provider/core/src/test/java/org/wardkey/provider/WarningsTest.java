package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.administration.WarningNotice;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.Housekeeping;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** Whoever looks after keys is warned before they end: in the record, in JMX, by the administration, once. */
class WarningsTest {
    private static final long DEADLINE_NANOS = 20_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void keyNearItsLimit_isWarnedOfOnceForEachThreshold() throws Exception {
        TestHome test = TestHome.in(folder);
        WardkeyProvider provider = test.provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(KeyGenParameters.builder("ending", Purpose.SIGN)
                .maximumOperations(100)
                .build());
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(generator.generateKeyPair().getPrivate());
        Home home = WardkeyRuntime.of(test.config().toString()).home();
        List<String> told = new ArrayList<>();

        sign(signature, 79);
        look(home, told);
        assertThat(told).isEmpty();
        sign(signature, 1);
        look(home, told);
        look(home, told);
        assertThat(told).singleElement().asString().contains("local:ending").contains("80 of 100 operations");
        sign(signature, 17);
        look(home, told);
        look(home, told);
        assertThat(told).hasSize(2);

        assertThat(provider.administration().warnings())
                .extracting(WarningNotice::threshold)
                .containsExactlyInAnyOrder(80, 95);
        assertThat(records(test.home().resolve("audit"))).isEqualTo(2);
    }

    private static void sign(Signature signature, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            signature.update((byte) i);
            assertThat(signature.sign()).isNotEmpty();
        }
    }

    /** As housekeeping does when a home opens: of another process, as it were. */
    private static void look(Home home, List<String> told) {
        Housekeeping housekeeping = new Housekeeping(home, told::add);
        for (int tick = 0; tick < 10; tick++) {
            housekeeping.tick();
        }
    }

    /** How many warnings the log has, once all that was handed over is written. */
    private static long records(Path logs) throws Exception {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        long found = 0;
        while (found < 2 && System.nanoTime() < deadline) {
            found = 0;
            try (Stream<Path> files = Files.walk(logs)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                    found += Files.readString(file)
                            .lines()
                            .filter(line -> line.contains("\"kind\":\"WARNING\""))
                            .count();
                }
            }
            LockSupport.parkNanos(5_000_000);
        }
        return found;
    }

    @Test
    void openHome_isShownInJmx() throws Exception {
        TestHome test = TestHome.in(folder);
        assertThat(test.provider().administration().tokens()).isNotEmpty();
        ObjectName name = new ObjectName("org.wardkey:type=Home,path="
                + ObjectName.quote(test.home().toRealPath().toString()));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!server.isRegistered(name)) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }

        assertThat(server.getAttribute(name, "TimeState")).isEqualTo("TRUSTED");
        assertThat(server.getAttribute(name, "AuditState")).isEqualTo("AVAILABLE");
        assertThat(server.getAttribute(name, "Policy")).asString().contains("nist-sp800-57");
    }
}
