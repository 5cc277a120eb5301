package org.wardkey.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wardkey.provider.TokenConfig.TpmConfig;
import org.wardkey.provider.audit.AuditDurability;
import org.wardkey.provider.backend.tpm.TpmAddress;
import org.wardkey.provider.hocon.HoconBlock;
import org.wardkey.provider.hocon.HoconIncludes;
import org.wardkey.provider.hocon.HoconProblem;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.BundleKey;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyDocument;
import org.wardkey.provider.policy.PolicyPack;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySigners;

/**
 * Reads {@code wardkey.conf}: HOCON without includes, environment or system properties. Unknown keys
 * and wrong types are errors with file and line; nothing is guessed.
 */
final class ConfigReader {
    private static final String FROM_FILE = "password-file";
    private static final String FROM_VARIABLE = "password-env";
    private static final String FROM_CREDENTIAL = "password-credential";
    private static final String FROM_TERMINAL = "password-prompt";
    private static final String TOKEN_NAME = "[a-z][a-z0-9-]{0,31}";

    private final Path file;
    private boolean approvedOnly;

    private ConfigReader(Path file) {
        this.file = file;
    }

    static WardkeyConfig read(Path file) throws ConfigProblem {
        try {
            return new ConfigReader(file.toAbsolutePath()).read();
        } catch (HoconProblem | PolicyProblem e) {
            throw new ConfigProblem(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ConfigProblem(file + ": cannot be read (" + e.getClass().getSimpleName() + ").", e);
        }
    }

    private WardkeyConfig read() throws HoconProblem, PolicyProblem, IOException {
        if (!Files.isRegularFile(file)) {
            throw problem("expected a configuration file, found none.");
        }
        if (Files.size(file) > HoconBlock.LARGEST_BYTES) {
            throw problem("expected at most " + HoconBlock.LARGEST_BYTES + " bytes.");
        }
        HoconBlock root =
                HoconBlock.read(file.toString(), Files.readString(file, StandardCharsets.UTF_8), HoconIncludes.NONE);
        root.allow(Set.of("wardkey"));
        if (!root.has("wardkey")) {
            throw problem("expected a block wardkey { ... }, found none.");
        }
        return wardkey(root.block("wardkey"));
    }

    private HoconProblem problem(String what) {
        return new HoconProblem(file.toString(), 0, what);
    }

    private WardkeyConfig wardkey(HoconBlock config) throws HoconProblem, PolicyProblem {
        config.allow(Set.of(
                "home",
                "mode",
                "tokens",
                "policy",
                "policy-signers",
                "time-authority",
                "audit",
                "libcrypto",
                "fips",
                "strict"));
        if (!config.has("home")) {
            throw problem("expected wardkey.home, the folder of keys and records.");
        }
        Path home = path(config, "home");
        FipsConfig fips = fips(config);
        approvedOnly = fips.approvedOnly();
        return new WardkeyConfig(
                file.toString(),
                home,
                tokens(config, home),
                durability(config),
                policy(config),
                signers(config),
                timeAuthority(config),
                libcrypto(config),
                fips,
                config.has("strict") && config.flag("strict"));
    }

    /** Who must have signed what is applied: {@code required} of {@code keys}. */
    private static PolicySigners signers(HoconBlock config) throws HoconProblem {
        if (!config.has("policy-signers")) {
            return PolicySigners.NONE;
        }
        HoconBlock block = config.block("policy-signers");
        block.allow(Set.of("required", "keys"));
        List<BundleKey> keys = verifierKeys(block);
        String required = block.text("required");
        if (!required.matches("[1-9][0-9]{0,2}")) {
            throw block.problem("required", "expected required to be a number of keys from 1, got another.");
        }
        try {
            return new PolicySigners(Integer.parseInt(required), keys);
        } catch (IllegalArgumentException e) {
            throw block.problem("required", String.valueOf(e.getMessage()));
        }
    }

    /** Who may state the time: any one of {@code keys}. */
    private static List<BundleKey> timeAuthority(HoconBlock config) throws HoconProblem {
        if (!config.has("time-authority")) {
            return List.of();
        }
        HoconBlock block = config.block("time-authority");
        block.allow(Set.of("keys"));
        List<BundleKey> keys = verifierKeys(block);
        if (Set.copyOf(keys).size() < keys.size()) {
            throw block.problem("keys", "expected each key of an authority once, got one twice.");
        }
        return List.copyOf(keys);
    }

    private static List<BundleKey> verifierKeys(HoconBlock block) throws HoconProblem {
        List<BundleKey> keys = new ArrayList<>();
        try {
            for (String key : block.texts("keys")) {
                keys.add(BundleKey.parse(key, PolicyFiles.bundleCryptography()));
            }
            return keys;
        } catch (IllegalArgumentException e) {
            throw block.problem("keys", "key " + (keys.size() + 1) + ": " + e.getMessage());
        }
    }

    /** Packs by name and files by path; together they must make a policy, or managed keys stay locked. */
    private List<PolicyDocument> policy(HoconBlock config) throws HoconProblem, PolicyProblem {
        if (!config.has("policy")) {
            return List.of();
        }
        Path folder = file.getParent();
        List<PolicyDocument> documents = documents(config, folder == null ? Path.of("") : folder);
        Policy combined = Policy.combine(documents, PolicyPack.LIBRARY);
        assert combined != null;
        return documents;
    }

    /** A wrong name is a mistake of this file, and at its line; what is wrong in a document is at the document's. */
    private static List<PolicyDocument> documents(HoconBlock config, Path folder) throws HoconProblem, PolicyProblem {
        try {
            return PolicyFiles.documents(folder, config.texts("policy"));
        } catch (PolicyProblem e) {
            if (e.code() == RefusalCode.POLICY_UNKNOWN) {
                throw config.problem("policy", String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private Optional<Path> libcrypto(HoconBlock config) throws HoconProblem {
        if (!config.has("libcrypto")) {
            return Optional.empty();
        }
        HoconBlock libcrypto = config.block("libcrypto");
        libcrypto.allow(Set.of("path"));
        return libcrypto.has("path") ? Optional.of(path(libcrypto, "path")) : Optional.empty();
    }

    private FipsConfig fips(HoconBlock config) throws HoconProblem {
        oneOf(config, "mode", Set.of("general", "fips"), "fips lets a validated module serve alone");
        boolean approvedOnly = config.has("mode") && config.text("mode").equals("fips");
        if (!config.has("fips")) {
            return new FipsConfig(approvedOnly, Optional.empty());
        }
        HoconBlock fips = config.block("fips");
        fips.allow(Set.of("module"));
        return new FipsConfig(approvedOnly, fips.has("module") ? Optional.of(path(fips, "module")) : Optional.empty());
    }

    private static AuditDurability durability(HoconBlock config) throws HoconProblem {
        if (!config.has("audit")) {
            return AuditDurability.BATCHED;
        }
        HoconBlock audit = config.block("audit");
        audit.allow(Set.of("durability"));
        oneOf(audit, "durability", Set.of("durable", "batched"), "durable waits for the disk, batched does not");
        return audit.has("durability") && audit.text("durability").equals("durable")
                ? AuditDurability.DURABLE
                : AuditDurability.BATCHED;
    }

    private Map<String, TokenConfig> tokens(HoconBlock config, Path home) throws HoconProblem {
        Map<String, TokenConfig> tokens = new LinkedHashMap<>();
        if (!config.has("tokens")) {
            tokens.put(WardkeyConfig.DEFAULT_TOKEN, keyFileToken(WardkeyConfig.DEFAULT_TOKEN, home));
            return tokens;
        }
        HoconBlock block = config.block("tokens");
        for (String name : block.names()) {
            if (!name.matches(TOKEN_NAME)) {
                throw block.problem(name, "expected a token's name like ward-1 (a-z, 0-9, -), got another.");
            }
            tokens.put(name, token(name, block.block(name), home));
        }
        LifetimeReader.requireSeparateCounters(tokens, block);
        if (tokens.isEmpty()) {
            throw block.problem("expected at least one token.");
        }
        return tokens;
    }

    private static TokenConfig keyFileToken(String name, Path home) {
        return new TokenConfig(name, Optional.of(home.resolve(name + ".key")), Optional.empty());
    }

    private TokenConfig token(String name, HoconBlock token, Path home) throws HoconProblem {
        token.allow(Set.of(
                "type",
                "transport",
                LifetimeReader.AUTHORITY,
                LifetimeReader.OVERRIDE,
                LifetimeReader.EPOCH_INDEX,
                "protector",
                "key-file",
                FROM_FILE,
                FROM_VARIABLE,
                FROM_CREDENTIAL,
                FROM_TERMINAL));
        oneOf(token, "type", Set.of("software", "tpm2"), "where its keys are");
        oneOf(token, "protector", Set.of("key-file", "password", "tpm"), "what opens the token");
        boolean chip = token.has("type") && token.text("type").equals("tpm2");
        boolean sealed = token.has("protector") ? token.text("protector").equals("tpm") : chip;
        if (sealed && (token.has("key-file") || passwordSource(token).isPresent())) {
            throw token.problem(
                    "expected no key-file and no source of a password with protector = tpm, the default with"
                            + " type = tpm2; say protector = key-file, or password, if that is to open the token.");
        }
        if (chip || sealed) {
            requireNoModule(token);
            TpmConfig tpm = new TpmConfig(
                    transport(token),
                    chip,
                    sealed ? Optional.of(home.resolve(name + ".tpm")) : Optional.empty(),
                    LifetimeReader.read(name, token, home, chip, this::path));
            TokenConfig opened =
                    sealed ? new TokenConfig(name, Optional.empty(), Optional.empty()) : opened(name, token, home);
            return new TokenConfig(name, opened.keyFile(), opened.password(), Optional.of(tpm));
        }
        LifetimeReader.requireNone(token);
        if (token.has("transport")) {
            throw token.problem("transport", "expected a transport with type = tpm2 or protector = tpm alone.");
        }
        return opened(name, token, home);
    }

    /** What a TPM does is not done by the module, nor are the sessions with it. */
    private void requireNoModule(HoconBlock token) throws HoconProblem {
        if (approvedOnly) {
            throw token.problem("expected no type = tpm2 and no protector = tpm with mode = fips: the validated module"
                    + " serves alone.");
        }
    }

    private static TpmAddress transport(HoconBlock token) throws HoconProblem {
        if (!token.has("transport")) {
            throw token.problem("expected transport, where the TPM is, such as \"device:/dev/tpmrm0\".");
        }
        try {
            return new TpmAddress(token.text("transport"));
        } catch (IllegalArgumentException e) {
            throw token.problem("transport", String.valueOf(e.getMessage()));
        }
    }

    private TokenConfig opened(String name, HoconBlock token, Path home) throws HoconProblem {
        Optional<PasswordSource> source = passwordSource(token);
        boolean password = token.has("protector") && token.text("protector").equals("password");
        if (password ? token.has("key-file") : source.isPresent()) {
            throw token.problem("expected key-file with protector = key-file (the default), or a source of the password"
                    + " with protector = password.");
        }
        if (password) {
            return new TokenConfig(name, Optional.empty(), source);
        }
        return token.has("key-file")
                ? new TokenConfig(name, Optional.of(path(token, "key-file")), Optional.empty())
                : keyFileToken(name, home);
    }

    private Optional<PasswordSource> passwordSource(HoconBlock token) throws HoconProblem {
        List<PasswordSource> sources = new ArrayList<>();
        if (token.has(FROM_FILE)) {
            sources.add(new PasswordFile(path(token, FROM_FILE)));
        }
        if (token.has(FROM_VARIABLE)) {
            sources.add(
                    new PasswordVariable(named(token, FROM_VARIABLE, "[A-Za-z_][A-Za-z0-9_]{0,127}", "a variable")));
        }
        if (token.has(FROM_CREDENTIAL)) {
            sources.add(new PasswordCredential(
                    named(token, FROM_CREDENTIAL, "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}", "a credential")));
        }
        if (token.has(FROM_TERMINAL) && token.flag(FROM_TERMINAL)) {
            sources.add(new PasswordPrompt());
        }
        if (sources.size() > 1) {
            throw token.problem("expected one source of the password, got " + sources.size() + ".");
        }
        return sources.stream().findFirst();
    }

    private static String named(HoconBlock token, String key, String form, String what) throws HoconProblem {
        String name = token.text(key);
        if (!name.matches(form)) {
            throw token.problem(key, "expected " + key + " to be the name of " + what + ", got what cannot be one.");
        }
        return name;
    }

    private Path path(HoconBlock config, String key) throws HoconProblem {
        try {
            Path folder = file.getParent();
            Path given = Path.of(config.text(key));
            return folder == null ? given : folder.resolve(given).normalize();
        } catch (InvalidPathException e) {
            throw config.problem(key, "expected a path for " + key + ".");
        }
    }

    private static void oneOf(HoconBlock config, String key, Set<String> values, String hint) throws HoconProblem {
        if (config.has(key) && !values.contains(config.text(key))) {
            throw config.problem(key, "expected " + key + " to be one of " + values + " (" + hint + "), got another.");
        }
    }
}
