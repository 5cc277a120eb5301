package org.wardkey.sdk.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.PolicyDeniedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code wardkey}: what the commands have in common, and how failures are said. */
@Command(
        name = "wardkey",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Keys with enforced lifetimes and a tamper-evident record, for any Java program.",
        subcommands = {
            DoctorCommand.class,
            KeysCommand.class,
            AuditCommand.class,
            PolicyCommand.class,
            TimeCommand.class,
            TpmCommand.class,
            ExplainCommand.class,
            JavaSecurityCommand.class,
            MigrateCommand.class,
            ArgsCommand.class,
            ConformanceCommand.class,
            TimingLabCommand.class,
            NoiseSamplesCommand.class,
            DemoCommand.class
        },
        footer = {
            "",
            "The launcher of the sources also knows: ./wardkey build, test, dist and comparison.",
            "",
            "Examples:",
            "  wardkey doctor",
            "  wardkey keys generate pump-17 --type ec --purposes sign --origination-end 365d",
            "  wardkey keys suspend pump-17 --reason \"pump missing\"",
            "  wardkey keys rotate pump-17 --overlap 7d",
            "  wardkey audit verify",
            "  wardkey policy check nist-sp800-57 ward.conf",
            "  wardkey policy trial ward.conf --since 30d",
            "  wardkey explain WK-K006",
            "  wardkey java-security print --config wardkey.conf > java.security",
            "  wardkey migrate plan /opt/tomcat/conf/server.xml",
            "  wardkey migrate apply /opt/tomcat/conf/server.xml --alias server",
            "  wardkey args --config wardkey.conf > wardkey.args",
            "  wardkey conformance selfcheck",
            "  wardkey timing-lab --short",
            "",
            "Exit codes: 0 done, 1 the answer is no (holes, findings), 2 wrong usage, 3 refused or failed (WK-...)."
        })
public final class WardkeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    WardkeyCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCodes.OK;
    }

    /**
     * Runs a command and ends the JVM.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        // What is printed may be a signed note, whose signature is over UTF-8: the locale must not change it.
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        System.exit(commandLine().setOut(out).execute(arguments));
    }

    /** Runs a command in this JVM; for tests. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    private static CommandLine commandLine() {
        return new CommandLine(new WardkeyCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(WardkeyCommand::misused)
                .setExecutionExceptionHandler(WardkeyCommand::failed);
    }

    /** Two lines: the whole usage would push what is wrong off the screen. */
    private static int misused(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Printable.text(String.valueOf(e.getMessage())));
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCodes.USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof IllegalArgumentException) {
            err.println(Printable.text(String.valueOf(e.getMessage())));
            stackTrace(e, command, err);
            return ExitCodes.USAGE;
        }
        err.println(Printable.text(message(e)));
        stackTrace(e, command, err);
        return ExitCodes.REFUSED;
    }

    private static String message(Exception e) {
        if (e instanceof PolicyDeniedException
                || e instanceof BackendException
                || e instanceof CommandFailedException) {
            return String.valueOf(e.getMessage());
        }
        return CommandFailedException.Code.UNEXPECTED.text() + ": "
                + e.getClass().getSimpleName() + ": " + e.getMessage() + ". Run again with --verbose and report it.";
    }

    private static void stackTrace(Exception e, CommandLine command, PrintWriter err) {
        if (command.getParseResult().hasMatchedOption("--verbose")) {
            e.printStackTrace(err);
        }
    }
}
