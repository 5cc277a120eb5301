package org.wardkey.tpm2.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wire structure: there and back, cut at every length, with every bit flipped. */
class WireTest {
    static List<WireExamples.Example> examples() {
        return WireExamples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void read_whatWasWritten_writesTheSame(WireExamples.Example example) {
        byte[] bytes = example.bytes();
        assertThat(TpmReader.readAll(bytes, example.name(), example.read()).toBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void read_cutAtAnyLength_saysWhatIsMissing(WireExamples.Example example) {
        byte[] bytes = example.bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> TpmReader.readAll(cut, example.name(), example.read()))
                    .isInstanceOf(TpmFormatException.class)
                    .hasMessageContaining(": expected ");
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> TpmReader.readAll(longer, example.name(), example.read()))
                .isInstanceOf(TpmFormatException.class)
                .hasMessageContaining("expected its end, got 1 more bytes");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void read_anyBitFlipped_isRefusedOrWritesTheSame(WireExamples.Example example) {
        byte[] bytes = example.bytes();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            requireRefusedOrSame(example, flipped);
        }
    }

    static void requireRefusedOrSame(WireExamples.Example example, byte[] bytes) {
        TpmStructure read;
        try {
            read = TpmReader.readAll(bytes, example.name(), example.read());
        } catch (TpmFormatException e) {
            assertThat(e).hasMessageContaining("expected ");
            return;
        }
        assertThat(read.toBytes()).isEqualTo(bytes);
    }

    @Test
    void writer_closed_keepsNothing() {
        TpmWriter out = new TpmWriter();
        out.u8(1).u16(2).u32(3).u64(4).sized(new byte[300]);
        assertThat(out.length()).isEqualTo(1 + 2 + 4 + 8 + 2 + 300);
        out.close();
        assertThat(out.toBytes()).isEmpty();
    }

    @Test
    void writer_moreThanATpm2b_isRefused() {
        try (TpmWriter out = new TpmWriter()) {
            assertThatThrownBy(() -> out.sized(new byte[65536]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 65535 bytes, got 65536");
            assertThatThrownBy(() -> out.u32At(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void reader_lengthThatIsNegative_isRefused() {
        TpmReader in = new TpmReader(new byte[] {-1, -1, -1, -1});
        assertThatThrownBy(() -> in.list(4, "TPML", Handle::read))
                .isInstanceOf(TpmFormatException.class)
                .hasMessage("TPML: expected at most 4 elements, got 4294967295");
    }

    @Test
    void name_ofATemplate_startsWithItsAlgorithm() {
        assertThat(Template.srkP256().name().bytes()).hasSize(34).startsWith(0x00, 0x0B);
        assertThat(Template.ekP384().name().bytes()).hasSize(50).startsWith(0x00, 0x0C);
        assertThat(Name.of(Handle.ENDORSEMENT)).hasToString("4000000b");
    }
}
