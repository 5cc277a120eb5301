package org.wardkey.provider.audit;

/** Names the program that writes a log. */
final class ProgramName {
    private static final int MAXIMUM_CHARACTERS = 128;

    private ProgramName() {}

    static String ofThisProcess() {
        return of(System.getProperty("sun.java.command", "")) + ", pid "
                + ProcessHandle.current().pid() + ", Java " + Runtime.version();
    }

    /**
     * The main class or the jar, without its folder.
     *
     * @param command what the JVM was started with; only its first word is looked at, since arguments may be
     *     secret
     */
    static String of(String command) {
        int space = command.indexOf(' ');
        String word = space < 0 ? command : command.substring(0, space);
        String program = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
        if (program.isEmpty()) {
            return "embedded JVM";
        }
        return program.length() > MAXIMUM_CHARACTERS ? program.substring(0, MAXIMUM_CHARACTERS) : program;
    }
}
