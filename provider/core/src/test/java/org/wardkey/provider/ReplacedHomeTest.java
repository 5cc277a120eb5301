package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Purpose;

/** A home that is replaced or deleted while a program has it open is not the home that others see. */
class ReplacedHomeTest {
    private static final long SOON_NANOS = 2_000_000_000L;

    @TempDir
    Path folder;

    private WardkeyProvider provider;
    private Provider view;
    private Path home;

    /** What somebody does to a home that is in use. */
    enum Accident {
        /** Put back from a copy. */
        RESTORED {
            @Override
            void happen(Path home) throws IOException {
                Path old = home.resolveSibling("old");
                Files.move(home, old);
                copy(old, home);
            }
        },
        MOVED_AWAY {
            @Override
            void happen(Path home) throws IOException {
                Files.move(home, home.resolveSibling("old"));
            }
        },
        DELETED {
            @Override
            void happen(Path home) throws IOException {
                delete(home);
            }
        },
        DATABASE_REPLACED {
            @Override
            void happen(Path home) throws IOException {
                Path copy = Files.copy(home.resolve("wardkey.db"), home.resolve("copy.db"));
                Files.move(copy, home.resolve("wardkey.db"), StandardCopyOption.ATOMIC_MOVE);
            }
        },
        /** By somebody who tidies up: other processes make new ones, and do not see what this one commits. */
        WRITE_AHEAD_LOG_DELETED {
            @Override
            void happen(Path home) throws IOException {
                Files.delete(home.resolve("wardkey.db-wal"));
                Files.delete(home.resolve("wardkey.db-shm"));
            }
        },
        SHARED_INDEX_DELETED {
            @Override
            void happen(Path home) throws IOException {
                Files.delete(home.resolve("wardkey.db-shm"));
            }
        };

        abstract void happen(Path home) throws IOException;
    }

    @BeforeEach
    void open() {
        TestHome made = TestHome.in(folder);
        provider = made.provider();
        view = made.view("local");
        home = made.home();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Deletes a folder that a provider may still write to, and what it writes there meanwhile. */
    static void delete(Path folder) throws IOException {
        while (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (DirectoryNotEmptyException | UncheckedIOException e) {
                // A file came or went between the listing and the deletion: list again.
                Thread.onSpinWait();
            }
        }
    }

    private KeyPair pair(String alias, UnaryOperator<KeyGenParameters.Builder> more) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(
                more.apply(KeyGenParameters.builder(alias, Purpose.SIGN)).build());
        return generator.generateKeyPair();
    }

    private KeyPair sessionPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", view);
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private Signature signing(PrivateKey key) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        return signature;
    }

    private static byte[] sign(Signature signature) throws Exception {
        signature.update((byte) 1);
        return signature.sign();
    }

    private static boolean refuses(Signature signature) {
        try {
            return sign(signature).length == 0;
        } catch (Exception e) {
            assertThat(e).hasStackTraceContaining("WK-S002").hasStackTraceContaining("Restart the program");
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void use_homeReplacedWhileOpen_refusesEverythingFromThenOn(Accident accident) throws Exception {
        List<Signature> uses = List.of(
                signing(pair("each", b -> b).getPrivate()),
                signing(pair("counted", b -> b.maximumOperations(1_000_000)).getPrivate()),
                signing(pair("together", b -> b.audit(AuditGranularity.AGGREGATE))
                        .getPrivate()),
                signing(sessionPair().getPrivate()));
        for (Signature use : uses) {
            assertThat(sign(use)).isNotEmpty();
        }
        assertThat(provider.state()).isEqualTo("READY");

        accident.happen(home);

        long end = System.nanoTime() + SOON_NANOS;
        while (!provider.state().equals("LOCKED") && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(provider.state()).isEqualTo("LOCKED");
        assertThat(uses).allMatch(ReplacedHomeTest::refuses);
        assertThatThrownBy(() -> pair("later", b -> b)).hasStackTraceContaining("WK-S002");
        assertThatThrownBy(this::sessionPair).hasStackTraceContaining("WK-S002");
        assertThatThrownBy(() -> provider.administration().changeState("each", KeyState.SUSPENDED, "test"))
                .hasStackTraceContaining("WK-S002");
    }

    @Test
    void use_linkLedToAnotherHome_refusesEverything() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("current"), real);
        WardkeyProvider linked = TestHome.with(folder, "home = current\n").provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", linked);
        generator.initialize(KeyGenParameters.builder("pump", Purpose.SIGN)
                .maximumOperations(10)
                .build());
        Signature use = Signature.getInstance("SHA256withECDSA", linked);
        use.initSign(generator.generateKeyPair().getPrivate());
        assertThat(sign(use)).isNotEmpty();

        Path copied = Files.createDirectory(folder.resolve("copied"));
        Files.copy(real.resolve("wardkey.db"), copied.resolve("wardkey.db"));
        Path next = Files.createSymbolicLink(folder.resolve("next"), copied);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);

        assertThat(refuses(use)).isTrue();
        assertThat(linked.state()).isEqualTo("LOCKED");
    }

    @Test
    void generate_databaseReplacedThisMoment_refusesWithoutWaitingForTheTick() throws Exception {
        pair("first", b -> b);

        Accident.DATABASE_REPLACED.happen(home);

        assertThatThrownBy(() -> pair("second", b -> b)).hasStackTraceContaining("WK-S002");
    }

    @Test
    void use_homeMovedAwayAndBack_refusesSinceOthersMayHaveChangedIt() throws Exception {
        Signature use = signing(pair("pump", b -> b).getPrivate());
        assertThat(sign(use)).isNotEmpty();
        Accident.MOVED_AWAY.happen(home);
        LockSupport.parkNanos(SOON_NANOS / 2);
        Files.move(home.resolveSibling("old"), home);
        LockSupport.parkNanos(SOON_NANOS / 4);

        assertThat(refuses(use)).isTrue();
    }
}
