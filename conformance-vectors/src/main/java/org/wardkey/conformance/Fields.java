package org.wardkey.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of an ACVP answer, in the order in which they are written: octets (upper-case hexadecimal, as NIST writes
 * them), truth values, whole numbers, and lists of such fields. Immutable, except that octets are not copied.
 */
final class Fields {
    static final Fields NONE = new Fields(Map.of());
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String TEST_PASSED = "testPassed";

    private final Map<String, Object> values;

    private Fields(Map<String, Object> values) {
        this.values = values;
    }

    static Fields octets(String name, byte[] value) {
        return NONE.with(name, value);
    }

    /** The answer to "is this valid?". */
    static Fields passed(boolean passed) {
        return NONE.plus(TEST_PASSED, passed);
    }

    Fields with(String name, byte[] value) {
        return plus(name, value);
    }

    Fields with(String name, long value) {
        return plus(name, value);
    }

    Fields with(String name, List<Fields> value) {
        return plus(name, List.copyOf(value));
    }

    /** These fields, then the others. */
    Fields with(Fields others) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.putAll(others.values);
        return new Fields(more);
    }

    private Fields plus(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Fields(more);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether this says that the input of the test is invalid. */
    boolean isRefusal() {
        return Boolean.FALSE.equals(values.get(TEST_PASSED));
    }

    /** All octets by name, in order. */
    Map<String, byte[]> octetFields() {
        Map<String, byte[]> octets = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof byte[] bytes) {
                octets.put(name, bytes);
            }
        });
        return octets;
    }

    /** The octets of this name; empty when there are none. */
    Optional<byte[]> octets(String name) {
        return values.get(name) instanceof byte[] octets ? Optional.of(octets) : Optional.empty();
    }

    /** The octets of this name, which are there. */
    byte[] due(String name) {
        return octets(name).orElseThrow(() -> new IllegalStateException("no field " + name));
    }

    /** The first octets, which say most about what came. */
    Optional<byte[]> first() {
        return values.values().stream()
                .filter(byte[].class::isInstance)
                .map(byte[].class::cast)
                .findFirst();
    }

    /** Compares with what a server expects; names that it does not print are a malformed answer. */
    Verdict against(JsonObject expected) throws VectorFormatException {
        for (Map.Entry<String, Object> field : values.entrySet()) {
            Verdict verdict = compare(field.getKey(), field.getValue(), expected);
            if (!verdict.passed()) {
                return verdict;
            }
        }
        return Verdict.pass();
    }

    private Verdict compare(String name, Object came, JsonObject expected) throws VectorFormatException {
        if (came instanceof byte[] octets) {
            byte[] right = expected.hex(name);
            return Arrays.equals(right, octets)
                    ? Verdict.pass()
                    : Verdict.fail(Verdict.hex(right), Verdict.hex(octets));
        }
        if (came instanceof Long number) {
            long right = expected.integer(name);
            return right == number
                    ? Verdict.pass()
                    : Verdict.fail("\"" + name + "\" " + right, "\"" + name + "\" " + number);
        }
        // Whether the test passed is compared where it is known what was to be refused.
        return came instanceof List<?> list ? compare(list, expected.objects(name)) : Verdict.pass();
    }

    /** Samples hold fewer results than a certificate asks for, so that the expected ones are counted. */
    private static Verdict compare(List<?> came, List<JsonObject> expected) throws VectorFormatException {
        for (int i = 0; i < expected.size(); i++) {
            if (i >= came.size()) {
                return Verdict.fail(expected.size() + " results", came.size() + " results");
            }
            Verdict verdict = ((Fields) came.get(i)).against(expected.get(i));
            if (!verdict.passed()) {
                return Verdict.fail("result " + i + ": " + verdict.reason(), verdict.came());
            }
        }
        return Verdict.pass();
    }

    @Override
    public String toString() {
        List<String> shown = new ArrayList<>();
        values.forEach((name, value) ->
                shown.add(name + "=" + (value instanceof byte[] octets ? Verdict.hex(octets) : String.valueOf(value))));
        return String.join(" ", shown);
    }

    /** Writes the fields into an object that is already open. */
    void writeTo(JsonGenerator json) throws IOException {
        for (Map.Entry<String, Object> field : values.entrySet()) {
            json.writeFieldName(field.getKey());
            write(json, field.getValue());
        }
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof byte[] octets) {
            json.writeString(HEX.formatHex(octets));
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                json.writeStartObject();
                ((Fields) element).writeTo(json);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
