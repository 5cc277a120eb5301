package org.wardkey.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wardkey.provider.backend.tpm.TpmLifetime;
import org.wardkey.provider.hocon.HoconBlock;
import org.wardkey.provider.hocon.HoconProblem;

/** Reads of a token's configuration how its TPM ends the use of its keys. */
final class LifetimeReader {
    static final String AUTHORITY = "authority";
    static final String OVERRIDE = "override";
    static final String EPOCH_INDEX = "epoch-index";

    private LifetimeReader() {}

    /** How the configuration names files. */
    @FunctionalInterface
    interface Paths {
        Path path(HoconBlock block, String key) throws HoconProblem;
    }

    /** Reads who may open, and end, the use of the token's keys by the chip itself; empty for nobody. */
    static Optional<TpmLifetime> read(String name, HoconBlock token, Path home, boolean chip, Paths paths)
            throws HoconProblem {
        if (!chip || !token.has(AUTHORITY)) {
            requireNone(token);
            return Optional.empty();
        }
        int index = TpmLifetime.USUAL_INDEX;
        if (token.has(EPOCH_INDEX)) {
            String text = token.text(EPOCH_INDEX);
            if (!text.matches("0x01[0-9a-fA-F]{6}")
                    || Integer.parseInt(text.substring(2), 16) > TpmLifetime.LAST_INDEX) {
                throw token.problem(EPOCH_INDEX, "expected an NV index such as \"0x0180574b\", got another.");
            }
            index = Integer.parseInt(text.substring(2), 16);
        }
        return Optional.of(new TpmLifetime(
                name,
                publicKey(token, AUTHORITY, paths),
                token.has(OVERRIDE) ? Optional.of(publicKey(token, OVERRIDE, paths)) : Optional.empty(),
                index,
                home.resolve(name + ".window")));
    }

    static void requireNone(HoconBlock token) throws HoconProblem {
        for (String key : List.of(AUTHORITY, OVERRIDE, EPOCH_INDEX)) {
            if (token.has(key)) {
                throw token.problem(
                        key, "expected " + key + " with type = tpm2, and override and epoch-index with authority.");
            }
        }
    }

    private static ECPublicKey publicKey(HoconBlock token, String key, Paths paths) throws HoconProblem {
        try {
            return PublicKeyFile.read(paths.path(token, key));
        } catch (IOException e) {
            throw token.problem(key, key + ": " + e.getMessage());
        }
    }

    /** A token's counters are its epoch-index and those behind it: tokens share all of them, or none. */
    static void requireSeparateCounters(Map<String, TokenConfig> tokens, HoconBlock block) throws HoconProblem {
        for (TokenConfig one : tokens.values()) {
            for (TokenConfig other : tokens.values()) {
                int apart = Math.abs(epochIndex(one) - epochIndex(other));
                if (apart > 0 && apart < TpmLifetime.COUNTERS && epochIndex(one) > 0 && epochIndex(other) > 0) {
                    throw block.problem(
                            one.name(),
                            "expected the epoch-index of " + other.name() + ", or one that is at least "
                                    + TpmLifetime.COUNTERS + " away from it.");
                }
            }
        }
    }

    private static int epochIndex(TokenConfig token) {
        return token.tpm()
                .flatMap(TokenConfig.TpmConfig::lifetime)
                .map(TpmLifetime::epochIndex)
                .orElse(0);
    }
}
