package org.wardkey.provider.gate;

/** The state of the provider as far as managed keys go. Plain keys and digests work in every one. */
public enum ProviderState {
    /** Everything works. */
    READY,
    /** The audit log takes no records: managed keys refuse. */
    AUDIT_FULL,
    /** The configuration is not usable, or the home was replaced or deleted while open: managed keys refuse. */
    LOCKED
}
