package org.wardkey.tpm2.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts, timeouts and reconnection, on connections that are no TPM. */
@Timeout(60)
class OwnedThreadTransportTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] COMMAND = {(byte) 0x80, 1, 0, 0, 0, 10, 0, 0, 0, 1};
    private static final byte[] RESPONSE = {(byte) 0x80, 1, 0, 0, 0, 10, 0, 0, 0, 0};

    @TempDir
    Path folder;

    /** A connection that answers when it is let. */
    private static final class FakeLink implements Link {
        private final CountDownLatch sent = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public void send(byte[] command) {
            sent.countDown();
        }

        @Override
        public byte[] receive() throws IOException {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("the worker was interrupted");
            }
            if (closed.get()) {
                throw new EOFException("closed");
            }
            return RESPONSE.clone();
        }

        @Override
        public void close() {
            closed.set(true);
            answer.countDown();
        }
    }

    private record Outcome(byte[] response, boolean interrupted) {}

    private static FutureTask<Outcome> start(TpmTransport transport) {
        return new FutureTask<>(() -> {
            byte[] response = transport.transmit(COMMAND);
            return new Outcome(response, Thread.currentThread().isInterrupted());
        });
    }

    @Test
    void transmit_interruptedAfterItWasSent_completesAndKeepsTheFlag() throws Exception {
        FakeLink link = new FakeLink();
        try (OwnedThreadTransport transport = new OwnedThreadTransport("fake", () -> link, LONG)) {
            FutureTask<Outcome> task = start(transport);
            Thread caller = new Thread(task);
            caller.start();
            link.sent.await();
            caller.interrupt();
            link.answer.countDown();
            Outcome outcome = task.get(20, TimeUnit.SECONDS);
            assertThat(outcome.response()).isEqualTo(RESPONSE);
            assertThat(outcome.interrupted()).isTrue();
            assertThat(link.closed).isFalse();
        }
    }

    @Test
    void transmit_interruptedBeforeItWasSent_isWithdrawn() throws Exception {
        CountDownLatch mayOpen = new CountDownLatch(1);
        CountDownLatch opening = new CountDownLatch(1);
        FakeLink link = new FakeLink();
        Link.Opener slow = () -> {
            opening.countDown();
            awaitQuietly(mayOpen);
            return link;
        };
        try (OwnedThreadTransport transport = new OwnedThreadTransport("fake", slow, LONG)) {
            FutureTask<Outcome> task = start(transport);
            Thread caller = new Thread(task);
            caller.start();
            opening.await();
            caller.interrupt();
            assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedIOException.class);
            mayOpen.countDown();
            link.answer.countDown();
            assertThat(transport.transmit(COMMAND)).isEqualTo(RESPONSE);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("the worker was interrupted");
        }
    }

    @Test
    void transmit_noResponseInTime_givesUpTheConnectionAndTakesAnother() throws IOException {
        AtomicInteger opened = new AtomicInteger();
        FakeLink silent = new FakeLink();
        FakeLink second = new FakeLink();
        second.answer.countDown();
        Link.Opener opener = () -> opened.getAndIncrement() == 0 ? silent : second;
        try (OwnedThreadTransport transport = new OwnedThreadTransport("fake", opener, Duration.ofMillis(100))) {
            assertThatThrownBy(() -> transport.transmit(COMMAND))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("expected a response of fake within PT0.1S, got none");
            assertThat(silent.closed).isTrue();
            assertThat(transport.transmit(COMMAND)).isEqualTo(RESPONSE);
            assertThat(opened).hasValue(2);
        }
    }

    @Test
    void transmit_cannotConnect_failsAndTriesAgainNextTime() throws IOException {
        AtomicInteger opened = new AtomicInteger();
        FakeLink link = new FakeLink();
        link.answer.countDown();
        Link.Opener opener = () -> {
            if (opened.getAndIncrement() == 0) {
                throw new IOException("no TPM there");
            }
            return link;
        };
        try (OwnedThreadTransport transport = new OwnedThreadTransport("fake", opener, LONG)) {
            assertThatThrownBy(() -> transport.transmit(COMMAND)).hasMessage("no TPM there");
            assertThat(transport.transmit(COMMAND)).isEqualTo(RESPONSE);
        }
    }

    @Test
    void close_whileACommandWaits_failsIt() throws Exception {
        FakeLink link = new FakeLink();
        OwnedThreadTransport transport = new OwnedThreadTransport("fake", () -> link, LONG);
        FutureTask<Outcome> task = start(transport);
        new Thread(task).start();
        link.sent.await();
        transport.close();
        assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS)).hasMessageContaining("fake was closed");
        assertThatThrownBy(() -> transport.transmit(COMMAND)).hasMessageContaining("expected an open transport");
    }

    @Test
    void readFramed_sizes_areBounded() throws IOException {
        assertThat(read(RESPONSE)).isEqualTo(RESPONSE);
        for (int length = 0; length < RESPONSE.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(RESPONSE, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
        }
        for (int size : new int[] {-1, 0, 9, 65537, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            byte[] wrong = RESPONSE.clone();
            ByteBuffer.wrap(wrong).putInt(2, size);
            assertThatThrownBy(() -> read(wrong)).hasMessageContaining("response.size: expected 10 to 65536");
        }
    }

    private static byte[] read(byte[] bytes) throws IOException {
        return Link.readFramed(new ByteArrayInputStream(bytes)::read);
    }

    @Test
    void device_thatEnds_isNoResponse() throws IOException {
        Path file = Files.createFile(folder.resolve("tpm0"));
        try (DeviceTransport device = new DeviceTransport(file, LONG)) {
            assertThatThrownBy(() -> device.transmit(COMMAND))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("expected a response of 10 bytes or more, the device gave -1");
            assertThat(Files.readAllBytes(file)).isEqualTo(COMMAND);
            assertThat(device.sharesSessions()).isFalse();
        }
        try (DeviceTransport shared = new DeviceTransport(Path.of("/dev/tpmrm0"), LONG)) {
            assertThat(shared.sharesSessions()).isTrue();
        }
    }
}
