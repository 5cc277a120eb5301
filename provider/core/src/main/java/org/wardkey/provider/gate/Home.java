package org.wardkey.provider.gate;

import java.util.Map;
import java.util.Optional;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * An open home: its records, its audit log, its tokens, and the keys that this process uses. A process
 * has one of each home, whatever number of configurations name it. Thread-safe.
 */
public final class Home {
    private final String path;
    private final Ledger ledger;
    private final AuditLog audit;
    private final HomeClock time;
    private final TimeAuthority timeAuthority;
    private final PolicyInForce policy;
    private final Map<String, Token> tokens;
    private final String defaultToken;
    private final DeviceEntropy entropy;
    private final ManagedKeys keys;

    /**
     * Puts a home together.
     *
     * @param path the canonical path
     * @param ledger the records
     * @param audit the log of this process
     * @param time the home's clock
     * @param timeAuthority who may state its time
     * @param policy what the configuration says of the policy
     * @param tokens the tokens by name; kept, not copied
     * @param defaultToken the token that aliases without a token's name belong to
     */
    public Home(
            String path,
            Ledger ledger,
            AuditLog audit,
            HomeClock time,
            TimeAuthority timeAuthority,
            PolicySources policy,
            Map<String, Token> tokens,
            String defaultToken) {
        this.path = path;
        this.ledger = ledger;
        this.audit = audit;
        this.time = time;
        this.timeAuthority = timeAuthority;
        this.policy = new PolicyInForce(ledger, policy);
        this.tokens = tokens;
        this.defaultToken = defaultToken;
        this.entropy = tokens.values().stream()
                .map(Token::entropy)
                .filter(source -> source != DeviceEntropy.NONE)
                .findFirst()
                .orElse(DeviceEntropy.NONE);
        this.keys = new ManagedKeys(path, ledger, this::token);
    }

    /** Opens a home, once; later calls give the same. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Gives the home.
         *
         * @return the open home
         * @throws PolicyDeniedException if the configuration is not usable: the provider is locked
         * @throws org.wardkey.provider.operation.BackendException if the store or the log cannot be
         *     opened
         */
        Home open();
    }

    /** Where an alias points to. */
    public record Place(Token token, String alias) {}

    /** @return the canonical path */
    public String path() {
        return path;
    }

    /** @return the records */
    public Ledger ledger() {
        return ledger;
    }

    /** @return the log of this process */
    public AuditLog audit() {
        return audit;
    }

    /** @return the home's clock */
    public HomeClock time() {
        return time;
    }

    TimeAuthority timeAuthority() {
        return timeAuthority;
    }

    /** @return the policy that its keys obey */
    public PolicyInForce policy() {
        return policy;
    }

    /** @return the tokens by name, in the configuration's order */
    public Map<String, Token> tokens() {
        return tokens;
    }

    /** @return what a token's device gives to generators: that of the first that has one */
    public DeviceEntropy entropy() {
        return entropy;
    }

    /** @return the name of the token that aliases without a token's name belong to */
    public String defaultToken() {
        return defaultToken;
    }

    ManagedKeys keys() {
        return keys;
    }

    /**
     * Takes {@code token:alias} apart.
     *
     * @param alias an alias, with or without a token's name
     * @param view the token that a view is bound to, if it is
     * @return the token and the alias in it
     */
    public Place place(String alias, Optional<String> view) {
        int colon = alias.indexOf(':');
        if (colon > 0 && tokens.containsKey(alias.substring(0, colon))) {
            String named = alias.substring(0, colon);
            if (view.isPresent() && !view.get().equals(named)) {
                throw new PolicyDeniedException(new Refusal(
                        RefusalCode.KEY_FOREIGN,
                        "This view is bound to token " + view.get() + ", got token " + named + "."));
            }
            return new Place(token(named), alias.substring(colon + 1));
        }
        return new Place(token(view.orElse(defaultToken)), alias);
    }

    /**
     * Finds a token.
     *
     * @param name its name
     * @return the token
     * @throws PolicyDeniedException if none of that name is configured
     */
    public Token token(String name) {
        Token token = tokens.get(name);
        if (token == null) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.TOKEN_UNKNOWN, "Asked for token " + name + "; configured: " + tokens.keySet() + "."));
        }
        return token;
    }
}
