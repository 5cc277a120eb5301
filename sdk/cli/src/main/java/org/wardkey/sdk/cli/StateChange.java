package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.audit.RecordProof;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyState;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** What the commands that change a key's state have in common. */
final class StateChange {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TokenAccess access = new TokenAccess();

    @Parameters(paramLabel = "ALIAS", description = "ALIAS or TOKEN:ALIAS")
    private String alias = "";

    /** Destroys the key, says so, and writes a proof of it. */
    int destroyed(String reason, Path file, CommandSpec spec) throws IOException {
        requireReason(KeyState.DESTROYED, reason);
        KeyFacts facts = changed(KeyState.DESTROYED, reason);
        say(facts, spec);
        Administration administration = options.provider().administration();
        RecordProof proof = administration.proveDestroyed(facts.id());
        Files.writeString(file, proof.text(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        spec.commandLine()
                .getOut()
                .println("The proof is in " + file + "; to be verified with the key " + administration.auditKey());
        return ExitCodes.OK;
    }

    private static void requireReason(KeyState state, String reason) {
        if (reason.isBlank() && state != KeyState.ACTIVE) {
            throw new IllegalArgumentException("Expected a --reason that is not blank: it goes into the record.");
        }
    }

    private KeyFacts changed(KeyState state, String reason) {
        return access.with(options.provider(), administration -> administration.changeState(alias, state, reason));
    }

    /** Changes the state and says so. */
    int to(KeyState state, String reason, CommandSpec spec) {
        requireReason(state, reason);
        say(changed(state, reason), spec);
        return ExitCodes.OK;
    }

    private static void say(KeyFacts facts, CommandSpec spec) {
        spec.commandLine()
                .getOut()
                .println(KeyText.name(facts) + " is "
                        + facts.state().name().toLowerCase(Locale.ROOT)
                        + " now, in every process from its next operation on.");
    }
}
