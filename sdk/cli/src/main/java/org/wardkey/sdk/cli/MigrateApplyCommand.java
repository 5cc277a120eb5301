package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.sdk.cli.MigrateOptions.Found;
import org.wardkey.sdk.cli.migration.Change;
import org.wardkey.sdk.cli.migration.Rewrite;
import org.wardkey.sdk.cli.migration.UnsafeEditException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey migrate apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the changes that plan says, where it can be shown that they are those and no others: in server.xml, *.yaml,"
                    + " *.yml, *.properties, java.security and argument files of java with one option on each line.",
            "Of scripts, units of systemd and other files it says what to change by hand. If one file cannot be changed, none"
                    + " is. Beside each changed file stays a copy of it as it was.",
            "Exits with 1 if something is left to change by hand, or no file names a key store."
        },
        footer = {"", "Example: wardkey migrate apply /opt/tomcat/conf/server.xml --alias server"})
final class MigrateApplyCommand implements Callable<Integer> {
    @Mixin
    private final MigrateOptions options = new MigrateOptions();

    @Option(
            names = "--alias",
            paramLabel = "NAME",
            description = "The key's name in the token, for a key store whose settings name none.")
    private @Nullable String alias;

    @Option(names = "--verbose", description = "Print the stack trace of a failure.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    MigrateApplyCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Found> found = options.find();
        PrintWriter out = spec.commandLine().getOut();
        if (found.isEmpty()) {
            out.println(options.nothing());
            out.flush();
            return ExitCodes.FINDINGS;
        }
        requireOneStoreForAnAlias(found);
        List<Found> forHands = new ArrayList<>();
        List<SettingsReplacement> replacements = new ArrayList<>();
        for (Found one : found) {
            if (one.migration().isDone()) {
                out.println(Printable.text(one.file().toString()) + ": nothing to do, its key stores are Wardkey's.");
            } else if (one.migration().changes().isEmpty()
                    || Rewrite.isForHands(one.name(), one.text(), one.migration())) {
                forHands.add(one);
            } else {
                replacements.add(replacement(one));
            }
        }
        requireEachOnce(replacements);
        SettingsReplacement.all(replacements, Clock.systemUTC());
        for (SettingsReplacement done : replacements) {
            out.println("Changed " + Printable.text(done.file().toString()) + "; as it was, with its passwords: "
                    + Printable.text(done.backup().toString()));
        }
        tell(out, found, forHands);
        out.flush();
        return forHands.isEmpty() ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private static void tell(PrintWriter out, List<Found> found, List<Found> forHands) {
        for (Found one : forHands) {
            out.println(Printable.text(one.file().toString())
                    + ": not changed, as no command can be sure of such a file." + " By hand:");
            for (Change change : one.migration().changes()) {
                out.println("  line " + change.line() + ": " + Printable.text(change.setting() + ": " + change.what()));
            }
        }
        if (found.stream().anyMatch(one -> !one.migration().isDone())) {
            MigrationText.besides(out, found);
        }
    }

    private SettingsReplacement replacement(Found one) throws IOException {
        try {
            byte[] after = Rewrite.of(one.name(), one.bytes(), one.migration(), Optional.ofNullable(alias));
            return new SettingsReplacement(one.file().toRealPath(), one.bytes(), after);
        } catch (UnsafeEditException e) {
            throw refused(one.file() + ", " + e.getMessage(), e);
        }
    }

    /** One name for the keys of several files would give a connector another's key. */
    private void requireOneStoreForAnAlias(List<Found> found) {
        Set<String> stores = new HashSet<>();
        for (Found one : found) {
            if (one.migration().changes().stream().anyMatch(change -> change.action() == Change.Action.ADD_ALIAS)) {
                one.migration().stores().forEach(store -> stores.add(store.location()));
            }
        }
        if (alias != null && stores.size() > 1) {
            throw refused(
                    "--alias is one key's name, and the files name " + stores.size()
                            + " key stores: write the names into the files first, or change one file at a time.",
                    null);
        }
    }

    private static void requireEachOnce(List<SettingsReplacement> replacements) {
        Set<Path> files = new HashSet<>();
        for (SettingsReplacement one : replacements) {
            if (!files.add(one.file())) {
                throw refused(one.file() + ": named twice.", null);
            }
        }
    }

    private static CommandFailedException refused(String why, @Nullable Exception cause) {
        String message = "Nothing was changed: " + why;
        return cause == null
                ? new CommandFailedException(CommandFailedException.Code.SETTINGS, message)
                : new CommandFailedException(CommandFailedException.Code.SETTINGS, message, cause);
    }

    boolean verbose() {
        return verbose;
    }
}
