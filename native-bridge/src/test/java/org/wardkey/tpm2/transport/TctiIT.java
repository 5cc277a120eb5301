package org.wardkey.tpm2.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.nativebridge.LibraryLocator;
import org.wardkey.nativebridge.NativeUnavailableException;
import org.wardkey.tpm2.KeptSession;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Swtpm;
import org.wardkey.tpm2.TestKeys;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.TpmUnavailableException;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;

/** Transports of tpm2-tss over the packed jar's linkers, to the simulator swtpm. */
class TctiIT {
    private static final byte[] GET_RANDOM = HexFormat.of().parseHex("80010000000c0000017b0010");

    @TempDir
    static Path folder;

    private static Swtpm swtpm;

    @BeforeAll
    static void start() throws IOException {
        swtpm = Swtpm.start(folder);
    }

    @AfterAll
    static void stop() {
        if (swtpm != null) {
            swtpm.close();
        }
    }

    private static TctiTransport open() throws NativeUnavailableException {
        return TctiTransport.open("swtpm:host=127.0.0.1,port=" + swtpm.address().getPort(), Swtpm.TIMEOUT);
    }

    @Test
    void tpm_overTcti_worksAndLeavesTheSimulatorToTheNext() throws NativeUnavailableException, IOException {
        for (int i = 0; i < 3; i++) {
            try (Tpm tpm = new Tpm(open());
                    LoadedObject root =
                            tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
                    KeptSession session = new KeptSession(
                            tpm, TestKeys.saltKey(tpm, root), HashAlgorithm.SHA256, Symmetric.AES_128_CFB)) {
                assertThat(tpm.execute(new GetRandom(16), session.protection())).hasSize(16);
            }
        }
        try (Tpm own = swtpm.connect()) {
            assertThat(TestKeys.sessionHandles(own)).isEmpty();
            assertThat(TestKeys.transientHandles(own)).isEmpty();
        }
    }

    @Test
    void transmit_simulatorRestarted_failsOnceAndConnectsAnew() throws Exception {
        try (TctiTransport transport = open()) {
            assertThat(transport.transmit(GET_RANDOM)).hasSize(28);
            swtpm.kill();
            assertThatThrownBy(() -> transport.transmit(GET_RANDOM))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("Tss2_Tcti_(Transmit|Receive): expected 0, got 0x000A.*");
            swtpm.restart();
            assertThat(transport.transmit(GET_RANDOM)).hasSize(28);
        }
    }

    @RepeatedTest(10)
    void close_whileAnotherThreadSends_endsIt() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        TctiTransport transport = open();
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            while (true) {
                try {
                    transport.transmit(GET_RANDOM);
                    answered.countDown();
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("closed");
                    return;
                }
            }
        });
        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        transport.close();
        sender.get(20, TimeUnit.SECONDS);
    }

    @Test
    void configuration_unusable_isAnUnreachableTpm() throws NativeUnavailableException {
        for (String configuration : List.of("no-such-tcti:", "swtpm:host=127.0.0.1,port=0", "device:/dev/null/none")) {
            try (Tpm tpm = new Tpm(TctiTransport.open(configuration, Duration.ofSeconds(20)))) {
                assertThatThrownBy(() -> tpm.execute(new GetRandom(16)))
                        .as(configuration)
                        .isInstanceOf(TpmUnavailableException.class)
                        .hasStackTraceContaining("Tss2_TctiLdr_Initialize: expected 0, got 0x");
            }
        }
        assertThatThrownBy(() -> TctiTransport.open("swtpm:\0", Swtpm.TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void library_missing_saysWhich() {
        assertThatThrownBy(() -> TctiTransport.open(
                        LibraryLocator.bySoname(List.of("libwardkey-none.so.0")), "swtpm:", Swtpm.TIMEOUT))
                .isInstanceOf(NativeUnavailableException.class)
                .hasMessageContaining("libwardkey-none.so.0");
    }
}
