package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.wardkey.sdk.cli.MigrateOptions.Found;
import org.wardkey.sdk.cli.migration.Change;
import org.wardkey.sdk.cli.migration.Migration;

/** What is to become of settings files, for people and for programs. */
final class MigrationText {
    private MigrationText() {}

    static void print(PrintWriter out, List<Found> found) {
        for (Found one : found) {
            out.println(Printable.text(one.file().toString()) + ": "
                    + one.migration().kind());
            for (Change change : one.migration().changes()) {
                out.println("  line " + change.line() + ": " + Printable.text(change.setting() + ": " + change.what()));
            }
        }
        besides(out, found);
    }

    /** What is to be done that no command does. */
    static void besides(PrintWriter out, List<Found> found) {
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
                if (!store.location().isBlank()) {
                    steps.add(importOf(store));
                }
            }
        }
        found.forEach(one -> steps.addAll(one.migration().steps()));
        if (found.stream()
                .anyMatch(one -> !one.migration().kind().equals("JVM arguments")
                        && !one.migration().changes().isEmpty())) {
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
        String type = store.type().isEmpty() ? "" : " -srcstoretype " + store.type();
        String needs = store.type().toUpperCase(Locale.ROOT).equals("BCFKS")
                ? ", with -providerpath and -providerclass of Bouncy Castle FIPS"
                : "";
        return "Bring the keys of " + store.location() + " in (keytool as in docs/recipes/java-security.md" + needs
                + "): -importkeystore -srckeystore FILE"
                + type + " -deststoretype Wardkey -destkeystore NONE -deststorepass unused -destprovidername"
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
                generator.writeArrayFieldStart("changes");
                for (Change change : one.migration().changes()) {
                    generator.writeStartObject();
                    generator.writeNumberField("line", change.line());
                    generator.writeStringField("setting", change.setting());
                    generator.writeStringField("what", change.what());
                    generator.writeEndObject();
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
