package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;

/**
 * A heap dump of a JVM that imported, used and destroyed keys holds none of them: an AES and an HMAC key, plain and managed, and
 * a prime of an RSA key, whose big-endian words a BigInteger has in this order, too. Nor does its native memory.
 *
 * <p>Of live objects: what the collector has not overwritten yet is beyond a program's reach.
 */
class ZeroisationIT {
    private static final byte MASK = 0x5a;
    private static final int SECRETS = 3;

    @TempDir
    private Path folder;

    private List<Long> occurrences(String how) throws Exception {
        Path dump = folder.resolve(how + ".hprof");
        ChildProcess child =
                ChildJvm.running(ZeroisationChild.class).run(TestHome.in(folder).config(), dump, how);
        assertThat(child.exitCode()).as(child.toString()).isZero();
        byte[] heap = Files.readAllBytes(dump);
        List<byte[]> secrets = child.toString()
                .lines()
                .filter(line -> line.startsWith("secret "))
                .map(line -> unmasked(line.substring("secret ".length())))
                .toList();
        assertThat(secrets).hasSize(SECRETS);
        return secrets.stream().map(secret -> Bytes.occurrences(heap, secret)).toList();
    }

    private static byte[] unmasked(String hex) {
        byte[] secret = HexFormat.of().parseHex(hex);
        for (int i = 0; i < secret.length; i++) {
            secret[i] ^= MASK;
        }
        return secret;
    }

    @Test
    void heapDump_afterKeysWereDestroyed_holdsNoneOfThem() throws Exception {
        assertThat(occurrences("let-go")).containsOnly(0L).hasSize(SECRETS);
    }

    /** The control: the same search finds what a program has kept. */
    @Test
    void heapDump_ofAProgramThatKeepsAKey_holdsIt() throws Exception {
        assertThat(occurrences("keep")).contains(1L);
    }

    /** Whoever holds the key is told by nobody, and does not ask: housekeeping looks. */
    @Test
    void heapDump_afterAnotherProcessDestroyedTheKey_holdsItNoMore() throws Exception {
        TestHome home = TestHome.in(folder);
        ChildProcess child = ChildJvm.running(ZeroisationChild.class).start(home.config(), "none", "wait");
        byte[] secret = unmasked(child.await("secret "));
        assertThat(held(child, 0, secret)).isPositive();
        KeyStore store = KeyStore.getInstance("Wardkey", home.provider());
        store.load(null, null);
        store.deleteEntry("AES");

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        int dumps = 1;
        while (held(child, dumps, secret) > 0) {
            assertThat(System.nanoTime())
                    .as("still there after " + dumps + " dumps")
                    .isLessThan(deadline);
            dumps++;
        }
        child.kill();
    }

    /**
     * What libcrypto had of a key, and the key itself, is wiped when the key is destroyed: an AES and a KMAC key, and the private value of an EC key, in
     * either byte order. Before that the same search finds each, or it would show nothing.
     */
    @Test
    void nativeMemory_afterKeysWereDestroyed_holdsNoneOfThem() throws Exception {
        ChildProcess child = ChildJvm.running(ZeroisationChild.class)
                .start(TestHome.in(folder).config(), "none", "native");
        try {
            nativeMemoryHoldsUntilDestroyed(child);
        } finally {
            child.kill();
        }
    }

    private static void nativeMemoryHoldsUntilDestroyed(ChildProcess child) throws Exception {
        child.await("ready");
        List<List<byte[]>> secrets = child.toString()
                .lines()
                .filter(line -> line.startsWith("secret "))
                .map(line -> inBothOrders(unmasked(line.substring("secret ".length()))))
                .toList();
        assertThat(secrets).hasSize(SECRETS);
        for (List<byte[]> secret : secrets) {
            assertThat(NativeMemory.occurrences(child.pid(), secret)).isPositive();
        }
        child.say("destroy");
        child.await("destroyed");
        for (List<byte[]> secret : secrets) {
            assertThat(NativeMemory.occurrences(child.pid(), secret)).isZero();
        }
    }

    private static List<byte[]> inBothOrders(byte[] secret) {
        byte[] reversed = new byte[secret.length];
        for (int i = 0; i < secret.length; i++) {
            reversed[i] = secret[secret.length - 1 - i];
        }
        return List.of(secret, reversed);
    }

    private long held(ChildProcess child, int number, byte[] secret) throws Exception {
        Path dump = folder.resolve("dump-" + number + ".hprof");
        child.say(dump.toString());
        child.await("dumped " + dump);
        long found = Bytes.occurrences(Files.readAllBytes(dump), secret);
        Files.delete(dump);
        return found;
    }
}
