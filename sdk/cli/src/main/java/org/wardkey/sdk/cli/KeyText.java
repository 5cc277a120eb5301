package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.wardkey.provider.administration.WarningNotice;
import org.wardkey.provider.operation.Enforcement;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;

/** How keys and their rules are written, as text and as JSON. */
final class KeyText {
    private KeyText() {}

    /** The alias with its token: what every command takes. */
    static String name(KeyFacts facts) {
        return Printable.text(facts.token() + ":" + facts.alias());
    }

    /** Each rule of a key in words, by the rule's name. */
    static Map<String, String> rules(KeyInfo key) {
        KeyAuthorizations may = key.facts().authorizations();
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put("state", key.facts().state().name());
        rules.put("purposes", names(may.purposes()));
        rules.put("digests", anyOf(may.digests()));
        rules.put("paddings", anyOf(may.paddings()));
        rules.put("origination", window(may.origination()) + earlier(key, may.origination(), true));
        rules.put("consumption", window(may.consumption()) + earlier(key, may.consumption(), false));
        rules.put("maximum-operations", limit(may.maximumOperations(), key.operationsUsed()));
        rules.put("maximum-bytes", limit(may.maximumBytes(), key.bytesUsed()));
        rules.put("exportable", may.exportable() ? "yes, wrapped by another key" : "no");
        rules.put("audit", may.audit().name().toLowerCase(Locale.ROOT));
        rules.put(
                "continuity",
                may.continuity()
                        .map(c -> "goes on while the audit log is full: " + Printable.text(c.owner()) + ", until "
                                + c.until())
                        .orElse("no"));
        rules.put("constant-time-required", may.constantTimeRequired() ? "yes" : "no");
        rules.putAll(new TreeMap<>(key.bounds()));
        return rules;
    }

    /** Who enforces a rule, in words. */
    static String enforcement(KeyInfo key, String rule) {
        Enforcement by = key.enforcement().get(rule);
        if (by == null) {
            return "";
        }
        return switch (by) {
            case HARDWARE -> "hardware";
            case PROVIDER -> "provider";
            case ADVISORY -> "nobody (advisory)";
        };
    }

    /** The rule of the policy that narrowed an authorization, for the end of a line; empty if it is the key's own. */
    static String setBy(KeyInfo key, String rule) {
        String narrowed = key.setBy().get(rule);
        return narrowed == null ? "" : ", set by " + Printable.text(narrowed);
    }

    /** A warning that was given for a key, in words. */
    static String warning(WarningNotice warning) {
        String what = switch (warning.kind()) {
            case "OPERATIONS", "BYTES" ->
                warning.kind().toLowerCase(Locale.ROOT) + " used to " + warning.threshold() + " percent";
            default ->
                warning.kind().toLowerCase(Locale.ROOT).replace(":", " to ") + " ends within " + warning.threshold()
                        + " days";
        };
        return name(warning.key()) + ": " + what + ", since " + warning.given();
    }

    /** When the key stops making new protection; {@code -} if never. */
    static String originationEnd(KeyFacts facts) {
        Window origination = facts.authorizations().origination();
        return origination.ends()
                ? origination.end().truncatedTo(ChronoUnit.SECONDS).toString()
                : "-";
    }

    private static String window(Window window) {
        if (!window.starts() && !window.ends()) {
            return "always";
        }
        String from = window.starts() ? "from " + window.start() + " " : "";
        return (from + (window.ends() ? "until " + window.end() : "")).trim();
    }

    /** The purposes that end before their window does. */
    private static String earlier(KeyInfo key, Window window, boolean originating) {
        return new TreeMap<>(key.ends())
                .entrySet().stream()
                        .filter(end -> end.getKey().originating() == originating
                                && end.getValue().isBefore(window.end()))
                        .map(end -> ", to " + end.getKey().name().toLowerCase(Locale.ROOT) + " until " + end.getValue())
                        .collect(Collectors.joining());
    }

    private static String limit(OptionalLong limit, long used) {
        return limit.isPresent() ? used + " of " + limit.getAsLong() + " used" : "unlimited";
    }

    private static String anyOf(Set<? extends Enum<?>> allowed) {
        return allowed.isEmpty() ? "any" : names(allowed);
    }

    static String names(Set<? extends Enum<?>> set) {
        return set.stream().map(e -> e.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }

    /** Writes a key as a JSON object. */
    static void write(JsonGenerator json, KeyInfo key) throws IOException {
        KeyFacts facts = key.facts();
        KeyAuthorizations may = facts.authorizations();
        json.writeStartObject();
        json.writeStringField("id", facts.id().toString());
        json.writeStringField("token", facts.token());
        json.writeStringField("alias", facts.alias());
        json.writeStringField("type", facts.type().name());
        json.writeNumberField("sizeBits", facts.sizeBits());
        json.writeStringField("state", facts.state().name());
        json.writeStringField("created", facts.created().toString());
        json.writeBooleanField("imported", facts.imported());
        names(json, "purposes", may.purposes());
        names(json, "digests", may.digests());
        names(json, "paddings", may.paddings());
        instant(
                json,
                "originationStart",
                may.origination().start(),
                may.origination().starts());
        instant(
                json,
                "originationEnd",
                may.origination().end(),
                may.origination().ends());
        instant(
                json,
                "consumptionStart",
                may.consumption().start(),
                may.consumption().starts());
        instant(
                json,
                "consumptionEnd",
                may.consumption().end(),
                may.consumption().ends());
        json.writeObjectFieldStart("ends");
        for (Map.Entry<Purpose, Instant> end : new TreeMap<>(key.ends()).entrySet()) {
            instant(json, end.getKey().name(), end.getValue(), !end.getValue().equals(Instant.MAX));
        }
        json.writeEndObject();
        limit(json, "maximumOperations", may.maximumOperations());
        json.writeNumberField("operationsUsed", key.operationsUsed());
        limit(json, "maximumBytes", may.maximumBytes());
        json.writeNumberField("bytesUsed", key.bytesUsed());
        json.writeBooleanField("exportable", may.exportable());
        json.writeStringField("audit", may.audit().name());
        json.writeBooleanField("constantTimeRequired", may.constantTimeRequired());
        json.writeObjectFieldStart("enforcement");
        for (String rule : rules(key).keySet()) {
            Enforcement by = key.enforcement().get(rule);
            if (by != null) {
                json.writeStringField(rule, by.name());
            }
        }
        json.writeEndObject();
        json.writeObjectFieldStart("setBy");
        for (Map.Entry<String, String> narrowed : new TreeMap<>(key.setBy()).entrySet()) {
            json.writeStringField(narrowed.getKey(), narrowed.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, String field, Set<? extends Enum<?>> set) throws IOException {
        json.writeArrayFieldStart(field);
        for (Enum<?> constant : set) {
            json.writeString(constant.name());
        }
        json.writeEndArray();
    }

    private static void instant(JsonGenerator json, String field, Instant instant, boolean set) throws IOException {
        if (set) {
            json.writeStringField(field, instant.toString());
        }
    }

    private static void limit(JsonGenerator json, String field, OptionalLong limit) throws IOException {
        if (limit.isPresent()) {
            json.writeNumberField(field, limit.getAsLong());
        }
    }
}
