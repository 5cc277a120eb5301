package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.PolicyFiles;
import org.wardkey.provider.PolicySigningKey;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.PolicyDocument;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySigners;
import org.wardkey.provider.policy.SignedDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy sign}. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = {
            "Adds one signature to a document, and says what was signed. Needs no home and no configuration.",
            "Of a bare document it makes FILE.signed; to a signed one it adds its signature in place."
        },
        footer = {
            "",
            "Read it first: wardkey policy show FILE. Example for two signers:",
            "  wardkey policy sign ward.conf --key security.key",
            "  wardkey policy sign ward.conf.signed --key medical.key"
        })
final class PolicySignCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The document, bare or signed by others; it includes nothing.")
    private Path file = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "Made by wardkey policy keygen.")
    private Path key = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write; default FILE.signed, or in place.")
    private @Nullable Path out;

    @Option(
            names = "--not-before",
            paramLabel = "INSTANT",
            description = "From when it may be applied; default today. For a bare document.")
    private @Nullable Instant notBefore;

    @Option(
            names = "--require",
            paramLabel = "NAME",
            description = "Who must sign, whatever the number; may be repeated. For a bare document.")
    private List<String> required = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicySignCommand() {}

    @Override
    public Integer call() {
        PolicyFile given = PolicyFile.read(file);
        boolean signedBefore = SignedDocument.isSigned(given.text());
        if (signedBefore && (notBefore != null || !required.isEmpty())) {
            throw new IllegalArgumentException(
                    "Expected --not-before and --require with a bare document only: others have signed what this"
                            + " one says.");
        }
        Path target = out != null ? out : signedBefore ? file : Path.of(file + ".signed");
        try (PolicySigningKey signer = PolicySigningKey.read(key)) {
            SignedDocument signed = signer.sign(document(given));
            write(target, signed.text());
            print(signed, signer.publicKey().name(), target);
            return ExitCodes.OK;
        } catch (PolicyProblem e) {
            throw PolicyCommand.refused(e);
        } catch (IOException e) {
            throw CommandFailedException.notSigned(e);
        }
    }

    /** What is no policy, or not what its signers signed, is not signed. */
    private SignedDocument document(PolicyFile given) throws PolicyProblem {
        BundleCryptography cryptography = PolicyFiles.bundleCryptography();
        PolicyDocument document =
                new DocumentReader(PolicySigners.NONE, cryptography).readUnverified(given.origin(), given.text());
        if (SignedDocument.isSigned(given.text())) {
            return SignedDocument.parse(given.text());
        }
        Instant from = notBefore == null ? Instant.now().truncatedTo(ChronoUnit.DAYS) : notBefore;
        return SignedDocument.of(document, given.text(), from, required, cryptography);
    }

    /** Whole or not at all: the signatures of others are in the file that is replaced. */
    private static void write(Path target, String text) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(folder, "policy", ".new");
        try {
            Files.writeString(fresh, text);
            Path moved = Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            assert moved.equals(target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void print(SignedDocument signed, String signer, Path target) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println("Signed as " + Printable.text(signer) + ":");
        signed.bundle().text().lines().forEach(line -> writer.println("  " + Printable.text(line)));
        writer.println(Printable.text(target.toString()) + " has "
                + signed.signatures().size() + (signed.signatures().size() == 1 ? " signature." : " signatures."));
        writer.flush();
    }
}
