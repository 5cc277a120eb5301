package org.wardkey.nativebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {
    @Test
    void allocate_anySize_isZeroed() {
        for (int size : new int[] {0, 1, 100, 5000, 1 << 20}) {
            try (NativeBuffer buffer = NativeBuffer.allocate(size)) {
                assertThat(buffer.sizeBytes()).isEqualTo(size);
                assertThat(buffer.bytes(0, size)).containsOnly(new byte[size]);
            }
        }
    }

    @Test
    void allocate_negativeSize_isRefused() {
        assertThatThrownBy(() -> NativeBuffer.allocate(-1)).isInstanceOf(IllegalArgumentException.class);
        try (Scratch scratch = Scratch.borrow()) {
            assertThatThrownBy(() -> scratch.allocate(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void numbers_atAnyOffset_comeBack() {
        try (NativeBuffer buffer = NativeBuffer.allocate(24)) {
            for (int offset = 0; offset <= 16; offset++) {
                buffer.putLong(offset, 0x0123456789ABCDEFL + offset);
                assertThat(buffer.getLong(offset)).isEqualTo(0x0123456789ABCDEFL + offset);
                buffer.putInt(offset, -7 - offset);
                assertThat(buffer.getInt(offset)).isEqualTo(-7 - offset);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5, 9, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void access_outOfBounds_isRefused(int offset) {
        byte[] four = new byte[4];
        try (NativeBuffer buffer = NativeBuffer.allocate(8)) {
            assertThatThrownBy(() -> buffer.getInt(offset)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.putInt(offset, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.getLong(offset)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.putLong(offset, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.get(offset, four, 0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.put(offset, four, 0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.put(offset, ByteBuffer.wrap(four)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.get(offset, ByteBuffer.wrap(four)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.bytes(offset, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void byteBuffers_heapDirectAndReadOnly_areCopied() {
        byte[] text = {1, 2, 3, 4, 5};
        ByteBuffer direct = ByteBuffer.allocateDirect(5).put(text).flip();
        try (NativeBuffer buffer = NativeBuffer.allocate(5)) {
            for (ByteBuffer source :
                    List.of(ByteBuffer.wrap(text), direct, ByteBuffer.wrap(text).asReadOnlyBuffer())) {
                buffer.zero();
                buffer.put(0, source);
                assertThat(source.remaining()).isZero();
                assertThat(buffer.bytes(0, 5)).isEqualTo(text);
            }
            for (ByteBuffer target : List.of(ByteBuffer.allocate(5), ByteBuffer.allocateDirect(5))) {
                buffer.get(0, target);
                byte[] copy = new byte[5];
                target.flip().get(copy);
                assertThat(copy).isEqualTo(text);
            }
        }
    }

    @Test
    void buffer_afterClose_isRefused() {
        NativeBuffer buffer = NativeBuffer.allocate(8);
        buffer.close();
        buffer.close();
        assertThatThrownBy(() -> buffer.getInt(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(buffer::address).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(buffer::acquire).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void buffer_closedWhileAcquired_staysMappedAndThenGoes() {
        NativeBuffer buffer = NativeBuffer.allocate(8);
        buffer.putLong(0, 42);
        long address = buffer.acquire();
        buffer.close();
        assertThat(NativeLinker.getLong(address)).isEqualTo(42);
        buffer.release();
        assertThatThrownBy(() -> buffer.getLong(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void toString_withContent_showsSizeOnly() {
        try (NativeBuffer buffer = NativeBuffer.allocate(8)) {
            buffer.putLong(0, 0x4142434445464748L);
            assertThat(buffer).hasToString("NativeBuffer[8 bytes]");
        }
    }

    @Test
    void scratch_afterClose_isZeroedWhileStillMapped() {
        long address;
        try (Scratch scratch = Scratch.borrow()) {
            NativeBuffer part = scratch.allocate(64);
            for (int i = 0; i < 64; i += 8) {
                part.putLong(i, -1);
            }
            address = part.address();
        }
        // The block is idle in the pool, so it is still mapped.
        for (int i = 0; i < 64; i += 8) {
            assertThat(NativeLinker.getLong(address + i)).isZero();
        }
    }

    @Test
    void scratchPart_closedEarly_isZeroedAndStaysUsable() {
        try (Scratch scratch = Scratch.borrow()) {
            NativeBuffer part = scratch.allocate(8);
            part.putLong(0, -1);
            part.close();
            assertThat(part.getLong(0)).isZero();
        }
    }

    @Test
    void scratch_manyParts_doNotOverlap() {
        try (Scratch scratch = Scratch.borrow()) {
            List<NativeBuffer> parts = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                NativeBuffer part = scratch.allocate(i % 40 + 4);
                assertThat(part.getInt(0)).isZero();
                part.putInt(0, i);
                parts.add(part);
            }
            NativeBuffer large = scratch.allocate(Scratch.BLOCK_BYTES + 1);
            large.putInt(Scratch.BLOCK_BYTES - 3, 9);
            for (int i = 0; i < parts.size(); i++) {
                assertThat(parts.get(i).getInt(0)).isEqualTo(i);
            }
        }
    }

    @Test
    void scratch_afterClose_isRefused() {
        Scratch scratch = Scratch.borrow();
        NativeBuffer part = scratch.allocate(8);
        NativeBuffer large = scratch.allocate(1 << 20);
        scratch.close();
        scratch.close();
        assertThatThrownBy(() -> part.getInt(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> large.getInt(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> scratch.allocate(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void scratch_moreAreasThanThePoolHolds_work() {
        List<Scratch> areas = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Scratch area = Scratch.borrow();
            area.allocate(8).putLong(0, i);
            areas.add(area);
        }
        areas.forEach(Scratch::close);
        for (int i = 0; i < 100; i++) {
            try (Scratch area = Scratch.borrow()) {
                assertThat(area.allocate(8).getLong(0)).isZero();
            }
        }
    }

    @Test
    void scratch_eightThreads_neverShareABlock() throws InterruptedException {
        Threads.runAll(8, thread -> {
            for (int i = 0; i < 5000; i++) {
                try (Scratch scratch = Scratch.borrow()) {
                    NativeBuffer part = scratch.allocate(16);
                    assertThat(part.getLong(8)).isZero();
                    part.putLong(8, thread * 100_000L + i);
                    assertThat(part.getLong(8)).isEqualTo(thread * 100_000L + i);
                }
            }
        });
    }

    @Test
    void callThrough_nullPointersAndTooManyArguments_isRefused() {
        try (NativeBuffer structure = NativeBuffer.allocate(Long.BYTES)) {
            assertThatThrownBy(() -> NativeLinker.callThrough(structure.address(), 0, 1))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> NativeLinker.callThrough(0, 16)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> NativeLinker.callThrough(structure.address(), 0, 1, 2, 3, 4, 5, 6, 7))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
