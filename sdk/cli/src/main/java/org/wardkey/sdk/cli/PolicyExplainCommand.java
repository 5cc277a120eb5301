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
import org.wardkey.provider.policy.PolicyProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a policy has to say about one use of a key that is described on the command line.",
            "Every rule that is about the use is named with file and line."
        },
        footer = {
            "",
            "Example: wardkey policy explain nist-sp800-57 --key-type rsa --key-bits 2048 --purpose sign \\",
            "           --mechanism \"RSASSA-PSS with SHA-256\" --at 2031-01-01T00:00:00Z",
            "Exits with 1 if the use is denied."
        })
final class PolicyExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK|FILE", arity = "1..*", description = "Shipped packs and files, in their order.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--key-type",
            required = true,
            paramLabel = "TYPE",
            description = "Such as rsa, ec-p256, aes, hmac.")
    private String keyType = "";

    @Option(names = "--key-bits", paramLabel = "N", description = "Size of an RSA, AES or HMAC key.")
    private int keyBits;

    @Option(names = "--purpose", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private @Nullable Purpose purpose;

    @Option(names = "--mechanism", required = true, paramLabel = "TEXT", description = "As the audit log writes it.")
    private String mechanism = "";

    @Option(names = "--at", paramLabel = "INSTANT", description = "When; default now.")
    private @Nullable Instant at;

    @Option(names = "--created", paramLabel = "INSTANT", description = "When the key was made; default as --at.")
    private @Nullable Instant created;

    @Option(names = "--token", paramLabel = "NAME", description = "Default ${DEFAULT-VALUE}.")
    private String token = "local";

    @Option(names = "--alias", paramLabel = "NAME", description = "Default ${DEFAULT-VALUE}.")
    private String alias = "key";

    @Option(names = "--label", paramLabel = "WORD", description = "A label of the key; may be repeated.")
    private List<String> labels = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyExplainCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Instant now = at == null ? Instant.now() : at;
        if (purpose == null) {
            throw new IllegalArgumentException("Expected --purpose, got none.");
        }
        OperationRequest request = new OperationRequest(purpose, Mechanism.parse(mechanism), 0);
        Explanation explanation;
        try {
            explanation = PolicyCommand.load(names).forKey(key(purpose, now)).explain(request, now);
        } catch (PolicyProblem e) {
            throw new PolicyDeniedException(e.refusal());
        }
        explanation.text().lines().forEach(line -> out.println(Printable.text(line)));
        out.flush();
        return explanation.decision().allowed() ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private KeyFacts key(Purpose asked, Instant now) {
        KeyType type = type();
        if (type.sizeBits() == 0 && keyBits < 1) {
            throw new IllegalArgumentException("Expected --key-bits for a key of type " + keyType + ", got none.");
        }
        return new KeyFacts(
                new KeyId(new UUID(0, 0)),
                token,
                alias,
                type,
                type.sizeBits() == 0 ? keyBits : type.sizeBits(),
                KeyState.ACTIVE,
                authorizations(asked),
                false,
                created == null ? now : created);
    }

    private KeyType type() {
        for (KeyType type : KeyType.values()) {
            if (type.name().replace('_', '-').equalsIgnoreCase(keyType)) {
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
