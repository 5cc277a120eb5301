package org.wardkey.nativebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NativeHandleTest {
    private final AtomicInteger freed = new AtomicInteger();

    private NativeHandle handle() {
        return NativeHandle.owning("THING", 4711, pointer -> {
            assertThat(pointer).isEqualTo(4711);
            freed.incrementAndGet();
        });
    }

    @Test
    void owning_nullPointer_isRefused() {
        assertThatThrownBy(() -> NativeHandle.owning("THING", 0, pointer -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_twice_freesOnce() {
        NativeHandle handle = handle();
        handle.close();
        handle.close();
        assertThat(freed).hasValue(1);
        assertThat(handle.isClosed()).isTrue();
    }

    @Test
    void acquire_afterClose_isRefused() {
        NativeHandle handle = handle();
        handle.close();
        assertThatThrownBy(handle::acquire)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("THING is closed");
        assertThatThrownBy(handle::acquireExclusive)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("THING is closed");
    }

    @Test
    void close_whileInUse_freesWhenTheLastUserLeaves() {
        NativeHandle handle = handle();
        handle.acquire();
        handle.acquire();
        handle.close();
        handle.release();
        assertThat(freed).hasValue(0);
        handle.release();
        assertThat(freed).hasValue(1);
    }

    @Test
    void acquireExclusive_whileInUse_isRefused() {
        try (NativeHandle handle = handle()) {
            handle.acquire();
            assertThatThrownBy(handle::acquireExclusive)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another thread");
            handle.release();
            assertThat(handle.acquireExclusive()).isEqualTo(4711);
            handle.release();
        }
    }

    @Test
    void close_whileEightThreadsUse_freesOnceAndAfterAll() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            AtomicBoolean gone = new AtomicBoolean();
            AtomicInteger frees = new AtomicInteger();
            NativeHandle handle = NativeHandle.owning("THING", 1, pointer -> {
                gone.set(true);
                frees.incrementAndGet();
            });
            Threads.runAll(8, thread -> {
                try {
                    for (int i = 0; i < 50; i++) {
                        handle.acquire();
                        try {
                            assertThat(gone).isFalse();
                        } finally {
                            handle.release();
                        }
                    }
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessage("THING is closed");
                }
                handle.close();
            });
            assertThat(frees).hasValue(1);
        }
    }

    @Test
    void handle_droppedWithoutClose_isFreedByTheCleaner() {
        for (int i = 0; i < 20; i++) {
            handle();
        }
        while (freed.get() == 0) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(freed.get()).isPositive();
    }
}
