package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides passwords in lines of settings files; rather too much than too little. */
final class Passwords {
    private static final String HIDDEN = "********";
    private static final String NAME = "(?<name>[\\w.:-]*(?i:pass|pwd|secret|pin)[\\w.:-]*?\\s*[=:]\\s*)";
    private static final Pattern QUOTED = Pattern.compile(NAME + "(?<value>\"[^\"]*\"|'[^']*')");
    private static final Pattern ARGUMENT =
            Pattern.compile("(?<name>-D[\\w.-]*(?i:pass)[\\w.-]*=)(?<value>[^\\s\"']+)");
    /** To the end of the line: a value may have blanks. */
    private static final Pattern SETTING =
            Pattern.compile("^(?<name>[+-] *[\\w.-]*(?i:pass|pwd|secret|pin)[\\w.-]*\\s*[=: ]\\s*)(?<value>\\S.*)$");

    private Passwords() {}

    /** Hides them in lines of a difference; a value may go on in the lines below. */
    static List<String> hide(List<String> lines) {
        List<String> hidden = new ArrayList<>();
        boolean goesOn = false;
        for (String line : lines) {
            String shown = goesOn ? line.charAt(0) + " " + HIDDEN : hide(line);
            goesOn = line.endsWith("\\") && !shown.equals(line);
            hidden.add(shown);
        }
        return hidden;
    }

    private static String hide(String line) {
        String hidden = line;
        for (Pattern pattern : new Pattern[] {QUOTED, ARGUMENT, SETTING}) {
            Matcher matcher = pattern.matcher(hidden);
            hidden = matcher.replaceAll(match -> Matcher.quoteReplacement(
                    match.group(1) + (isPlaceholder(match.group(2)) ? match.group(2) : HIDDEN)));
        }
        return hidden;
    }

    /** What is no password: it means nothing, or says where one is. */
    private static boolean isPlaceholder(String value) {
        return value.equals(StoreSettings.UNUSED) || value.equals(HIDDEN);
    }
}
