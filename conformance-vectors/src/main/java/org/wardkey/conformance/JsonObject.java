package org.wardkey.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One JSON object of a vector file, with the position it came from.
 *
 * <p>Values are {@code String} (text and numbers: some NIST files write numbers as text), {@code Boolean},
 * {@code JsonObject} or {@code List} of these; a JSON null counts as absent.
 */
final class JsonObject {
    private static final int SHOWN = 4096;

    /** What stands for "there is no such object". */
    static final JsonObject EMPTY = new JsonObject(Map.of(), "(nothing)");

    private final Map<String, Object> fields;
    private final String where;

    JsonObject(Map<String, Object> fields, String where) {
        this.fields = Map.copyOf(fields);
        this.where = where;
    }

    String where() {
        return where;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) throws VectorFormatException {
        if (value(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "text");
    }

    String textOr(String name, String fallback) {
        return fields.get(name) instanceof String text ? text : fallback;
    }

    long integer(String name) throws VectorFormatException {
        String text = text(name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new VectorFormatException(where, "\"" + name + "\" is not a whole number: " + text, e);
        }
    }

    /** A length or count: a whole number from 0 to 2^31 - 1. */
    int size(String name) throws VectorFormatException {
        long value = integer(name);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new VectorFormatException(where, "\"" + name + "\" is out of range: " + value);
        }
        return (int) value;
    }

    boolean truth(String name) throws VectorFormatException {
        if (value(name) instanceof Boolean truth) {
            return truth;
        }
        throw wrong(name, "true or false");
    }

    boolean truthOr(String name, boolean fallback) {
        return fields.get(name) instanceof Boolean truth ? truth : fallback;
    }

    byte[] hex(String name) throws VectorFormatException {
        String text = text(name);
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new VectorFormatException(where, "\"" + name + "\" is not hexadecimal", e);
        }
    }

    byte[] hexOrEmpty(String name) throws VectorFormatException {
        return has(name) ? hex(name) : new byte[0];
    }

    JsonObject object(String name) throws VectorFormatException {
        if (value(name) instanceof JsonObject object) {
            return object;
        }
        throw wrong(name, "an object");
    }

    /** The objects of a list; none when the list is absent or null. */
    List<JsonObject> objects(String name) throws VectorFormatException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof JsonObject object)) {
                throw wrong(name, "a list of objects");
            }
            objects.add(object);
        }
        return objects;
    }

    /** How many elements a list has; 0 when it is absent or null. */
    int count(String name) throws VectorFormatException {
        return list(name).size();
    }

    /** The texts of a list; none when the list is absent or null. */
    List<String> texts(String name) throws VectorFormatException {
        List<String> texts = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof String text)) {
                throw wrong(name, "a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    private List<?> list(String name) throws VectorFormatException {
        if (!has(name)) {
            return List.of();
        }
        if (value(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list");
    }

    private Object value(String name) throws VectorFormatException {
        Object value = fields.get(name);
        if (value == null) {
            throw new VectorFormatException(where, "\"" + name + "\" is missing");
        }
        return value;
    }

    private VectorFormatException wrong(String name, String expected) {
        return new VectorFormatException(where, "\"" + name + "\" is not " + expected);
    }

    /** Writes a field of this object as it was; whole numbers that stand as text become numbers. */
    void copy(String name, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        Object value = value(name);
        if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (text(name).matches("0|[1-9][0-9]{0,17}")) {
            json.writeNumber(integer(name));
        } else {
            json.writeString(text(name));
        }
    }

    /** Texts, numbers and truth values by name, as they stand. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (value instanceof String || value instanceof Boolean) {
                texts.put(name, value.toString());
            }
        });
        return texts;
    }

    /** The fields by name, without lists of objects (a group's tests), for people; long values are cut. */
    String shown() {
        StringBuilder shown = new StringBuilder();
        new TreeMap<>(fields).forEach((name, value) -> {
            boolean objects = value instanceof List<?> list && list.stream().anyMatch(JsonObject.class::isInstance);
            if (objects || name.equals("comment") || name.equals("flags")) {
                return;
            }
            String text = value instanceof JsonObject object ? "{" + object.shown() + "}" : value.toString();
            shown.append(shown.isEmpty() ? "" : " ").append(name).append('=').append(Verdict.printable(text, SHOWN));
        });
        return shown.toString();
    }

    @Override
    public String toString() {
        return "object at " + where;
    }
}
