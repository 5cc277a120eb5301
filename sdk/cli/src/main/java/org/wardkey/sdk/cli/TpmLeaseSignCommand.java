package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.tpm2.policy.LeaseRequest;
import org.wardkey.tpm2.policy.SignedLease;
import org.wardkey.tpm2.structure.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm lease sign}. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = {
            "Signs a lease for what a device asked, and prints it.",
            "For the authority of leases: needs no TPM, no home and no configuration."
        },
        footer = {
            "",
            "Who asks need not prove who it is: a lease serves the one session that it was asked for, in the device that has",
            "this storage root key, or nothing. Leave a device out, and it stops when its lease ends.",
            "Example: wardkey tpm lease sign --key lease.key --for 15m --device 000b... pump.request"
        })
final class TpmLeaseSignCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "REQUEST",
            description = "The request; the standard input without it, or for -.")
    private Path request = Path.of(NoteText.STANDARD_INPUT);

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "EC private key (P-256 or P-384), PKCS #8 in PEM, not encrypted.")
    private Path key = Path.of("");

    @Option(
            names = "--for",
            required = true,
            paramLabel = "DURATION",
            converter = Span.class,
            description = "How long from the request on, while the TPM has power: 15m, 12h, 45s; whole seconds.")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description =
                    "Sign for this device: the Name of its storage root key, as wardkey tpm info says it. Repeat it.")
    private List<String> devices = List.of();

    @Option(names = "--any-device", description = "Sign for whatever device asks.")
    private boolean anyDevice;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmLeaseSignCommand() {}

    @Override
    public Integer call() {
        if (anyDevice && !devices.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Expected --device or --any-device, got both.");
        }
        try {
            LeaseRequest asked = LeaseRequest.parse(NoteText.read(request, "request"));
            requireKnown(asked.group().storageRootKey());
            SignedLease signed = SignedLease.sign(asked, duration, WindowSigningKey.read(key));
            PrintWriter out = spec.commandLine().getOut();
            out.print(signed.text());
            out.flush();
            return ExitCodes.OK;
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "The request was not signed: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw CommandFailedException.notSigned(e);
        } catch (GeneralSecurityException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.SIGNING_KEY, "The key " + key + " does not sign a lease.", e);
        }
    }

    private void requireKnown(Name shown) {
        if (!anyDevice && !devices.contains(shown.toString())) {
            throw new IllegalArgumentException("expected a device of --device NAME"
                    + (devices.isEmpty() ? "" : ", which are " + devices.size()) + ", got " + shown);
        }
    }
}
