package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.KeyWindows;
import picocli.CommandLine.Option;

/** Which token with keys in a TPM a command is about. */
final class TpmTokenOptions {
    private static final int LONGEST_AUTH_BYTES = 64;

    @Option(names = "--token", paramLabel = "NAME", description = "Which token; needed if several have a TPM.")
    private @Nullable String token;

    @Option(
            names = "--owner-auth-file",
            paramLabel = "FILE",
            description = "The authorization value of the TPM's owner, without a line end; not needed if it is empty.")
    private @Nullable Path ownerAuth;

    /**
     * The name of the token.
     *
     * @throws CommandFailedException if none is named, and there is not exactly one with keys in a TPM
     */
    String token(Administration administration) {
        if (token != null) {
            return token;
        }
        List<String> chips = administration.tokens().entrySet().stream()
                .filter(entry -> entry.getValue().equals("tpm2"))
                .map(Map.Entry::getKey)
                .toList();
        if (chips.size() != 1) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE,
                    "Expected one token of type = tpm2 in the configuration, found " + chips.size()
                            + ": name one with --token.");
        }
        return chips.get(0);
    }

    /** The windows of the token. */
    KeyWindows windows(Administration administration) {
        return administration.windows(token(administration));
    }

    /** Lends the owner's authorization value, and wipes it. */
    void asOwner(Consumer<byte[]> use) {
        byte[] value = ownerAuth == null ? new byte[0] : read(ownerAuth);
        try {
            use.accept(value);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] value = in.readNBytes(LONGEST_AUTH_BYTES + 1);
            if (value.length <= LONGEST_AUTH_BYTES) {
                return value;
            }
            Arrays.fill(value, (byte) 0);
        } catch (IOException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "The owner's authorization file " + file + " cannot be read.", e);
        }
        throw new CommandFailedException(
                CommandFailedException.Code.FILE,
                "Expected an authorization value of at most " + LONGEST_AUTH_BYTES + " bytes in " + file
                        + ", got more.");
    }
}
