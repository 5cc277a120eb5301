package org.wardkey.provider.policy;

/** What an algorithm rule says about what it covers. */
public enum Verdict {
    /** Allowed between the rule's dates, denied outside them. */
    ALLOWED,
    /** Denied between the rule's dates. */
    DENIED,
    /** Between the rule's dates: may verify, decrypt and unwrap, nothing else. */
    LEGACY_ONLY
}
