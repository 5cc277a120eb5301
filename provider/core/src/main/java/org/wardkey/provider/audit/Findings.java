package org.wardkey.provider.audit;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a log, in bounded memory. Not thread-safe. */
final class Findings {
    private static final int MAXIMUM = 1_000;

    private final List<AuditVerifier.Finding> found = new ArrayList<>();
    private long further;

    void add(String file, long line, long sequence, String problem) {
        if (found.size() < MAXIMUM) {
            found.add(new AuditVerifier.Finding(file, line, sequence, problem));
        } else {
            further++;
        }
    }

    /** A finding about the log as a whole. */
    void add(long sequence, String problem) {
        add("", 0, sequence, problem);
    }

    List<AuditVerifier.Finding> list() {
        List<AuditVerifier.Finding> all = new ArrayList<>(found);
        if (further > 0) {
            all.add(new AuditVerifier.Finding("", 0, 0, "And " + further + " further findings."));
        }
        return all;
    }
}
