package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of an audit log, taken apart for reading; whether it is genuine is {@code audit verify}'s business.
 *
 * @param log the log's name
 * @param raw the line as it stands
 * @param fields its fields as text; empty if the line is not a record
 */
record AuditRecord(String log, String raw, Map<String, String> fields) {
    static AuditRecord parse(String log, String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser json = Json.factory().createParser(line)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    fields.put(name, json.getText());
                }
            }
        } catch (IOException e) {
            // An altered line: it is shown as it stands.
            return new AuditRecord(log, line, Map.of());
        }
        return new AuditRecord(log, line, fields);
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Whether the record is about a key: by alias, {@code token:alias} or id. */
    boolean isAbout(String key) {
        return key.equals(field("alias"))
                || key.equals(field("token") + ":" + field("alias"))
                || key.equals(field("key"));
    }

    /** The record on one line, for people. */
    String text() {
        if (fields.isEmpty()) {
            return "not a record: " + Printable.text(raw);
        }
        StringBuilder text = new StringBuilder()
                .append(field("time"))
                .append("  ")
                .append(field("kind"))
                .append("  ")
                .append(field("outcome"));
        if (!field("alias").isEmpty()) {
            text.append("  ").append(field("token")).append(':').append(field("alias"));
        }
        for (String name : new String[] {"purpose", "mechanism", "engine", "fips", "code", "detail"}) {
            if (!field(name).isEmpty()) {
                text.append("  ").append(field(name));
            }
        }
        if (!field("operations").equals("1")) {
            text.append("  operations ").append(field("operations"));
        }
        return Printable.text(text + "  [" + log + " record " + field("seq") + "]");
    }
}
