package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description =
                "Moves programs from key store files to Wardkey: finds the key stores in their settings, and changes those where that is"
                        + " safe.",
        subcommands = {MigratePlanCommand.class, MigrateApplyCommand.class},
        footer = {
            "",
            "Known are server.xml of Tomcat, application.yaml and application.properties of Spring Boot, *.properties of Kafka,",
            "java.security, and files with JVM arguments (setenv.sh, units of systemd, argument files).",
            "Trust stores stay as they are: certificates are no secret."
        })
final class MigrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    MigrateCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}
