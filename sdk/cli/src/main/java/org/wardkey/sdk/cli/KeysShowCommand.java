package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.WardkeyPrivateKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey keys show}. */
@Command(
        name = "show",
        description = "Shows a key, each of its rules, who enforces it, and which rule of the policy set it.")
final class KeysShowCommand implements Callable<Integer> {
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TokenAccess access = new TokenAccess();

    @Parameters(paramLabel = "ALIAS", description = "ALIAS or TOKEN:ALIAS")
    private String alias = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--public-key", description = "Print nothing but the public key, as PEM.")
    private boolean publicKey;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    KeysShowCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        WardkeyProvider provider = options.provider();
        KeyInfo key = access.with(provider, administration -> administration.show(alias));
        if (publicKey) {
            out.print(pem(provider, key.facts()));
            out.flush();
            return ExitCodes.OK;
        }
        if (json) {
            Json.write(out, generator -> KeyText.write(generator, key));
            return ExitCodes.OK;
        }
        KeyFacts facts = key.facts();
        out.println(KeyText.name(facts));
        out.println("  id       " + facts.id());
        out.println("  type     " + facts.type() + ", " + facts.sizeBits() + " bits");
        out.println("  made     " + facts.created() + (facts.imported() ? ", elsewhere: imported" : ", in the token"));
        out.println();
        out.printf("  %-24s %-18s %s%n", "RULE", "ENFORCED BY", "");
        KeyText.rules(key)
                .forEach((rule, text) -> out.printf(
                        "  %-24s %-18s %s%n", rule, KeyText.enforcement(key, rule), text + KeyText.setBy(key, rule)));
        return ExitCodes.OK;
    }

    private static String pem(WardkeyProvider provider, KeyFacts facts) {
        try {
            KeyStore store = KeyStore.getInstance("Wardkey", provider);
            store.load(null, null);
            Key handle = store.getKey(facts.token() + ":" + facts.alias(), null);
            if (!(handle instanceof WardkeyPrivateKey pair)) {
                throw new IllegalArgumentException("Expected a key pair, got " + facts.type() + " in state "
                        + facts.state() + ": it has no public key.");
            }
            return pem(pair.publicKey().getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.UNEXPECTED, "The public key cannot be read: " + e.getMessage(), e);
        }
    }

    /** A SubjectPublicKeyInfo as text. */
    static String pem(byte[] publicKey) {
        return "-----BEGIN PUBLIC KEY-----\n" + PEM.encodeToString(publicKey) + "\n-----END PUBLIC KEY-----\n";
    }
}
