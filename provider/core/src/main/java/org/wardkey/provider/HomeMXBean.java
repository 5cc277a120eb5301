package org.wardkey.provider;

import java.util.List;

/**
 * What JMX shows of an open home, as {@code org.wardkey:type=Home,path="..."}. Warnings are also sent as
 * notifications of type {@code org.wardkey.warning}. Nothing can be changed here. Thread-safe.
 */
public interface HomeMXBean {
    /** The type of notifications. */
    String WARNING = "org.wardkey.warning";

    /** @return the canonical path of the home */
    String getPath();

    /** @return what the audit log takes: AVAILABLE, RESERVE, GAP or UNAVAILABLE */
    String getAuditState();

    /** @return how far the time can be believed: TRUSTED, UNTRUSTED or BEHIND */
    String getTimeState();

    /** @return what is wrong with the time and who acts; empty if nothing is */
    String getTimeProblem();

    /** @return the documents of the policy in force, with their versions */
    String getPolicy();

    /** @return the warnings that this process gave, the newest last; at most a hundred */
    List<String> getWarnings();
}
