package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.sdk.cli.migration.Migration.KeyStoreFile;
import org.wardkey.sdk.cli.migration.Migration.Target;

/** Arguments of a JVM in a script, a unit of systemd, or an argument file: {@code -Djavax.net.ssl.keyStore=...}. */
final class JvmArguments {
    private static final String VALUE = "(\"[^\"]*\"|'[^']*'|[^\\s\"']+)";
    private static final Pattern STORE = argument("keyStore");
    private static final Pattern TYPE = argument("keyStoreType");
    /** The type is written anew. With the blank before it, or the whole line if nothing else is on it. */
    private static final Pattern UNNEEDED =
            Pattern.compile("(?m)^[ \\t]*-Djavax\\.net\\.ssl\\.keyStore(?:Password|Provider|Type)=" + VALUE
                    + "[ \\t]*\\r?\\n|[ \\t]?-Djavax\\.net\\.ssl\\.keyStore(?:Password|Provider|Type)=" + VALUE);

    private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*#.*$");

    private JvmArguments() {}

    private static Pattern argument(String name) {
        return Pattern.compile("-Djavax\\.net\\.ssl\\." + name + "=" + VALUE);
    }

    static Optional<Migration> migrate(String text, Target target) {
        Matcher store = STORE.matcher(text);
        List<KeyStoreFile> stores = new ArrayList<>();
        while (store.find()) {
            if (!commented(text, store.start())) {
                stores.add(new KeyStoreFile(unquoted(store.group(1)), type(text)));
            }
        }
        if (stores.isEmpty()) {
            return Optional.empty();
        }
        if (type(text).equalsIgnoreCase("Wardkey")) {
            return Optional.of(new Migration(
                    "JVM arguments", text, text, List.of(), List.of("The key store is Wardkey's already.")));
        }
        List<String> steps = new ArrayList<>();
        steps.add("On Java 22 and newer add --enable-native-access=ALL-UNNAMED, or the JVM warns about libcrypto.");
        return Optional.of(new Migration("JVM arguments", text, edited(text, target), stores, steps));
    }

    private static boolean commented(String text, int at) {
        Matcher comment = COMMENT.matcher(text);
        while (comment.find()) {
            if (comment.start() <= at && at < comment.end()) {
                return true;
            }
        }
        return false;
    }

    private static String type(String text) {
        Matcher type = TYPE.matcher(text);
        return type.find() ? unquoted(type.group(1)) : "";
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") || value.startsWith("'") ? value.substring(1, value.length() - 1) : value;
    }

    private static String edited(String text, Target target) {
        String without = replace(UNNEEDED, text, "").replaceAll("(?m)[ \\t]+$", "");
        Matcher store = STORE.matcher(without);
        StringBuilder edited = new StringBuilder();
        boolean agent = text.contains("wardkey-agent");
        while (store.find()) {
            if (commented(without, store.start())) {
                continue;
            }
            // One argument on a line, or all of them in one: as it is there.
            String between = aloneOnItsLine(without, store) ? "\n" : " ";
            store.appendReplacement(
                    edited,
                    Matcher.quoteReplacement(
                            (agent ? "" : "-javaagent:" + target.agent() + "=" + target.configuration() + between)
                                    + "-Djavax.net.ssl.keyStore=NONE" + between
                                    + "-Djavax.net.ssl.keyStoreType=Wardkey"));
            agent = true;
        }
        return store.appendTail(edited).toString();
    }

    private static String replace(Pattern pattern, String text, String by) {
        Matcher matcher = pattern.matcher(text);
        return matcher.replaceAll(
                match -> commented(text, match.start()) ? Matcher.quoteReplacement(match.group()) : by);
    }

    private static boolean aloneOnItsLine(String text, Matcher store) {
        int start = text.lastIndexOf('\n', store.start()) + 1;
        int end = text.indexOf('\n', store.end());
        String line = text.substring(start, end < 0 ? text.length() : end);
        return line.strip().equals(store.group());
    }
}
