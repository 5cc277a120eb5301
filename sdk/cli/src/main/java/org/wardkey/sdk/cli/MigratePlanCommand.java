package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.sdk.cli.MigrateOptions.Found;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey migrate plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Finds key stores in settings files, and says which settings to change and what is to be done besides. Changes"
                    + " nothing, and shows no password.",
            "Exits with 1 if no file names a key store."
        },
        footer = {"", "Example: wardkey migrate plan /opt/tomcat/conf/server.xml /opt/tomcat/bin/setenv.sh"})
final class MigratePlanCommand implements Callable<Integer> {
    @Mixin
    private final MigrateOptions options = new MigrateOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--verbose", description = "Print the stack trace of a failure.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    MigratePlanCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Found> found = options.find();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            MigrationText.json(out, found);
        } else if (found.isEmpty()) {
            out.println(options.nothing());
        } else {
            MigrationText.print(out, found);
        }
        out.flush();
        return found.isEmpty() ? ExitCodes.FINDINGS : ExitCodes.OK;
    }

    boolean verbose() {
        return verbose;
    }
}
