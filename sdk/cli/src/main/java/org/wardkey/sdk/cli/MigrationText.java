package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.wardkey.sdk.cli.MigrateOptions.Found;
import org.wardkey.sdk.cli.migration.Migration;

/** What becomes of settings files, for people and for programs. Passwords are hidden in both. */
final class MigrationText {
    private MigrationText() {}

    static void print(PrintWriter out, List<Found> found) {
        for (Found one : found) {
            out.println(Printable.text(one.file().toString()) + ": "
                    + one.migration().kind());
            for (String line : one.migration().difference()) {
                out.println("  " + Printable.text(line.replace("\t", "    ")));
            }
        }
        out.println();
        out.println("Besides:");
        int number = 0;
        for (String step : steps(found)) {
            number++;
            out.println("  " + number + ". " + Printable.text(step));
        }
    }

    /** In the order in which they are to be done, each once. */
    private static Set<String> steps(List<Found> found) {
        Set<String> steps = new LinkedHashSet<>();
        for (Found one : found) {
            for (Migration.KeyStoreFile store : one.migration().stores()) {
                steps.add(importOf(store));
            }
        }
        found.forEach(one -> steps.addAll(one.migration().steps()));
        if (found.stream()
                .anyMatch(one -> !one.migration().kind().equals("JVM arguments")
                        && one.migration().changes())) {
            steps.add("Give the program's JVM Wardkey: -javaagent, or the file that wardkey java-security print makes"
                    + " (docs/recipes says which, and where).");
        }
        steps.add("Start the program, and look: wardkey doctor --pid PROCESS.");
        steps.add(
                "Destroy the key store files and their backups: whoever has one still has its keys. Better: make new keys"
                        + " in the token, and let the old certificates run out.");
        return steps;
    }

    private static String importOf(Migration.KeyStoreFile store) {
        String location =
                store.location().startsWith("file:") ? store.location().substring("file:".length()) : store.location();
        String type = store.type().isEmpty() ? "" : " -srcstoretype " + store.type();
        String needs = store.type().toUpperCase(Locale.ROOT).equals("BCFKS")
                ? ", with -providerpath and -providerclass of Bouncy Castle FIPS"
                : "";
        return "Bring its keys in (keytool as in docs/recipes/java-security.md" + needs
                + "): -importkeystore -srckeystore "
                + location + type + " -deststoretype Wardkey -destkeystore NONE -deststorepass unused -destprovidername"
                + " Wardkey-local";
    }

    static void json(PrintWriter out, List<Found> found) {
        Json.write(out, generator -> {
            generator.writeStartObject();
            generator.writeArrayFieldStart("files");
            for (Found one : found) {
                generator.writeStartObject();
                generator.writeStringField("file", one.file().toString());
                generator.writeStringField("kind", one.migration().kind());
                generator.writeBooleanField("changes", one.migration().changes());
                generator.writeArrayFieldStart("difference");
                for (String line : one.migration().difference()) {
                    generator.writeString(line);
                }
                generator.writeEndArray();
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeArrayFieldStart("steps");
            for (String step : steps(found)) {
                generator.writeString(step);
            }
            generator.writeEndArray();
            generator.writeEndObject();
        });
    }
}
