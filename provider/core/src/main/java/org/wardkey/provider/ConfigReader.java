package org.wardkey.provider;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wardkey.provider.audit.AuditDurability;

/**
 * Reads {@code wardkey.conf}: HOCON without includes, environment or system properties. Unknown keys
 * and wrong types are errors with file and line; nothing is guessed.
 */
final class ConfigReader {
    private static final long LARGEST_FILE_BYTES = 1 << 20;
    private static final String TOKEN_NAME = "[a-z][a-z0-9-]{0,31}";
    private static final Set<String> PACKS = Set.of("nist-sp800-57");

    private final Path file;

    private ConfigReader(Path file) {
        this.file = file;
    }

    static WardkeyConfig read(Path file) throws ConfigProblem {
        try {
            return new ConfigReader(file.toAbsolutePath()).read();
        } catch (ConfigException e) {
            throw new ConfigProblem(describe(e), e);
        } catch (IOException e) {
            throw new ConfigProblem(file + ": cannot be read (" + e.getClass().getSimpleName() + ").", e);
        }
    }

    private static String describe(ConfigException e) {
        String where = e.origin() == null ? "" : e.origin().description() + ": ";
        String message = String.valueOf(e.getMessage());
        return message.startsWith(where) ? message : where + message;
    }

    private WardkeyConfig read() throws ConfigProblem, IOException {
        if (!Files.isRegularFile(file)) {
            throw new ConfigProblem(file + ": expected a configuration file, found none.");
        }
        if (Files.size(file) > LARGEST_FILE_BYTES) {
            throw new ConfigProblem(file + ": expected at most " + LARGEST_FILE_BYTES + " bytes.");
        }
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setAllowMissing(false)
                .setIncluder(new NoIncludes(file));
        Config parsed = ConfigFactory.parseFile(file.toFile(), options).resolve(ConfigResolveOptions.noSystem());
        allow(parsed.root(), Set.of("wardkey"));
        if (!parsed.hasPath("wardkey")) {
            throw new ConfigProblem(file + ": expected a block wardkey { ... }, found none.");
        }
        return wardkey(parsed.getConfig("wardkey"));
    }

    private WardkeyConfig wardkey(Config config) throws ConfigProblem {
        allow(config.root(), Set.of("home", "mode", "tokens", "policy", "audit", "libcrypto"));
        if (!config.hasPath("home")) {
            throw new ConfigProblem(file + ": expected wardkey.home, the folder of keys and records.");
        }
        Path home = path(config, "home");
        oneOf(config, "mode", Set.of("general"), "mode = fips comes with the wardkey-fips artifact");
        oneOf(config, "policy", PACKS, "shipped packs: " + PACKS);
        return new WardkeyConfig(
                file.toString(),
                home,
                tokens(config, home),
                durability(config),
                config.hasPath("libcrypto.path") ? Optional.of(path(config, "libcrypto.path")) : Optional.empty());
    }

    private AuditDurability durability(Config config) throws ConfigProblem {
        if (config.hasPath("libcrypto")) {
            allow(config.getConfig("libcrypto").root(), Set.of("path"));
        }
        if (!config.hasPath("audit")) {
            return AuditDurability.BATCHED;
        }
        Config audit = config.getConfig("audit");
        allow(audit.root(), Set.of("durability"));
        oneOf(audit, "durability", Set.of("durable", "batched"), "durable waits for the disk, batched does not");
        return audit.hasPath("durability") && audit.getString("durability").equals("durable")
                ? AuditDurability.DURABLE
                : AuditDurability.BATCHED;
    }

    private Map<String, TokenConfig> tokens(Config config, Path home) throws ConfigProblem {
        Map<String, TokenConfig> tokens = new LinkedHashMap<>();
        if (!config.hasPath("tokens")) {
            tokens.put(WardkeyConfig.DEFAULT_TOKEN, keyFileToken(WardkeyConfig.DEFAULT_TOKEN, home));
            return tokens;
        }
        ConfigObject block = config.getObject("tokens");
        // The parser keeps no order of its own; lines do.
        List<String> names = block.keySet().stream()
                .sorted(Comparator.comparingInt((String name) -> line(block, name))
                        .thenComparing(name -> name))
                .toList();
        for (String name : names) {
            ConfigValue value = block.get(name);
            if (!name.matches(TOKEN_NAME)) {
                throw at(value, "expected a token's name like ward-1 (a-z, 0-9, -), got another");
            }
            if (value == null || value.valueType() != ConfigValueType.OBJECT) {
                throw at(value, "expected a block for token " + name);
            }
            tokens.put(name, token(name, ((ConfigObject) value).toConfig(), home));
        }
        if (tokens.isEmpty()) {
            throw at(block, "expected at least one token");
        }
        return tokens;
    }

    private static int line(ConfigObject block, String name) {
        ConfigValue value = block.get(name);
        return value == null ? 0 : value.origin().lineNumber();
    }

    private static TokenConfig keyFileToken(String name, Path home) {
        return new TokenConfig(name, Optional.of(home.resolve(name + ".key")), Optional.empty());
    }

    private TokenConfig token(String name, Config token, Path home) throws ConfigProblem {
        allow(token.root(), Set.of("type", "protector", "key-file", "password-file"));
        oneOf(token, "type", Set.of("software"), "this version has software tokens");
        oneOf(token, "protector", Set.of("key-file", "password"), "what opens the token");
        boolean password =
                token.hasPath("protector") && token.getString("protector").equals("password");
        if (token.hasPath(password ? "key-file" : "password-file")) {
            throw at(token.root(), "expected either key-file or password-file, as the protector says");
        }
        if (password) {
            return new TokenConfig(
                    name,
                    Optional.empty(),
                    token.hasPath("password-file") ? Optional.of(path(token, "password-file")) : Optional.empty());
        }
        return token.hasPath("key-file")
                ? new TokenConfig(name, Optional.of(path(token, "key-file")), Optional.empty())
                : keyFileToken(name, home);
    }

    private Path path(Config config, String key) throws ConfigProblem {
        try {
            Path folder = file.getParent();
            Path given = Path.of(config.getString(key));
            return folder == null ? given : folder.resolve(given).normalize();
        } catch (InvalidPathException e) {
            throw at(config.getValue(key), "expected a path for " + key);
        }
    }

    private static void oneOf(Config config, String key, Set<String> values, String hint) throws ConfigProblem {
        if (config.hasPath(key) && !values.contains(config.getString(key))) {
            throw at(
                    config.getValue(key),
                    "expected " + key + " to be one of " + values + " (" + hint + "), got another");
        }
    }

    private static void allow(ConfigObject object, Set<String> keys) throws ConfigProblem {
        for (String key : object.keySet()) {
            if (!keys.contains(key)) {
                throw at(object.get(key), "unknown key " + printable(key) + "; expected some of " + keys);
            }
        }
    }

    private static String printable(String untrusted) {
        return untrusted.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static ConfigProblem at(@org.jspecify.annotations.Nullable ConfigValue value, String problem) {
        return new ConfigProblem(
                (value == null ? "wardkey.conf" : value.origin().description()) + ": " + problem + ".");
    }

    /** The default includer would even fetch URLs while parsing. Each form of include asks by its own method. */
    private static final class NoIncludes
            implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
        private final Path file;

        private NoIncludes(Path file) {
            this.file = file;
        }

        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            throw refused();
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            throw refused();
        }

        @Override
        public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
            throw refused();
        }

        @Override
        public ConfigObject includeResources(ConfigIncludeContext context, String what) {
            throw refused();
        }

        /** The parser does not say where it stands: the first line that looks like an include is the one. */
        private ConfigException refused() {
            int line = 1;
            try {
                List<String> lines = Files.readAllLines(file);
                while (line < lines.size() && !lines.get(line - 1).strip().startsWith("include")) {
                    line++;
                }
            } catch (IOException e) {
                return new ConfigException.Generic(file + ": expected no include.", e);
            }
            return new ConfigException.Generic(file + ": " + line + ": expected no include.");
        }
    }
}
