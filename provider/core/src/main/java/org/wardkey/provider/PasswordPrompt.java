package org.wardkey.provider;

import java.io.Console;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.sealing.Protector;

/** Whoever sits at the terminal of the process; asked at the first use of the token, twice for a new one. */
record PasswordPrompt() implements PasswordSource {
    @Override
    public Protector.Password read(String token, boolean first) {
        Console console = terminal();
        if (console == null) {
            throw unusable(
                    token,
                    "this process has no terminal. Start it on one, or use password-file, password-env or"
                            + " password-credential");
        }
        char[] password = ask(
                console, token, first ? "New password of Wardkey's token %s: " : "Password of Wardkey's token %s: ");
        try {
            if (first) {
                requireSame(console, token, password);
            }
            return new Protector.Password(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** A slip of the finger would lock every key that the token is to have. */
    private static void requireSame(Console console, String token, char[] password) {
        char[] again = ask(console, token, "The same again: ");
        try {
            if (!Arrays.equals(password, again)) {
                throw unusable(token, "the two entries differ. Nothing was made; try again");
            }
        } finally {
            Arrays.fill(again, '\0');
        }
    }

    private static char[] ask(Console console, String token, String text) {
        char[] entered = console.readPassword(text, token);
        if (entered == null || entered.length == 0) {
            throw unusable(token, "none was entered");
        }
        return entered;
    }

    private static BackendException unusable(String token, String why) {
        return PasswordSource.unusable("The password of token " + token + " from the terminal", why);
    }

    /** From JDK 22 on there is a console without a terminal, too, which reads what the program's input is. */
    @SuppressWarnings("SystemConsoleNull") // null without a terminal before
    private static @Nullable Console terminal() {
        Console console = System.console();
        if (console == null) {
            return null;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console) ? console : null;
        } catch (NoSuchMethodException e) {
            return console;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
