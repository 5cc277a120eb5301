package org.wardkey.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Streams the vector sets of a JSON file, plain or gzip, one test group at a time.
 *
 * <p>Three shapes are known: Wycheproof and NIST's gen-val files are one object with {@code testGroups}; files from
 * NIST's servers are an array of a session header and one or more such objects. A file is read twice: once for the
 * headers (the fields around {@code testGroups}, which may stand after it), once per set for its groups. Text behind
 * the first JSON value is ignored (some published files end with {@code EOF.}), but the file is read to its end, so
 * that a truncated gzip member never passes for a complete one.
 *
 * <p>Input is untrusted: nesting, text and name length, token count and expanded size are bounded.
 */
final class VectorFile {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int NESTING_DEPTH = 32;
    private static final int TEXT_CHARACTERS = 4 << 20;
    private static final int NAME_CHARACTERS = 256;
    private static final long DOCUMENT_BYTES = 1L << 30;
    private static final long TOKENS = 50_000_000;
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_DEPTH)
                    .maxStringLength(TEXT_CHARACTERS)
                    .maxNameLength(NAME_CHARACTERS)
                    .maxDocumentLength(DOCUMENT_BYTES)
                    .maxTokenCount(TOKENS)
                    .build())
            .build();

    private final String name;
    private final List<Path> inputs;
    private final Source source;

    /** Opens the file anew for each pass. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** Takes one test group. */
    @FunctionalInterface
    interface GroupVisitor {
        void visit(JsonObject group) throws IOException;
    }

    VectorFile(String name, Source source) {
        this(name, List.of(), source);
    }

    private VectorFile(String name, List<Path> inputs, Source source) {
        this.name = name;
        this.inputs = inputs;
        this.source = source;
    }

    static VectorFile of(Path path, String name) {
        return new VectorFile(name, List.of(path), () -> Files.newInputStream(path));
    }

    /** The file on disk; none for what this module holds itself. */
    List<Path> inputs() {
        return inputs;
    }

    /** The fields around {@code testGroups}, one object per vector set. */
    List<JsonObject> headers() throws IOException {
        List<JsonObject> headers = new ArrayList<>();
        read((parser, set) -> {
            Map<String, Object> fields = new HashMap<>();
            String where = where(parser);
            boolean groups = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("testGroups")) {
                    groups = true;
                    parser.skipChildren();
                } else {
                    put(fields, field, parser);
                }
            }
            if (groups) {
                headers.add(new JsonObject(fields, where));
            }
            return groups;
        });
        if (headers.isEmpty()) {
            throw new VectorFormatException(name, "no \"testGroups\" in it");
        }
        return headers;
    }

    /** Whether there is a vector set in this JSON document; malformed ones have none. */
    boolean hasGroups() throws IOException {
        try {
            return !headers().isEmpty();
        } catch (VectorFormatException e) {
            return false;
        }
    }

    /** Visits the groups of the set with this index in {@link #headers()}. */
    void groups(int wanted, GroupVisitor visitor) throws IOException {
        read((parser, set) -> {
            boolean groups = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean here = parser.currentName().equals("testGroups");
                groups |= here;
                parser.nextToken();
                if (here && set == wanted) {
                    visitEach(parser, visitor);
                } else {
                    parser.skipChildren();
                }
            }
            return groups;
        });
    }

    /**
     * Visits the objects of a list that is no vector set.
     *
     * @param field the document's field that holds the list; empty when the document is the list
     */
    void elements(String field, GroupVisitor visitor) throws IOException {
        parse(parser -> {
            JsonToken root = parser.nextToken();
            if (field.isEmpty()) {
                visitEach(parser, visitor);
                return;
            }
            if (root != JsonToken.START_OBJECT) {
                throw new VectorFormatException(where(parser), "not an object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean here = parser.currentName().equals(field);
                parser.nextToken();
                if (here) {
                    visitEach(parser, visitor);
                } else {
                    parser.skipChildren();
                }
            }
        });
    }

    /** Whether this JSON document has a list of this name; malformed ones have none. */
    boolean hasElements(String field) throws IOException {
        int[] count = {0};
        try {
            elements(field, element -> count[0]++);
            return count[0] > 0;
        } catch (VectorFormatException e) {
            return false;
        }
    }

    /** Writes one vector set in place of the one that was read. */
    @FunctionalInterface
    interface SetWriter {
        void write() throws IOException;
    }

    /** Writes a document of the same form: what is no vector set is copied, each vector set comes from the writer. */
    void rewrite(JsonGenerator json, SetWriter writer) throws IOException {
        List<Boolean> isSet = new ArrayList<>();
        read((parser, set) -> {
            boolean groups = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                groups |= parser.currentName().equals("testGroups");
                parser.nextToken();
                parser.skipChildren();
            }
            isSet.add(groups);
            return groups;
        });
        parse(parser -> {
            boolean list = parser.nextToken() == JsonToken.START_ARRAY;
            if (!list) {
                writer.write();
                return;
            }
            json.writeStartArray();
            int object = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.START_OBJECT && isSet.get(object++)) {
                    parser.skipChildren();
                    writer.write();
                } else {
                    json.copyCurrentStructure(parser);
                }
            }
            json.writeEndArray();
        });
    }

    private void visitEach(JsonParser parser, GroupVisitor visitor) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new VectorFormatException(where(parser), "test groups or test cases that are no list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new VectorFormatException(where(parser), "a test group or test case that is no object");
            }
            visitor.visit(object(parser));
        }
    }

    /** Reads one object behind its opening brace; tells whether it was a vector set. */
    @FunctionalInterface
    private interface SetReader {
        boolean read(JsonParser parser, int set) throws IOException;
    }

    /** Reads a whole document. */
    @FunctionalInterface
    private interface RootReader {
        void read(JsonParser parser) throws IOException;
    }

    private void read(SetReader reader) throws IOException {
        parse(parser -> readRoot(parser, reader));
    }

    private void parse(RootReader reader) throws IOException {
        try (InputStream raw = new BufferedInputStream(source.open());
                InputStream text = expanded(raw);
                JsonParser parser = JSON.createParser(text)) {
            try {
                reader.read(parser);
                // A gzip member that breaks off behind the JSON value is still a broken file.
                text.transferTo(OutputStream.nullOutputStream());
            } catch (EOFException | ZipException e) {
                throw new VectorFormatException(where(parser), "the compressed data breaks off or is damaged", e);
            } catch (JsonProcessingException e) {
                throw new VectorFormatException(where(parser), e.getOriginalMessage(), e);
            }
        } catch (EOFException | ZipException e) {
            throw new VectorFormatException(name, "the compressed data breaks off or is damaged", e);
        }
    }

    private void readRoot(JsonParser parser, SetReader reader) throws IOException {
        JsonToken root = parser.nextToken();
        if (root == JsonToken.START_OBJECT) {
            reader.read(parser, 0);
            return;
        }
        if (root != JsonToken.START_ARRAY) {
            throw new VectorFormatException(where(parser), "neither an object nor a list");
        }
        int set = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
            } else if (reader.read(parser, set)) {
                set++;
            }
        }
    }

    private static InputStream expanded(InputStream raw) throws IOException {
        raw.mark(2);
        int magic = raw.read() << 8 | raw.read();
        raw.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private JsonObject object(JsonParser parser) throws IOException {
        String where = where(parser);
        Map<String, Object> fields = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            put(fields, field, parser);
        }
        return new JsonObject(fields, where);
    }

    private void put(Map<String, Object> fields, String field, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (fields.put(field, value(parser)) != null) {
            throw new VectorFormatException(where(parser), "\"" + field + "\" stands twice in one object");
        }
    }

    private Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() != JsonToken.VALUE_NULL) {
                        elements.add(value(parser));
                    }
                }
                yield List.copyOf(elements);
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> parser.getText();
        };
    }

    private String where(JsonParser parser) {
        var at = parser.currentTokenLocation();
        return name + ":" + at.getLineNr() + ":" + at.getColumnNr();
    }
}
