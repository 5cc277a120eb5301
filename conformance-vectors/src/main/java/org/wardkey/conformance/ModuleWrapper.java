package org.wardkey.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider behind the protocol that BoringSSL's {@code acvptool} speaks with a module: requests come in, each has one
 * reply. What the tool cannot be told in a reply ends the conversation: a command that is not known, arguments that do
 * not fit, and a provider that refuses where an answer is due.
 *
 * <p>Source: BoringSSL, util/fipstools/acvp/ACVP.md, "Testing other FIPS modules".
 */
public final class ModuleWrapper {
    private static final Map<String, ModuleCommand> COMMANDS = commands();

    private final Bench bench;
    private long requests;

    private ModuleWrapper(Bench bench) {
        this.bench = bench;
    }

    /**
     * Answers requests until the stream of them ends.
     *
     * @param provider the provider
     * @param capability what it declares; {@code getConfig} tells it
     * @param in requests
     * @param out replies, and nothing else; flushed when no request waits
     * @return how many requests were answered
     * @throws ModuleProtocolException when a request is malformed or has no answer
     * @throws VectorFormatException when an argument is malformed
     * @throws IOException when a stream fails
     */
    public static long serve(Provider provider, Capability capability, InputStream in, OutputStream out)
            throws IOException {
        ModuleWrapper wrapper = new ModuleWrapper(Bench.of(provider, provider, capability));
        try {
            wrapper.serve(in, out);
        } finally {
            out.flush();
        }
        return wrapper.requests;
    }

    /** The names of the commands, for people. */
    public static List<String> commandNames() {
        return List.copyOf(COMMANDS.keySet());
    }

    private void serve(InputStream in, OutputStream out) throws IOException {
        for (Optional<List<byte[]>> request = ModuleMessages.read(in);
                request.isPresent();
                request = ModuleMessages.read(in)) {
            requests++;
            List<byte[]> strings = request.get();
            if (strings.isEmpty()) {
                throw new ModuleProtocolException("a request of no strings; the first is the command");
            }
            String name = new String(strings.get(0), StandardCharsets.UTF_8);
            // The only command without a reply.
            if (!name.equals("flush")) {
                ModuleMessages.write(out, reply(name, strings.subList(1, strings.size())));
            }
            if (name.equals("flush") || in.available() == 0) {
                out.flush();
            }
        }
    }

    private List<byte[]> reply(String name, List<byte[]> arguments) throws IOException {
        if (name.equals("getConfig")) {
            return List.of(ModuleConfig.json(bench));
        }
        ModuleCommand command = COMMANDS.get(name);
        if (command == null) {
            throw new ModuleProtocolException("unknown command " + Verdict.printable(name)
                    + "; getConfig lists the algorithms that have commands");
        }
        if (!command.takes(arguments.size())) {
            throw new ModuleProtocolException(name + " takes " + String.join(", ", command.arguments()) + ", and "
                    + arguments.size() + " arguments came");
        }
        try {
            return command.answer().to(new ModuleCall(bench, name, requests, arguments));
        } catch (IllegalArgumentException e) {
            throw new ModuleProtocolException(name + ": an argument does not fit: " + e.getMessage());
        }
    }

    private static Map<String, ModuleCommand> commands() {
        Map<String, ModuleCommand> commands = new LinkedHashMap<>();
        ModuleHashes.addTo(commands);
        ModuleCiphers.addTo(commands);
        ModuleKeys.addTo(commands);
        ModuleLattices.addTo(commands);
        return commands;
    }
}
