package org.wardkey.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Collects the entries of a registration, for one provider and what it does. */
final class RegistrationEntries {
    static final List<String> DIRECTIONS = List.of("encrypt", "decrypt");

    private final Engines engines;
    private final Capability capability;
    private final List<Map<String, Object>> algorithms = new ArrayList<>();

    RegistrationEntries(Engines engines, Capability capability) {
        this.engines = engines;
        this.capability = capability;
    }

    Capability capability() {
        return capability;
    }

    Engines engines() {
        return engines;
    }

    List<Map<String, Object>> algorithms() {
        return Collections.unmodifiableList(algorithms);
    }

    /** Adds an algorithm; fields are names and values in turn. */
    void add(String algorithm, String mode, String revision, Object... fields) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("algorithm", algorithm);
        if (!mode.isEmpty()) {
            entry.put("mode", mode);
        }
        entry.put("revision", revision);
        entry.put("prereqVals", List.of());
        entry.putAll(map(fields));
        algorithms.add(entry);
    }

    static Map<String, Object> map(Object... fields) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put((String) fields[i], fields[i + 1]);
        }
        return map;
    }

    static List<Object> range(int min, int max, int increment) {
        return List.of(map("min", min, "max", max, "increment", increment));
    }

    boolean offers(String type, String algorithm) {
        return engines.missing(type, algorithm).isEmpty();
    }

    List<Integer> aesKeys() {
        return sorted(capability.aesKeyBits());
    }

    /** The declared curves or parameter sets whose names begin so. */
    List<String> curves(String prefix) {
        return sorted(capability.curves()).stream()
                .filter(curve -> curve.startsWith(prefix))
                .toList();
    }

    /** ACVP's names of the declared digests that the provider has this signature with. */
    List<String> digests(Function<String, String> signature) {
        return sorted(capability.digests()).stream()
                .filter(digest -> offers("Signature", signature.apply(digest)))
                .map(RegistrationEntries::acvpDigest)
                .toList();
    }

    static <T extends Comparable<T>> List<T> sorted(Iterable<T> values) {
        TreeSet<T> sorted = new TreeSet<>();
        values.forEach(sorted::add);
        return List.copyOf(sorted);
    }

    /** {@code SHA-256} becomes {@code SHA2-256}. */
    static String acvpDigest(String digest) {
        return digest.startsWith("SHA-") && !digest.equals("SHA-1") ? "SHA2-" + digest.substring(4) : digest;
    }

    static int digestBits(String digest) {
        return digest.equals("SHA-1") ? 160 : Integer.parseInt(digest.substring(digest.length() - 3));
    }

    static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : map.entrySet()) {
                json.writeFieldName((String) field.getKey());
                write(json, field.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }
}
