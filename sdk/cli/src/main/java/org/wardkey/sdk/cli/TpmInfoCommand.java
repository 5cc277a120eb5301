package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm info}. */
@Command(
        name = "info",
        description = {
            "Says what the TPM of each token is, and how near to lockout.",
            "Makes the storage root key (0x81000001) if the TPM has none."
        },
        footer = {"", "Exits with 1 if no token of the configuration has a TPM."})
final class TpmInfoCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmInfoCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Administration administration = options.provider().administration();
        Map<String, Map<String, String>> devices = new LinkedHashMap<>();
        administration.tokens().forEach((token, type) -> {
            if (type.equals("tpm2")) {
                devices.put(token, administration.device(token));
            }
        });
        if (json) {
            Json.write(out, generator -> {
                generator.writeStartObject();
                for (Map.Entry<String, Map<String, String>> device : devices.entrySet()) {
                    generator.writeObjectFieldStart(device.getKey());
                    for (Map.Entry<String, String> property : device.getValue().entrySet()) {
                        generator.writeStringField(property.getKey(), property.getValue());
                    }
                    generator.writeEndObject();
                }
                generator.writeEndObject();
            });
        } else {
            print(out, devices);
        }
        out.flush();
        return devices.isEmpty() ? ExitCodes.FINDINGS : ExitCodes.OK;
    }

    private static void print(PrintWriter out, Map<String, Map<String, String>> devices) {
        if (devices.isEmpty()) {
            out.println("No token of the configuration has a TPM. See docs/tpm.md.");
        }
        devices.forEach((token, properties) -> {
            out.println(token);
            properties.forEach((name, value) -> out.printf("  %-36s  %s%n", name, value));
        });
    }
}
