package org.wardkey.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * One request to the module wrapper. Most commands are put to the family that answers the same question of a prompt, so
 * that both ways of asking have one answer.
 */
final class ModuleCall {
    /** A one-byte flag. */
    static final byte[] YES = {1};

    static final byte[] NO = {0};

    private final Bench bench;
    private final String command;
    private final long number;
    private final List<byte[]> arguments;

    /**
     * Takes a request.
     *
     * @param bench whom to ask
     * @param command its name
     * @param number which request it is; decides how the provider is called, as a test's number does
     * @param arguments its arguments
     */
    ModuleCall(Bench bench, String command, long number, List<byte[]> arguments) {
        this.bench = bench;
        this.command = command;
        this.number = number;
        this.arguments = arguments;
    }

    Engines engines() {
        return bench.subject();
    }

    int count() {
        return arguments.size();
    }

    byte[] bytes(int index) {
        return arguments.get(index);
    }

    String text(int index) {
        return new String(bytes(index), StandardCharsets.UTF_8);
    }

    /** A number of four bytes, little endian. */
    int number(int index) throws ModuleProtocolException {
        byte[] bytes = bytes(index);
        if (bytes.length != Integer.BYTES || ModuleMessages.unsigned(bytes) > Integer.MAX_VALUE) {
            throw new ModuleProtocolException(command + ": argument " + (index + 1)
                    + " is a number of 4 bytes below 2^31, little endian, and " + bytes.length + " bytes came: "
                    + Verdict.hex(bytes));
        }
        return (int) ModuleMessages.unsigned(bytes);
    }

    CallPattern pattern() throws VectorFormatException {
        return CallPattern.of(object("tcId", number));
    }

    /** An object of a prompt: names and values in turn; octets become hexadecimal. */
    static JsonObject object(Object... fields) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            Object value = fields[i + 1];
            map.put(
                    (String) fields[i],
                    value instanceof byte[] octets
                            ? HexFormat.of().formatHex(octets)
                            : value instanceof Boolean ? value : value.toString());
        }
        return new JsonObject(map, "(the request)");
    }

    /** Puts a question to the family of this algorithm and mode (which may be empty). */
    Response.Given ask(String algorithm, String mode, JsonObject group, Object... test)
            throws ModuleProtocolException, VectorFormatException {
        JsonObject header = object("algorithm", algorithm, "mode", mode);
        Object[] numbered = new Object[test.length + 2];
        System.arraycopy(test, 0, numbered, 0, test.length);
        numbered[test.length] = "tcId";
        numbered[test.length + 1] = number;
        Question question =
                new VectorTest(header, group, object(numbered), JsonObject.EMPTY, Question.Projection.NONE).to(bench);
        if (!(AcvpFamilies.of(header) instanceof AcvpFamily family)) {
            throw new ModuleProtocolException(command + ": no family answers " + algorithm + " " + mode);
        }
        Response response = family.respond(question);
        if (response instanceof Response.Given given) {
            return given;
        }
        throw refused(response);
    }

    private ModuleProtocolException refused(Response response) {
        if (response instanceof Response.NotRun notRun) {
            return new ModuleProtocolException(command + ": no answer, since "
                    + notRun.verdict().reason() + "; leave it out of what is registered");
        }
        if (response instanceof Response.Faulty faulty) {
            return new ModuleProtocolException(command + ": expected "
                    + faulty.verdict().reason() + ", came " + faulty.verdict().came());
        }
        Response.Unanswered unanswered = (Response.Unanswered) response;
        return new ModuleProtocolException(command + ": expected " + unanswered.due() + ", came "
                + unanswered.refused().shown());
    }

    /** The octets of these names, first of the test, else of its group. */
    List<byte[]> octets(Response.Given given, String... names) throws ModuleProtocolException {
        List<byte[]> octets = new ArrayList<>();
        for (String name : names) {
            octets.add(given.test()
                    .octets(name)
                    .or(() -> given.group().octets(name))
                    .orElseThrow(() -> new ModuleProtocolException(command + ": the provider refused: "
                            + (given.refusal().isEmpty() ? "no " + name : given.refusal()))));
        }
        return octets;
    }

    static List<byte[]> flag(boolean yes) {
        return List.of(yes ? YES : NO);
    }

    static List<byte[]> flag(Response.Given given) {
        return flag(!given.test().isRefusal());
    }

    /** Makes a call that no family makes. */
    <T> T call(Callable<T> call) throws ModuleProtocolException, VectorFormatException {
        Attempt<T> attempt = Attempt.of(call);
        if (attempt instanceof Attempt.Refused<T> refused) {
            throw new ModuleProtocolException(command + ": the provider refused: " + refused.shown());
        }
        return ((Attempt.Returned<T>) attempt).value();
    }

    /** Stops at a service that the provider does not have. */
    void needs(String type, String algorithm) throws ModuleProtocolException {
        Optional<String> missing = engines().missing(type, algorithm);
        if (missing.isPresent()) {
            throw new ModuleProtocolException(command + ": " + missing.get());
        }
    }

    /** What a command does with a request. */
    @FunctionalInterface
    interface Answer {
        List<byte[]> to(ModuleCall call) throws ModuleProtocolException, VectorFormatException;
    }
}
