package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.Rotation.Rotated;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey keys rotate}. */
@Command(
        name = "rotate",
        description = {
            "Replaces a key by a new one of the same kind under the same alias.",
            "The replaced key goes on as ALIAS@1, ALIAS@2 and so on: it may sign until the overlap ends, and verify"
                    + " and decrypt as long as it may by itself."
        },
        footer = {
            "",
            "A key with a certificate is replaced in two steps, so that its alias is never without one:",
            "  wardkey keys rotate pump-17 --prepare     # then request and import a certificate for pump-17@next",
            "  wardkey keys rotate pump-17 --overlap 14d"
        })
final class KeysRotateCommand implements Callable<Integer> {
    private static final Duration OVERLAP = Duration.ofDays(7);

    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TokenAccess access = new TokenAccess();

    @Parameters(paramLabel = "ALIAS", description = "ALIAS or TOKEN:ALIAS")
    private String alias = "";

    @Option(names = "--prepare", description = "Make the successor under ALIAS@next, and replace nothing yet.")
    private boolean prepare;

    @Option(
            names = "--overlap",
            paramLabel = "DURATION",
            converter = Span.class,
            description = "How long the replaced key may still sign, encrypt, wrap or agree; default 7d.")
    private @Nullable Duration overlap;

    @Option(names = "--without-certificate", description = "Replace a key with a certificate by one that has none.")
    private boolean withoutCertificate;

    @Option(names = "--reason", description = "Why; goes into the record.")
    private String reason = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    KeysRotateCommand() {}

    @Override
    public Integer call() {
        if (prepare && (overlap != null || withoutCertificate || !reason.isEmpty())) {
            throw new IllegalArgumentException("Expected neither --overlap nor --without-certificate nor --reason with"
                    + " --prepare: nothing is replaced yet.");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (prepare) {
            prepared(out, access.with(options.provider(), this::prepare));
        } else {
            rotated(out, access.with(options.provider(), this::rotate));
        }
        out.flush();
        return ExitCodes.OK;
    }

    /** A rotation, and the successor's read-back. */
    private record Done(Rotated rotated, KeyInfo successor) {}

    private KeyInfo prepare(Administration administration) {
        return info(administration, administration.rotation().prepare(alias));
    }

    private Done rotate(Administration administration) {
        Rotated rotated = administration
                .rotation()
                .rotate(alias, overlap == null ? OVERLAP : overlap, withoutCertificate, reason);
        return new Done(rotated, info(administration, rotated.successor()));
    }

    private static KeyInfo info(Administration administration, KeyFacts facts) {
        return administration.show(facts.token() + ":" + facts.alias());
    }

    private void prepared(PrintWriter out, KeyInfo successor) {
        if (json) {
            Json.write(out, generator -> KeyText.write(generator, successor));
            return;
        }
        out.println("Made " + KeyText.name(successor.facts()) + ". Request and import its certificate, then:"
                + " wardkey keys rotate " + Printable.text(alias));
    }

    private void rotated(PrintWriter out, Done done) {
        Rotated rotated = done.rotated();
        if (json) {
            Json.write(out, generator -> {
                generator.writeStartObject();
                generator.writeStringField("replaced", rotated.replaced());
                generator.writeNumberField("generation", rotated.generation());
                generator.writeStringField("overlapEnd", rotated.overlapEnd().toString());
                generator.writeFieldName("successor");
                KeyText.write(generator, done.successor());
                generator.writeEndObject();
            });
            return;
        }
        out.println(KeyText.name(rotated.successor()) + " is a new key now. The one before is "
                + Printable.text(rotated.replaced()) + " and may originate until " + rotated.overlapEnd() + ".");
    }
}
