package org.wardkey.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the answers to an ACVP prompt in the form of the prompt: one object, or a list of a header and one or more
 * sets. Groups are read, answered and written one at a time; the file appears under its name when it is complete.
 */
final class AcvpResponder {
    /** What a response repeats of its prompt, in NIST's order. */
    private static final List<String> HEADER = List.of("vsId", "algorithm", "mode", "revision", "isSample");

    private final Bench bench;
    private final boolean checks;
    private final List<ResponseSummary.LeftOut> leftOut = new ArrayList<>();
    private int tests;

    /**
     * Prepares a response.
     *
     * @param bench whose provider answers
     * @param checks whether its second provider checks random answers before they are written
     */
    AcvpResponder(Bench bench, boolean checks) {
        this.bench = bench;
        this.checks = checks;
    }

    ResponseSummary respond(VectorFile prompt, Path target) throws IOException {
        Path folder = target.toAbsolutePath().normalize().getParent();
        Path partial = Files.createTempFile(folder, ".response-", ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial));
                    JsonGenerator json = VectorFile.JSON.createGenerator(out)) {
                json.setPrettyPrinter(new DefaultPrettyPrinter());
                write(prompt, json);
                json.writeRaw('\n');
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        return new ResponseSummary(tests, leftOut);
    }

    private void write(VectorFile prompt, JsonGenerator json) throws IOException {
        List<JsonObject> headers = prompt.headers();
        int[] set = {0};
        prompt.rewrite(json, () -> {
            writeSet(prompt, set[0], headers.get(set[0]), json);
            set[0]++;
        });
    }

    private void writeSet(VectorFile prompt, int set, JsonObject header, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (String name : HEADER) {
            if (header.has(name)) {
                header.copy(name, json);
            }
        }
        json.writeArrayFieldStart("testGroups");
        Family family = AcvpFamilies.of(header);
        prompt.groups(set, group -> writeGroup(family, header, group, json));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeGroup(Family family, JsonObject header, JsonObject group, JsonGenerator json) throws IOException {
        boolean open = false;
        for (JsonObject test : group.objects("tests")) {
            tests++;
            Response response =
                    respond(family, new VectorTest(header, group, test, JsonObject.EMPTY, Question.Projection.NONE));
            if (!(response instanceof Response.Given given)) {
                leftOut.add(ResponseSummary.LeftOut.of(header, group, test, response));
                continue;
            }
            if (!open) {
                json.writeStartObject();
                group.copy("tgId", json);
                given.group().writeTo(json);
                json.writeArrayFieldStart("tests");
                open = true;
            }
            json.writeStartObject();
            test.copy("tcId", json);
            given.test().writeTo(json);
            json.writeEndObject();
        }
        if (open) {
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private Response respond(Family family, VectorTest test) throws VectorFormatException {
        Question question = test.to(bench);
        if (!(family instanceof AcvpFamily acvp)) {
            return new Response.NotRun(family.judge(question));
        }
        Response response = acvp.respond(question);
        if (!checks || !(response instanceof Response.Given given) || !given.random()) {
            return response;
        }
        Verdict verdict = AcvpFamily.judge(question, response);
        return verdict.outcome() == Outcome.FAIL ? new Response.Faulty(verdict) : response;
    }
}
