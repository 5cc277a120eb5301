package org.wardkey.provider.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code -javaagent:wardkey-agent.jar=CONFIGURATION[,strict]}: Wardkey is the JVM's first provider before the application's
 * {@code main}, or the JVM does not run.
 *
 * <p>A line in {@code java.security} finds a provider on the class path only, and one that is not found is left out without a
 * word: in an executable jar of Spring Boot, or below {@code WEB-INF/lib}, it never is. The JVM puts this jar and those that
 * its manifest names on the class path by itself.
 *
 * <p>With {@code strict} a configuration that is not usable keeps the JVM from running, too; otherwise it locks managed keys.
 */
public final class WardkeyAgent {
    /** What follows the configuration's path. */
    private static final String STRICT = ",strict";

    private static final int EXIT_REFUSED = 3;

    /** One class of each jar without which managed keys do not work. */
    private static final List<String> NEEDED = List.of(
            "org.wardkey.provider.WardkeyProvider",
            "org.wardkey.nativebridge.NativeLinker",
            "com.typesafe.config.Config",
            "org.sqlite.JDBC");

    private WardkeyAgent() {}

    /**
     * Called by the JVM before the application.
     *
     * @param arguments the configuration's path, which {@code ,strict} may follow; null or empty for none
     */
    public static void premain(@Nullable String arguments) {
        String given = arguments == null ? "" : arguments.strip();
        boolean strict = given.endsWith(STRICT);
        String configuration = strict ? given.substring(0, given.length() - STRICT.length()) : given;
        for (String needed : NEEDED) {
            if (ClassLoader.getSystemResource(needed.replace('.', '/') + ".class") == null) {
                refuse("expected the class " + needed
                        + " in the jars beside wardkey-agent.jar, found none. Lay out all the"
                        + " jars that came with it in one folder.");
            }
        }
        try {
            Placement.first(configuration, strict);
        } catch (RuntimeException | LinkageError e) {
            refuse(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** An exception would do as well, below a stack trace that nobody reads to its end. */
    @SuppressWarnings("SystemOut") // the last word of the process
    private static void refuse(String problem) {
        System.err.println("Wardkey: this JVM does not run, its agent could not put Wardkey in place: " + problem);
        Runtime.getRuntime().halt(EXIT_REFUSED);
    }
}
