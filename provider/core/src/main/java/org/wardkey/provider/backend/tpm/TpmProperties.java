package org.wardkey.provider.backend.tpm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.GetCapability;
import org.wardkey.tpm2.structure.CapabilityData;

/** What a TPM says of itself. Source: TPM 2.0 Part 2 §6.13 (TPM_PT). */
final class TpmProperties {
    private static final int FIXED = 0x100;
    private static final int VARIABLE = 0x200;
    private static final int MOST = 64;
    private static final int REVISION = FIXED + 2;
    private static final int MANUFACTURER = FIXED + 5;
    private static final int VENDOR_STRING = FIXED + 6;
    private static final int VENDOR_STRINGS = 4;
    private static final int FIRMWARE_VERSION = FIXED + 11;
    private static final int INPUT_BUFFER = FIXED + 13;
    private static final int LARGEST_INPUT_BUFFER_BYTES = 1024;

    private static final int PERSISTENT_FREE = VARIABLE + 9;
    private static final int COUNTERS_FREE = VARIABLE + 11;
    private static final int LOCKOUT_COUNTER = VARIABLE + 14;
    private static final int MAXIMUM_FAILURES = VARIABLE + 15;
    private static final int LOCKOUT_INTERVAL = VARIABLE + 16;
    private static final int LOCKOUT_RECOVERY = VARIABLE + 17;

    private final Map<Integer, Integer> values = new LinkedHashMap<>();

    private TpmProperties(Tpm tpm) {
        for (int first : List.of(FIXED, VARIABLE)) {
            if (tpm.execute(new GetCapability(CapabilityData.TPM_PROPERTIES, first, MOST))
                            .capabilityData()
                    instanceof CapabilityData.Properties listed) {
                values.putAll(listed.values());
            }
        }
    }

    /** Asks it, and puts the answers in words, in order. */
    static Map<String, String> read(Tpm tpm) {
        return new TpmProperties(tpm).inWords();
    }

    /** How many bytes a command takes in a buffer: 1024 as the reference code has it, fewer where the TPM says so. */
    static int inputBufferBytes(Tpm tpm) {
        int said = new TpmProperties(tpm).values.getOrDefault(INPUT_BUFFER, LARGEST_INPUT_BUFFER_BYTES);
        return said <= 0 ? LARGEST_INPUT_BUFFER_BYTES : Math.min(said, LARGEST_INPUT_BUFFER_BYTES);
    }

    private Map<String, String> inWords() {
        Map<String, String> words = new LinkedHashMap<>();
        String vendor = vendorString();
        put(words, "manufacturer", MANUFACTURER, TpmProperties::characters);
        words.put("vendor-string", vendor);
        // What swtpm, the simulators of Microsoft and IBM, and most hypervisors call theirs.
        words.put("simulator", vendor.startsWith("SW") || vendor.contains("SIM") ? "yes" : "not by its vendor string");
        put(
                words,
                "specification-revision",
                REVISION,
                value -> value / 100 + "." + String.valueOf(value % 100 + 100).substring(1));
        put(words, "firmware-version", FIRMWARE_VERSION, value -> (value >>> 16) + "." + (value & 0xffff));
        put(words, "free-persistent-objects", PERSISTENT_FREE, Integer::toUnsignedString);
        put(words, "free-counters", COUNTERS_FREE, Integer::toUnsignedString);
        put(words, "failed-authorizations", LOCKOUT_COUNTER, Integer::toUnsignedString);
        put(words, "failures-until-lockout", MAXIMUM_FAILURES, Integer::toUnsignedString);
        put(words, "seconds-until-a-failure-is-forgotten", LOCKOUT_INTERVAL, Integer::toUnsignedString);
        put(words, "seconds-of-lockout-recovery", LOCKOUT_RECOVERY, Integer::toUnsignedString);
        return words;
    }

    private void put(Map<String, String> words, String name, int property, IntFunction<String> form) {
        Integer value = values.get(property);
        if (value != null) {
            words.put(name, form.apply(value));
        }
    }

    private String vendorString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < VENDOR_STRINGS; i++) {
            text.append(characters(values.getOrDefault(VENDOR_STRING + i, 0)));
        }
        return text.toString();
    }

    /** Four characters at most; whatever a chip says, nothing comes out that a terminal would obey. */
    private static String characters(int value) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "");
    }
}
