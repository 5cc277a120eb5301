package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;
import org.wardkey.provider.policy.Explanation;
import org.wardkey.provider.policy.KeyReport;
import org.wardkey.provider.policy.PolicyProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy explain}. */
@Command(
        name = "explain",
        description = {
            "Says what the policy in force says about a key: every use that it could have, allowed or not and by which"
                    + " rule, its windows and limits, where each comes from and what is left.",
            "With --key-type: what packs and files say about one use of a key that is described on the command line."
        },
        footer = {
            "",
            "Examples: wardkey policy explain pump-17",
            "  wardkey policy explain nist-sp800-57 --key-type rsa --key-bits 2048 --purpose sign \\",
            "      --mechanism \"RSASSA-PSS with SHA-256\" --at 2031-01-01T00:00:00Z",
            "Exits with 1 if the use is denied, or the key has none that is allowed."
        })
final class PolicyExplainCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ALIAS|PACK|FILE",
            arity = "1..*",
            description = "A key, ALIAS or TOKEN:ALIAS; with --key-type shipped packs and files, in their order.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--key-type", paramLabel = "TYPE", description = "Such as rsa, ec-p256, aes, hmac.")
    private @Nullable String keyType;

    @Option(names = "--key-bits", paramLabel = "N", description = "Size of an RSA, AES or HMAC key.")
    private int keyBits;

    @Option(names = "--purpose", description = "One of ${COMPLETION-CANDIDATES}. With --key-type.")
    private @Nullable Purpose purpose;

    @Option(names = "--mechanism", paramLabel = "TEXT", description = "As the audit log writes it. With --key-type.")
    private @Nullable String mechanism;

    @Option(names = "--at", paramLabel = "INSTANT", description = "When; default now. With --key-type.")
    private @Nullable Instant at;

    @Option(
            names = "--created",
            paramLabel = "INSTANT",
            description = "When the key was made; default as --at. With --key-type.")
    private @Nullable Instant created;

    @Option(
            names = "--alias",
            paramLabel = "TOKEN:ALIAS",
            description = "What the described key is called; default ${DEFAULT-VALUE}.")
    private String alias = "local:key";

    @Option(names = "--label", paramLabel = "WORD", description = "A label of the described key; may be repeated.")
    private List<String> labels = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON. For a key of the home.")
    private boolean json;

    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TokenAccess access = new TokenAccess();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyExplainCommand() {}

    @Override
    public Integer call() {
        return keyType == null ? stored() : described(keyType);
    }

    private int stored() {
        if (names.size() != 1 || purpose != null || mechanism != null || at != null || created != null) {
            throw new IllegalArgumentException("Expected one ALIAS, or --key-type with what describes a key.");
        }
        PrintWriter out = spec.commandLine().getOut();
        KeyReport report = access.with(options.provider(), administration -> administration.explain(names.get(0)));
        if (json) {
            Json.write(out, generator -> KeyReportText.write(generator, report));
        } else {
            KeyReportText.print(out, report);
            out.flush();
        }
        return report.answers().stream().anyMatch(KeyReport.Answer::allowed) ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private int described(String type) {
        PrintWriter out = spec.commandLine().getOut();
        Instant now = at == null ? Instant.now() : at;
        if (purpose == null || mechanism == null || json) {
            throw new IllegalArgumentException("Expected --purpose and --mechanism with --key-type, and no --json.");
        }
        OperationRequest request = new OperationRequest(purpose, Mechanism.parse(mechanism), 0);
        Explanation explanation;
        try {
            explanation =
                    PolicyCommand.load(names).forKey(key(type, purpose, now)).explain(request, now);
        } catch (PolicyProblem e) {
            throw new PolicyDeniedException(e.refusal());
        }
        explanation.text().lines().forEach(line -> out.println(Printable.text(line)));
        out.flush();
        return explanation.decision().allowed() ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private KeyFacts key(String wanted, Purpose asked, Instant now) {
        KeyType type = type(wanted);
        int colon = alias.indexOf(':');
        if (type.sizeBits() == 0 && keyBits < 1) {
            throw new IllegalArgumentException("Expected --key-bits for a key of type " + wanted + ", got none.");
        }
        return new KeyFacts(
                new KeyId(new UUID(0, 0)),
                colon < 0 ? "local" : alias.substring(0, colon),
                alias.substring(colon + 1),
                type,
                type.sizeBits() == 0 ? keyBits : type.sizeBits(),
                KeyState.ACTIVE,
                authorizations(asked),
                false,
                created == null ? now : created);
    }

    private static KeyType type(String wanted) {
        for (KeyType type : KeyType.values()) {
            if (type.name().replace('_', '-').equalsIgnoreCase(wanted)) {
                return type;
            }
        }
        throw new IllegalArgumentException("Expected --key-type of " + EnumSet.allOf(KeyType.class)
                + " (case and _ or - do not matter), got another.");
    }

    private KeyAuthorizations authorizations(Purpose asked) {
        return new KeyAuthorizations(
                Set.of(asked),
                Set.of(),
                Set.of(),
                Window.ALWAYS,
                Window.ALWAYS,
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                AuditGranularity.EACH,
                Optional.empty(),
                false,
                Set.copyOf(labels));
    }
}
