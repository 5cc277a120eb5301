package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey keys list}. */
@Command(name = "list", description = "Lists every key of every token, destroyed ones too.")
final class KeysListCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TokenAccess access = new TokenAccess();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    KeysListCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Administration.Listing listing = access.list(options.provider());
        listing.notOpen().forEach(this::leftOut);
        List<KeyInfo> keys = listing.keys();
        if (json) {
            Json.write(out, generator -> {
                generator.writeStartArray();
                for (KeyInfo key : keys) {
                    KeyText.write(generator, key);
                }
                generator.writeEndArray();
            });
            return ExitCodes.OK;
        }
        if (keys.isEmpty()) {
            out.println(
                    listing.notOpen().isEmpty()
                            ? "No keys. Make one: wardkey keys generate ALIAS --type ec"
                            : "No keys in the tokens that are open.");
            return ExitCodes.OK;
        }
        out.printf("%-32s %-9s %-14s %-22s %s%n", "KEY", "TYPE", "STATE", "ORIGINATION END", "OPERATIONS");
        for (KeyInfo key : keys) {
            KeyFacts facts = key.facts();
            out.printf(
                    "%-32s %-9s %-14s %-22s %s%n",
                    KeyText.name(facts),
                    facts.type(),
                    facts.state(),
                    KeyText.originationEnd(facts),
                    KeyText.rules(key).get("maximum-operations"));
        }
        return ExitCodes.OK;
    }

    /** Not an error: whoever looks for keys of other tokens has them. */
    private void leftOut(String token, BackendException why) {
        spec.commandLine()
                .getErr()
                .println(Printable.text("Keys of token " + token + " are not listed: "
                        + why.code().code() + ", "
                        + why.detail() + " Give --password-file FILE --token " + token
                        + ", or run this on a terminal."));
    }
}
