package org.wardkey.tpm2.attestation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wardkey.tpm2.structure.HashAlgorithm;

/** Writes event logs as firmware does, for tests: crypto-agile for some banks, or of the old format for SHA-1 alone. */
final class LogBuilder {
    private final List<HashAlgorithm> banks;
    private final boolean agile;
    private final List<byte[]> events = new ArrayList<>();

    private LogBuilder(List<HashAlgorithm> banks, boolean agile) {
        this.banks = banks;
        this.agile = agile;
    }

    static LogBuilder agile(HashAlgorithm... banks) {
        LogBuilder log = new LogBuilder(List.of(banks), true);
        return log.raw(specId(log.banks));
    }

    static LogBuilder old() {
        return new LogBuilder(List.of(HashAlgorithm.SHA1), false);
    }

    static byte[] specId(List<HashAlgorithm> banks) {
        ByteBuffer data = buffer().put(ascii("Spec ID Event03\0")).putInt(0);
        data.put(new byte[] {0, 2, 0, 2}).putInt(banks.size());
        banks.forEach(bank -> data.putShort((short) bank.id()).putShort((short) bank.sizeBytes()));
        data.put(new byte[] {3, 'W', 'K', '!'});
        return oldEvent(0, LogEvent.NO_ACTION, new byte[20], taken(data));
    }

    static byte[] oldEvent(int pcr, int type, byte[] digest, byte[] data) {
        return taken(buffer().putInt(pcr)
                .putInt(type)
                .put(digest)
                .putInt(data.length)
                .put(data));
    }

    /** An event whose digest is that of the data. */
    LogBuilder hashed(int pcr, int type, byte[] data) {
        return event(pcr, type, Optional.of(data), data);
    }

    /** An event whose digest is that of something that the data describe. */
    LogBuilder measured(int pcr, int type, byte[] measured, byte[] data) {
        return event(pcr, type, Optional.of(measured), data);
    }

    /** An EV_NO_ACTION event, with digests of zeros. */
    LogBuilder said(int pcr, byte[] data) {
        return event(pcr, LogEvent.NO_ACTION, Optional.empty(), data);
    }

    LogBuilder startupLocality(int locality) {
        byte[] data = ascii("StartupLocality\0?");
        data[16] = (byte) locality;
        return said(0, data);
    }

    private LogBuilder event(int pcr, int type, Optional<byte[]> measured, byte[] data) {
        if (!agile) {
            return raw(oldEvent(pcr, type, digest(HashAlgorithm.SHA1, measured), data));
        }
        ByteBuffer event = buffer().putInt(pcr).putInt(type).putInt(banks.size());
        banks.forEach(bank -> event.putShort((short) bank.id()).put(digest(bank, measured)));
        return raw(taken(event.putInt(data.length).put(data)));
    }

    private static byte[] digest(HashAlgorithm bank, Optional<byte[]> measured) {
        return measured.map(bank::digest).orElse(new byte[bank.sizeBytes()]);
    }

    LogBuilder raw(byte[] event) {
        events.add(event);
        return this;
    }

    /** The octets of each event; the first of a crypto-agile log describes the format. */
    List<byte[]> parts() {
        return events;
    }

    byte[] bytes() {
        return joined(events);
    }

    static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static ByteBuffer buffer() {
        return ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] taken(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    /** UEFI_VARIABLE_DATA. */
    static byte[] variable(String name, byte[] value) {
        ByteBuffer data = buffer().put(new byte[16]).putLong(name.length()).putLong(value.length);
        return taken(data.put(name.getBytes(StandardCharsets.UTF_16LE)).put(value));
    }

    /** A boot: firmware, its configuration, Secure Boot, a boot loader, separators. */
    static LogBuilder boot(LogBuilder log) {
        return log.hashed(0, LogEvent.S_CRTM_VERSION, new byte[] {'1', 0, '.', 0, '0', 0})
                .measured(0, 0x80000008, ascii("firmware"), new byte[16])
                .hashed(7, LogEvent.EFI_VARIABLE_DRIVER_CONFIG, variable("SecureBoot", new byte[] {1}))
                .measured(2, 0x80000004, ascii("driver"), new byte[32])
                .hashed(0, LogEvent.SEPARATOR, new byte[4])
                .hashed(7, LogEvent.SEPARATOR, new byte[4])
                .hashed(4, LogEvent.EFI_ACTION, ascii("Calling EFI Application from Boot Option"))
                .hashed(5, LogEvent.EFI_GPT_EVENT, new byte[100])
                .hashed(7, LogEvent.EFI_VARIABLE_AUTHORITY, variable("db", new byte[48]))
                .measured(4, 0x80000003, ascii("loader"), new byte[32])
                .measured(9, 0x0000000D, ascii("kernel"), ascii("kernel /vmlinuz\0"));
    }
}
