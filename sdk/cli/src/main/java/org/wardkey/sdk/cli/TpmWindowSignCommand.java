package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.tpm2.attestation.AttestationException;
import org.wardkey.tpm2.attestation.WindowRequestVerifier;
import org.wardkey.tpm2.policy.PcrChoice;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.structure.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm window sign}. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = {
            "Signs a window for what a device asked, and prints it.",
            "For the authority, or who holds the override's key: needs no TPM, no home and no configuration."
        },
        footer = {
            "",
            "The device's TPM signed clock and epoch of the request. That it is this device's TPM, and no program that",
            "says so, you know by the Name of its attestation key, from when the device was provisioned.",
            "Example: wardkey tpm window sign --key authority.key --for 90d --attestation-key 000b... pump.request"
        })
final class TpmWindowSignCommand implements Callable<Integer> {
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
            description = "How long from the request on, as the TPM's clock counts: 90d, 12h, 30m, 45s.")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--epoch",
            paramLabel = "NUMBER",
            description = "Refuse a request for another epoch: the one that the authority knows of.")
    private long epoch = -1;

    @Option(
            names = "--attestation-key",
            paramLabel = "NAME",
            description = "The Name of the device's attestation key, as wardkey tpm provision printed it.")
    private String attestationKey = "";

    @Option(
            names = "--any-attestation-key",
            description =
                    "Sign without knowing the attestation key: whoever asks, a program without a TPM included, can have"
                            + " invented clock and epoch.")
    private boolean anyKey;

    @Option(
            names = "--clock-below",
            paramLabel = "MILLISECONDS",
            description =
                    "Refuse a request whose clock is not below: the last one's and the time that has passed since.")
    private long clockBelow = Long.MAX_VALUE;

    @Option(
            names = "--pcr",
            paramLabel = "PCRS",
            description =
                    "Refuse a request for other PCRs than these, or for none: sha256:0,2,7. The values are those that the"
                            + " device's TPM quoted.")
    private String pcrs = "";

    @Option(
            names = "--lease-authority",
            paramLabel = "FILE",
            description =
                    "Public key of who signs leases, PEM: inside the window keys are used while a lease runs (wardkey tpm"
                            + " lease).")
    private @Nullable Path leaseAuthority;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmWindowSignCommand() {}

    @Override
    public Integer call() {
        try {
            WindowRequest asked = WindowRequest.parse(NoteText.read(request, "request"));
            if (epoch >= 0 && asked.epoch() != epoch) {
                throw new IllegalArgumentException("expected epoch " + epoch + ", got " + asked.epoch());
            }
            if (asked.clockMillis() >= clockBelow) {
                throw new IllegalArgumentException(
                        "expected a clock below " + clockBelow + ", got " + asked.clockMillis());
            }
            requirePcrs(asked);
            requireKnown(WindowRequestVerifier.requireAttested(asked));
            SignedWindow signed =
                    SignedWindow.sign(window(asked), asked.subject().policyRef(), WindowSigningKey.read(key));
            PrintWriter out = spec.commandLine().getOut();
            out.print(signed.text());
            out.flush();
            return ExitCodes.OK;
        } catch (IllegalArgumentException | ArithmeticException | AttestationException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "The request was not signed: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw CommandFailedException.notSigned(e);
        } catch (GeneralSecurityException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.SIGNING_KEY, "The key " + key + " does not sign a window.", e);
        }
    }

    private void requirePcrs(WindowRequest asked) {
        String shown = asked.subject().pcrs().map(PcrChoice::toString).orElse("none");
        if (!pcrs.isEmpty() && !PcrChoice.parse(pcrs).toString().equals(shown)) {
            throw new IllegalArgumentException("expected a quote of PCRs " + PcrChoice.parse(pcrs) + ", got " + shown);
        }
    }

    private PolicyWindow window(WindowRequest asked) throws IOException {
        PolicyWindow window = asked.window(duration);
        if (leaseAuthority == null) {
            return window;
        }
        if (asked.subject().override()) {
            throw new IllegalArgumentException("expected no leases for an override, which must not wait for a network");
        }
        return window.withLeases(
                LeaseAuthorityKey.read(leaseAuthority), asked.subject().policyRef());
    }

    private void requireKnown(Name shown) {
        if (!anyKey && !attestationKey.equals(shown.toString())) {
            throw new IllegalArgumentException("expected attestation key "
                    + (attestationKey.isEmpty() ? "of --attestation-key NAME" : Printable.text(attestationKey))
                    + ", got " + shown);
        }
    }
}
