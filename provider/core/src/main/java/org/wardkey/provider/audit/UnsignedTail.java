package org.wardkey.provider.audit;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.provider.audit.AuditEvent.Kind;

/**
 * Records that were behind the last checkpoint when a log was opened: a process was killed before it signed
 * them, or somebody else wrote them. They are taken over, and the log says which they were.
 */
final class UnsignedTail {
    private static final Pattern DETAIL = Pattern.compile("\"kind\":\"" + Kind.TAIL_RECOVERED
            + "\".*\"detail\":\"records ([0-9]{1,18}) to [0-9]{1,18} had no checkpoint\"");

    private UnsignedTail() {}

    static String detail(long first, long last) {
        return "records " + first + " to " + last + " had no checkpoint";
    }

    /** The first of them, if a record says that there were some. */
    static OptionalLong first(String record) {
        Matcher detail = DETAIL.matcher(record);
        return detail.find() ? OptionalLong.of(Long.parseLong(detail.group(1))) : OptionalLong.empty();
    }
}
