package org.wardkey.conformance.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads a JSON file value by value, each with the names and indices on the way to it. */
final class JsonScalars {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonScalars() {}

    /** Takes one value. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes it.
         *
         * @param place names of fields and indices in lists, from the outside
         * @param value text, number or truth as text
         */
        void visit(List<String> place, String value);
    }

    static void read(Path file, Visitor visitor) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such report; expected a folder of run --report");
        }
        try (JsonParser json = FACTORY.createParser(file.toFile())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue()) {
                    visitor.visit(place(json.getParsingContext()), json.getText());
                }
            }
        } catch (JsonProcessingException | NumberFormatException e) {
            throw new IOException(file + " is no report of this program: " + e.getMessage(), e);
        }
    }

    private static List<String> place(JsonStreamContext context) {
        Deque<String> names = new ArrayDeque<>();
        for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
            names.addFirst(at.inArray() ? Integer.toString(at.getCurrentIndex()) : at.getCurrentName());
        }
        return List.copyOf(names);
    }
}
