package org.wardkey.tpm2.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmFormatException;

/** What is no event log, and what hostile ones claim. */
class EventLogFormatTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final HashAlgorithm SHA384 = HashAlgorithm.SHA384;

    @Test
    void parse_startupLocalityThatIsLateOrTwiceOrUnknown_isRefused() {
        List<LogBuilder> bad = List.of(
                LogBuilder.boot(LogBuilder.agile(SHA256)).startupLocality(3),
                LogBuilder.agile(SHA256).startupLocality(3).startupLocality(3),
                LogBuilder.agile(SHA256).startupLocality(1));
        for (LogBuilder log : bad) {
            byte[] bytes = log.bytes();
            assertThatThrownBy(() -> EventLog.parse(bytes))
                    .isInstanceOf(TpmFormatException.class)
                    .hasMessageContaining("StartupLocality: expected 0, 3 or 4");
        }
    }

    private static byte[] header(int count, int... algorithmsAndSizes) {
        ByteBuffer data = LogBuilder.buffer().put(LogBuilder.ascii("Spec ID Event03\0"));
        data.putInt(0).putInt(0x02000200).putInt(count);
        for (int value : algorithmsAndSizes) {
            data.putShort((short) value);
        }
        return LogBuilder.oldEvent(0, LogEvent.NO_ACTION, new byte[20], LogBuilder.taken(data.put((byte) 0)));
    }

    @Test
    void parse_headerThatNoFirmwareWrites_isRefused() {
        List<byte[]> bad = List.of(
                header(0),
                header(-1),
                header(17),
                header(1, 0x000B, 20),
                header(1, 0x0012, 0),
                header(1, 0x0012, 65),
                header(2, 0x000B, 32, 0x000B, 32),
                header(1, 0x000B, 32, 7, 7));
        for (byte[] header : bad) {
            assertThatThrownBy(() -> EventLog.parse(header))
                    .as(HexFormat.of().formatHex(header))
                    .isInstanceOf(TpmFormatException.class)
                    .hasMessageContaining("TCG_EfiSpecI");
        }
    }

    /** SM3 (0x0012) is a bank that this library does not know. */
    @Test
    void parse_bankThatIsNotKnown_isReadOver() {
        byte[] digest = SHA256.digest(new byte[4]);
        ByteBuffer event =
                LogBuilder.buffer().putInt(1).putInt(LogEvent.SEPARATOR).putInt(2);
        event.putShort((short) 0x0012)
                .put(new byte[32])
                .putShort((short) 0x000B)
                .put(digest);
        event.putInt(4).putInt(0);
        EventLog log =
                EventLog.parse(LogBuilder.joined(List.of(header(2, 0x0012, 32, 0x000B, 32), LogBuilder.taken(event))));
        assertThat(log.banks()).containsExactly(SHA256);
        assertThat(log.events().get(0).digests()).containsOnlyKeys(SHA256);
        assertThat(log.events().get(0).data(SHA256)).isEqualTo(LogEvent.Data.HASHED);
    }

    /** An event that shows a digest in one bank only would be listed, and covered by no quote of the other. */
    @Test
    void parse_eventWithoutADigestOfEachBank_isRefused() {
        byte[] one = LogBuilder.agile(SHA256).hashed(1, 4, new byte[4]).parts().get(1);
        byte[] missing = LogBuilder.joined(List.of(LogBuilder.specId(List.of(SHA256, SHA384)), one));
        assertThatThrownBy(() -> EventLog.parse(missing))
                .isInstanceOf(TpmFormatException.class)
                .hasMessage("TPML_DIGEST_VALUES.count: expected 2 as in the first event, got 1");
        byte[] other = LogBuilder.joined(List.of(LogBuilder.specId(List.of(SHA384)), one));
        assertThatThrownBy(() -> EventLog.parse(other)).hasMessageContaining("once, got 0x000B");
        ByteBuffer twice = LogBuilder.buffer().putInt(1).putInt(4).putInt(2);
        twice.putShort((short) 0x000B)
                .put(new byte[32])
                .putShort((short) 0x000B)
                .put(new byte[32]);
        byte[] doubled = LogBuilder.joined(
                List.of(LogBuilder.specId(List.of(SHA256, SHA384)), LogBuilder.taken(twice.putInt(0))));
        assertThatThrownBy(() -> EventLog.parse(doubled)).hasMessageContaining("once, got 0x000B");
    }

    @Test
    void parse_hostileSizes_areRefusedWithoutTakingThem() {
        byte[] zeros = new byte[20];
        byte[] huge = LogBuilder.oldEvent(0, 1, zeros, new byte[0]);
        for (int size : new int[] {1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(28, size);
            assertThatThrownBy(() -> EventLog.parse(huge))
                    .isInstanceOf(TpmFormatException.class)
                    .hasMessageContaining(Integer.toUnsignedString(size) + " bytes, got 0");
        }
        byte[] pcr = LogBuilder.oldEvent(24, 1, zeros, new byte[0]);
        assertThatThrownBy(() -> EventLog.parse(pcr)).hasMessageContaining("a PCR from 0 to 23, got 24");
        byte[] said = LogBuilder.oldEvent(-1, LogEvent.NO_ACTION, zeros, new byte[1]);
        assertThatCode(() -> EventLog.parse(said)).doesNotThrowAnyException();
        byte[] many = new byte[32 * 65537];
        assertThatThrownBy(() -> EventLog.parse(many)).hasMessageContaining("at most 65536 events, got more");
        byte[] longest = new byte[(16 << 20) + 1];
        assertThatThrownBy(() -> EventLog.parse(longest)).hasMessageContaining("at most 16777216 bytes");
    }
}
