package org.wardkey.conformance;

import java.security.Provider;

/** No provider at hand has XTS by the usual name: the planted fault's own, without the fault. */
final class XtsProvider extends Provider {
    private static final long serialVersionUID = 1L;

    XtsProvider() {
        super("XTS", "1", "XTS over the JDK's ECB");
    }

    @Override
    public Service getService(String type, String algorithm) {
        if (!type.equals("Cipher") || !algorithm.equals("AES/XTS/NoPadding")) {
            return null;
        }
        return new Service(this, type, algorithm, "xts", null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new BrokenModes.Xts(Jdk.providers(), false);
            }
        };
    }
}
