package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.policy.KeyReport;

/** How all that a policy says about a key is written, as text and as JSON. */
final class KeyReportText {
    private KeyReportText() {}

    /** Answers that differ in the hash function only. */
    private record Same(
            Purpose purpose,
            Family family,
            Optional<KeyReport.Reason> reason,
            List<KeyReport.Observed> observed,
            Optional<KeyReport.Change> change) {}

    static void print(PrintWriter out, KeyReport report) {
        out.println(KeyText.name(report.key()) + " (" + report.key().type() + ", "
                + report.key().sizeBits() + " bits, " + report.key().state() + "), made "
                + report.key().created() + ", asked at " + report.at());
        for (boolean allowed : new boolean[] {true, false}) {
            Map<Same, List<Digest>> answers = new LinkedHashMap<>();
            report.answers().stream()
                    .filter(answer -> answer.allowed() == allowed)
                    .forEach(answer -> answers.computeIfAbsent(same(answer), s -> new java.util.ArrayList<>())
                            .add(answer.mechanism().digest()));
            out.println(allowed ? "May:" : "May not:");
            answers.forEach((same, digests) -> print(out, same, digests));
            if (answers.isEmpty()) {
                out.println("  (nothing)");
            }
        }
        out.println("Windows and limits:");
        report.limits().forEach(limit -> out.println("  " + words(limit)));
    }

    /** The words of a refusal name the hash function: they must not keep equal answers apart. */
    private static Same same(KeyReport.Answer answer) {
        String digest = answer.mechanism().digest().standardName();
        return new Same(
                answer.purpose(),
                answer.mechanism().family(),
                answer.reason().map(reason -> general(reason, digest)),
                answer.observed().stream()
                        .map(o -> new KeyReport.Observed(general(o.reason(), digest), o.deniesFrom()))
                        .toList(),
                answer.change()
                        .map(c -> new KeyReport.Change(c.at(), c.reason().map(reason -> general(reason, digest)))));
    }

    private static KeyReport.Reason general(KeyReport.Reason reason, String digest) {
        return new KeyReport.Reason(
                reason.code(), reason.words().replace(" with " + digest + " ", " "), reason.source());
    }

    private static void print(PrintWriter out, Same same, List<Digest> digests) {
        String with = digests.stream()
                .filter(digest -> same.family() == Family.ECDSA || digest != Digest.NONE)
                .map(digest -> digest == Digest.NONE ? "no hash function" : digest.standardName())
                .collect(Collectors.joining(", "));
        out.println("  " + same.purpose().name().toLowerCase(Locale.ROOT) + " by "
                + same.family().standardName() + (with.isEmpty() ? "" : " with " + with));
        same.reason().ifPresent(reason -> out.println("      " + words(reason)));
        same.observed()
                .forEach(observed -> out.println("      reported only, refused from " + observed.deniesFrom() + " on: "
                        + words(observed.reason())));
        same.change()
                .ifPresent(change -> out.println("      " + (same.reason().isPresent() ? "allowed from " : "until ")
                        + change.at()
                        + change.reason()
                                .map(reason -> ", then " + words(reason))
                                .orElse("")));
    }

    private static String words(KeyReport.Reason reason) {
        return reason.code().code() + " by " + words(reason.source()) + ": " + Printable.text(reason.words());
    }

    private static String words(KeyReport.Source source) {
        return source.rule().isEmpty()
                ? "the key's own authorizations"
                : Printable.text("rule " + source.rule() + " (" + source.place()
                        + (source.standard().isEmpty() ? "" : ", " + source.standard()) + ")");
    }

    private static String words(KeyReport.Limit limit) {
        return limit.name() + ": " + limit.value()
                + (limit.left().isEmpty() ? "" : ", " + limit.left() + " left")
                + ", set by "
                + (limit.name().equals(KeyReport.Limit.OVERLAP) ? "the key's rotation" : words(limit.source()))
                + limit.observedUntil()
                        .map(until -> ", reported only, refused from " + until + " on")
                        .orElse("");
    }

    static void write(JsonGenerator json, KeyReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", report.key().token() + ":" + report.key().alias());
        json.writeStringField("id", report.key().id().toString());
        json.writeStringField("type", report.key().type().name());
        json.writeStringField("state", report.key().state().name());
        json.writeStringField("created", report.key().created().toString());
        json.writeStringField("at", report.at().toString());
        json.writeArrayFieldStart("uses");
        for (KeyReport.Answer answer : report.answers()) {
            json.writeStartObject();
            json.writeStringField("purpose", answer.purpose().name());
            json.writeStringField("mechanism", answer.mechanism().toString());
            json.writeBooleanField("allowed", answer.allowed());
            if (answer.reason().isPresent()) {
                write(json, answer.reason().get());
            }
            json.writeArrayFieldStart("observed");
            for (KeyReport.Observed observed : answer.observed()) {
                json.writeStartObject();
                json.writeStringField("deniesFrom", observed.deniesFrom().toString());
                write(json, observed.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (answer.change().isPresent()) {
                json.writeObjectFieldStart("change");
                json.writeStringField("at", answer.change().get().at().toString());
                json.writeBooleanField("allowed", answer.change().get().reason().isEmpty());
                if (answer.change().get().reason().isPresent()) {
                    write(json, answer.change().get().reason().get());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("limits");
        for (KeyReport.Limit limit : report.limits()) {
            json.writeStartObject();
            json.writeStringField("name", limit.name());
            json.writeStringField("value", limit.value());
            json.writeStringField("left", limit.left());
            write(json, limit.source());
            if (limit.observedUntil().isPresent()) {
                json.writeStringField("deniesFrom", limit.observedUntil().get().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, KeyReport.Reason reason) throws IOException {
        json.writeStringField("code", reason.code().code());
        json.writeStringField("words", reason.words());
        write(json, reason.source());
    }

    private static void write(JsonGenerator json, KeyReport.Source source) throws IOException {
        json.writeStringField("rule", source.rule());
        json.writeStringField("place", source.place());
        json.writeStringField("source", source.standard());
    }
}
