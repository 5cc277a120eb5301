package org.wardkey.conformance.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code wardkey conformance}: published test vectors against any Java security provider, offline. */
public final class Main {
    private static final Map<String, Command> COMMANDS = commands();

    private Main() {}

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param words the command and its arguments
     */
    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int code = run(words, new Console(out, System.err, isTerminal()));
        out.flush();
        System.exit(code);
    }

    /**
     * Runs a command.
     *
     * @param words the command and its arguments
     * @param out takes results
     * @param err takes messages
     * @return 0 when all passed, 1 on failures, 2 for a wrong command line, 3 for a file that cannot be read
     */
    public static int run(String[] words, PrintStream out, PrintStream err) {
        return run(words, new Console(out, err, false));
    }

    private static int run(String[] words, Console console) {
        if (words.length == 0 || List.of("--help", "-h", "help").contains(words[0])) {
            (words.length == 0 ? console.err() : console.out()).print(usage());
            return words.length == 0 ? ExitCodes.USAGE : ExitCodes.PASSED;
        }
        Command command = COMMANDS.get(words[0]);
        if (command == null) {
            console.complain(
                    "unknown command " + words[0] + "; expected one of " + String.join(", ", COMMANDS.keySet()));
            return ExitCodes.USAGE;
        }
        List<String> rest = Arrays.asList(words).subList(1, words.length);
        if (rest.contains("--help")) {
            console.say(command.usage());
            return ExitCodes.PASSED;
        }
        return run(words[0], command, rest, console);
    }

    private static int run(String name, Command command, List<String> rest, Console console) {
        try {
            return command.run(Arguments.parse(rest, command.options(), command.flags()), console);
        } catch (UsageException e) {
            console.complain(String.valueOf(e.getMessage()));
            console.complain("usage: " + name + " --help");
            return ExitCodes.USAGE;
        } catch (NoSuchFileException e) {
            console.complain(e.getFile() + ": " + (e.getReason() == null ? "no such file" : e.getReason()));
            return ExitCodes.UNREADABLE;
        } catch (IOException e) {
            console.complain(String.valueOf(e.getMessage()));
            return ExitCodes.UNREADABLE;
        } finally {
            console.out().flush();
        }
    }

    private static String usage() {
        StringBuilder text = new StringBuilder("Published test vectors against any Java security provider.\n\n");
        COMMANDS.values()
                .forEach(command -> text.append(
                                command.usage().lines().findFirst().orElse(""))
                        .append('\n'));
        return text.append("\nCOMMAND --help shows the options. Exit codes: 0 all passed, 1 failures or nothing ran,\n")
                .append("2 wrong command line, 3 a file that cannot be read.\n")
                .toString();
    }

    private static Map<String, Command> commands() {
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("run", new RunCommand());
        commands.put("respond", new RespondCommand());
        commands.put("compare", new CompareCommand());
        commands.put("table", new TableCommand());
        commands.put("register", new RegisterCommand());
        commands.put("modulewrapper", new ModuleWrapperCommand());
        commands.put("timing-lab", new TimingLabCommand());
        commands.put("fetch", new FetchCommand());
        commands.put("selfcheck", new SelfCheckCommand());
        return commands;
    }

    /** Since JDK 22 a console exists without a terminal, and a method tells. */
    @SuppressWarnings("SystemConsoleNull") // before that, null says that there is no terminal
    private static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(
                    java.io.Console.class.getMethod("isTerminal").invoke(System.console()));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
