package org.wardkey.sdk.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.wardkey.sdk.cli.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the main job on this machine with real processes.",
            "Unmodified keytool, Java TLS and OpenSSL on keys inside a token, then the keys' ends; in a fresh folder."
        },
        footer = {"", "Needs a JDK and openssl. Exits with 1 if a step fails."})
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--keep", description = "Keep the folder and print its name.")
    private boolean keep;

    @Option(names = "--verbose", description = "Print the stack trace of a failure.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    DemoCommand() {}

    @Override
    public Integer call() throws IOException {
        return Demo.run(spec.commandLine().getOut(), keep, verbose) ? ExitCodes.OK : ExitCodes.FINDINGS;
    }
}
