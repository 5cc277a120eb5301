package org.wardkey.sdk.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.RefusalCode;
import picocli.CommandLine.Option;

/**
 * Opens tokens that want a password: with a file's first line, or by asking on the terminal. Tokens
 * with a key file need neither.
 */
final class TokenAccess {
    private static final int LARGEST_FILE_BYTES = 4096;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File whose first line opens the token; without it the terminal is asked if need be.")
    private @Nullable Path passwordFile;

    @Option(names = "--token", description = "Which token the password is for; all of them without it.")
    private @Nullable String token;

    /** Does something with the keys, once their tokens are open. */
    <T> T with(WardkeyProvider provider, Function<Administration, T> action) {
        Administration administration = provider.administration();
        if (passwordFile != null) {
            unlock(administration, read(passwordFile));
            return action.apply(administration);
        }
        try {
            return action.apply(administration);
        } catch (BackendException e) {
            if (e.code() != RefusalCode.PASSWORD_MISSING) {
                throw e;
            }
            unlock(administration, ask(e));
            return action.apply(administration);
        }
    }

    /**
     * Lists the keys; tokens that want a password which nobody gives are left out as long as others can be looked at.
     *
     * @throws CommandFailedException if none can
     */
    Administration.Listing list(WardkeyProvider provider) {
        Administration administration = provider.administration();
        if (passwordFile != null) {
            unlock(administration, read(passwordFile));
            return administration.listOpen();
        }
        Administration.Listing listing = administration.listOpen();
        if (listing.notOpen().isEmpty()) {
            return listing;
        }
        BackendException why = listing.notOpen().values().iterator().next();
        Optional<char[]> password = entered(why);
        if (password.isPresent()) {
            unlock(administration, password.get());
            return administration.listOpen();
        }
        if (listing.notOpen().size() == administration.tokens().size()) {
            throw missing(why);
        }
        return listing;
    }

    private void unlock(Administration administration, char[] password) {
        try {
            Set<String> tokens = token == null ? administration.tokens().keySet() : Set.of(token);
            for (String name : tokens) {
                administration.unlock(name, password);
            }
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static char[] ask(BackendException why) {
        return entered(why).orElseThrow(() -> missing(why));
    }

    /** What somebody enters on the terminal; empty without one, or if nothing is entered. */
    @SuppressWarnings("SystemConsoleNull") // null without a terminal on 17 to 21; later JDKs read standard input then
    private static Optional<char[]> entered(BackendException why) {
        Console console = System.console();
        char @Nullable [] password =
                console == null ? null : console.readPassword("%s%nPassword: ", Printable.text(why.detail()));
        return Optional.ofNullable(password).filter(entered -> entered.length > 0);
    }

    private static CommandFailedException missing(BackendException why) {
        return new CommandFailedException(
                CommandFailedException.Code.PASSWORD,
                why.detail()
                        + " It opens with a password, and none was given: give --password-file FILE, or run this on a"
                        + " terminal.",
                why);
    }

    private static char[] read(Path file) {
        byte[] bytes = new byte[0];
        char[] decoded = new char[0];
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw new CommandFailedException(
                        CommandFailedException.Code.PASSWORD,
                        "Expected a password file of at most " + LARGEST_FILE_BYTES + " bytes, got " + file + ".");
            }
            bytes = Files.readAllBytes(file);
            CharBuffer buffer = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            decoded = buffer.array();
            int end = 0;
            while (end < buffer.limit() && decoded[end] != '\n' && decoded[end] != '\r') {
                end++;
            }
            return Arrays.copyOf(decoded, end);
        } catch (IOException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "The password file " + file + " cannot be read.", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(decoded, '\0');
        }
    }
}
