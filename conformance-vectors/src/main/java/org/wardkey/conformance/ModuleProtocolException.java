package org.wardkey.conformance;

import java.io.IOException;

/** A request that is not of the module wrapper's protocol, or that the provider has no answer to. */
public final class ModuleProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    ModuleProtocolException(String message) {
        super(message);
    }
}
