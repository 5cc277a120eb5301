package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.wardkey.provider.WardkeyProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey noise-samples}. Source: SP 800-90B §3.1.1. */
@Command(
        name = "noise-samples",
        description = {
            "Writes what a source of entropy gives, for programs that assess it as SP 800-90B says.",
            "A sample is a byte, and the file has nothing else: a sequential dataset."
        },
        footer = {
            "",
            "system is what the generators of this provider are seeded from. The kernel conditions it, and a TPM what it gives:",
            "what such an assessment shows of them is no entropy of their noise sources, which neither gives away.",
            "",
            "Examples:",
            "  wardkey noise-samples system.bin",
            "  wardkey noise-samples --source tpm0 --samples 100000 tpm0.bin"
        })
final class NoiseSamplesCommand implements Callable<Integer> {
    private static final String SYSTEM = "system";
    private static final int MOST = 100_000_000;
    private static final int PART_BYTES = 4096;

    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "system (default), or the name of a token in a TPM")
    private String source = SYSTEM;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "How many; default: ${DEFAULT-VALUE}, as SP 800-90B wants.")
    private int samples = 1_000_000;

    @Parameters(paramLabel = "FILE", description = "A new file.")
    private Path file = Path.of("");

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    NoiseSamplesCommand() {}

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        if (samples < 1 || samples > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "Expected --samples of 1 to " + MOST + ", got " + samples + ".");
        }
        byte[] digest = write(random());
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d samples of 8 bits of %s in %s%n", samples, source, file);
        out.printf("SHA-256 %s%n", HexFormat.of().formatHex(digest));
        out.flush();
        return ExitCodes.OK;
    }

    private SecureRandom random() throws GeneralSecurityException {
        if (source.equals(SYSTEM)) {
            return SecureRandom.getInstance("NativePRNG", "SUN");
        }
        WardkeyProvider provider = options.view(source)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "Expected --config FILE with --source " + source + ": the file says where the TPM is."));
        String type = provider.administration().tokens().get(source);
        if (!"tpm2".equals(type)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Expected --source system or the name of a token of type tpm2, got " + source
                            + (type == null ? ", which is none." : ", which is of type " + type + "."));
        }
        return SecureRandom.getInstance("TPM2", provider);
    }

    /** All of them, or no file. */
    private byte[] write(SecureRandom random) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        boolean done = false;
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
                for (int left = samples; left > 0; left -= PART_BYTES) {
                    byte[] part = random.generateSeed(Math.min(left, PART_BYTES));
                    out.write(part);
                    digest.update(part);
                    Arrays.fill(part, (byte) 0);
                }
                done = true;
            } finally {
                if (!done) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "Expected a file that is not there yet, got " + file + ".", e);
        }
        return digest.digest();
    }
}
