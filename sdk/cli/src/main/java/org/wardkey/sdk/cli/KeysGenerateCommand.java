package org.wardkey.sdk.cli;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.Padding;
import org.wardkey.provider.operation.Purpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code wardkey keys generate}. */
@Command(
        name = "generate",
        sortOptions = false,
        description = "Makes a key inside a token; it never leaves it in the clear.",
        footer = {
            "",
            "Example:",
            "  wardkey keys generate pump-17 --type ec --purposes sign --origination-end 365d --maximum-operations 1000000"
        })
final class KeysGenerateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ALIAS", description = "ALIAS or TOKEN:ALIAS")
    private String alias = "";

    @Option(
            names = "--type",
            required = true,
            converter = KindName.class,
            completionCandidates = KindNames.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private KeyRequest.Kind kind = KeyRequest.Kind.EC;

    @Option(names = "--curve", description = "P-256 (default), P-384 or P-521, for EC.")
    private String curve = "";

    @Option(names = "--size", paramLabel = "BITS", description = "Default: RSA 3072, AES 256, HMAC its hash's.")
    private int sizeBits;

    @Option(names = "--purposes", split = ",", description = "Default: all that the type can. ${COMPLETION-CANDIDATES}")
    private List<Purpose> purposes = List.of();

    @Option(names = "--digests", split = ",", converter = DigestName.class, description = "Such as SHA-256.")
    private List<Digest> digests = List.of();

    @Option(names = "--paddings", split = ",", description = "${COMPLETION-CANDIDATES}")
    private List<Padding> paddings = List.of();

    @Option(
            names = "--origination-start",
            paramLabel = "WHEN",
            converter = Moment.class,
            description = "From when it may sign, encrypt, wrap or agree.")
    private @Nullable Instant originationStart;

    @Option(
            names = "--origination-end",
            paramLabel = "WHEN",
            converter = Moment.class,
            description = "Until when it may; an instant, or a duration from now like 90d.")
    private @Nullable Instant originationEnd;

    @Option(
            names = "--consumption-end",
            paramLabel = "WHEN",
            converter = Moment.class,
            description = "Until when it may decrypt and unwrap.")
    private @Nullable Instant consumptionEnd;

    @Option(names = "--maximum-operations", paramLabel = "N", description = "How often it may be used in its life.")
    private @Nullable Long maximumOperations;

    @Option(
            names = "--maximum-bytes",
            paramLabel = "N",
            converter = DataSize.class,
            description = "How much it may process in its life: a number of bytes, or one with a unit like 64GiB.")
    private @Nullable Long maximumBytes;

    @Option(names = "--exportable", description = "Lets another key wrap it.")
    private boolean exportable;

    @Option(names = "--audit", description = "How its use is recorded: ${COMPLETION-CANDIDATES}.")
    private @Nullable AuditGranularity audit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final TokenAccess access = new TokenAccess();

    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    KeysGenerateCommand() {}

    @Override
    public Integer call() {
        KeyRequest request = KeyRequest.of(kind, curve, sizeBits, digests);
        KeyGenParameters parameters = parameters(request);
        KeyInfo key = access.with(
                options.provider(),
                administration ->
                        administration.generate(request.type(), request.algorithm(), request.sizeBits(), parameters));
        if (json) {
            Json.write(spec.commandLine().getOut(), generator -> KeyText.write(generator, key));
        } else {
            spec.commandLine()
                    .getOut()
                    .println("Made " + KeyText.name(key.facts()) + ", "
                            + key.facts().type() + ", for "
                            + KeyText.names(key.facts().authorizations().purposes()) + ".");
        }
        return ExitCodes.OK;
    }

    private KeyGenParameters parameters(KeyRequest request) {
        Set<Purpose> wanted = purposes.isEmpty()
                ? KeyAuthorizations.defaultsFor(request.type()).purposes()
                : EnumSet.copyOf(purposes);
        KeyGenParameters.Builder builder =
                KeyGenParameters.builder(alias, wanted.iterator().next(), wanted.toArray(new Purpose[0]));
        if (!digests.isEmpty()) {
            builder.digests(digests.get(0), digests.toArray(new Digest[0]));
        }
        if (!paddings.isEmpty()) {
            builder.paddings(paddings.get(0), paddings.toArray(new Padding[0]));
        }
        Optional.ofNullable(originationStart).ifPresent(builder::originationStart);
        Optional.ofNullable(originationEnd).ifPresent(builder::originationEnd);
        Optional.ofNullable(consumptionEnd).ifPresent(builder::consumptionEnd);
        limit(maximumOperations).ifPresent(builder::maximumOperations);
        limit(maximumBytes).ifPresent(builder::maximumBytes);
        Optional.ofNullable(audit).ifPresent(builder::audit);
        return builder.exportable(exportable).build();
    }

    private static OptionalLong limit(@Nullable Long given) {
        return given == null ? OptionalLong.empty() : OptionalLong.of(given);
    }

    /** The types as the standards write them, in lower case. */
    static final class KindNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(KeyRequest.Kind.values())
                    .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .iterator();
        }
    }

    /** Reads one of them, whatever its case. */
    static final class KindName implements ITypeConverter<KeyRequest.Kind> {
        @Override
        public KeyRequest.Kind convert(String name) {
            String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
            return Arrays.stream(KeyRequest.Kind.values())
                    .filter(kind -> kind.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + String.join(", ", new KindNames()) + ", got '" + Printable.text(name) + "'"));
        }
    }

    /** Reads a hash function by either of its names. */
    static final class DigestName implements ITypeConverter<Digest> {
        @Override
        public Digest convert(String name) {
            return Digest.named(name)
                    .filter(digest -> digest == Digest.NONE || digest.isOfHmac())
                    .orElseThrow(() -> new TypeConversionException(
                            "expected a hash function for signatures or HMAC like SHA-256, got '" + Printable.text(name)
                                    + "'"));
        }
    }
}
