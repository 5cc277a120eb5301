package org.wardkey.sdk.cli;

import java.util.Locale;
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

    /** Changes the state and says so. */
    int to(KeyState state, String reason, CommandSpec spec) {
        if (reason.isBlank() && state != KeyState.ACTIVE) {
            throw new IllegalArgumentException("Expected a --reason that is not blank: it goes into the record.");
        }
        KeyFacts facts =
                access.with(options.provider(), administration -> administration.changeState(alias, state, reason));
        spec.commandLine()
                .getOut()
                .println(KeyText.name(facts) + " is "
                        + facts.state().name().toLowerCase(Locale.ROOT)
                        + " now, in every process from its next operation on.");
        return ExitCodes.OK;
    }
}
