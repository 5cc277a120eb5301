package org.wardkey.provider.backend.jdk;

import java.security.Key;
import org.wardkey.provider.backend.BackendKey;

/**
 * A key as the JDK's providers take it. Their key objects cannot be zeroed; closing only drops the
 * reference's owner.
 */
final class JdkKey implements BackendKey {
    private final Key key;

    JdkKey(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    @Override
    public void close() {
        // The JDK's keys have no way to be zeroed (destroy throws); the garbage collector gets them.
    }

    @Override
    public String toString() {
        return "JdkKey[" + key.getAlgorithm() + "]";
    }
}
