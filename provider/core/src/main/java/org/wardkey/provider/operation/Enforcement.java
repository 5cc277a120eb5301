package org.wardkey.provider.operation;

/** Who holds a rule of a key. */
public enum Enforcement {
    /** The chip itself refuses. */
    HARDWARE,
    /** Wardkey's gate refuses, in this process. */
    PROVIDER,
    /** Nobody refuses: the rule is recorded and reported only. */
    ADVISORY
}
