package org.wardkey.provider.fips;

import java.lang.System.Logger.Level;
import java.security.Key;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;
import org.wardkey.provider.backend.BackendKey;

/** A key as the module holds it. Closing it lets the module zero a private key; secret keys are the JDK's objects. */
final class BcFipsKey implements BackendKey {
    private final Key key;

    BcFipsKey(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    @Override
    public void close() {
        if (key instanceof Destroyable destroyable && key.getClass().getName().startsWith("org.bouncycastle.")) {
            try {
                destroyable.destroy();
            } catch (DestroyFailedException e) {
                // The garbage collector gets it, as it gets every key of the JDK's.
                System.getLogger("org.wardkey.provider").log(Level.DEBUG, "A key of the module was not zeroed");
            }
        }
    }

    @Override
    public String toString() {
        return "BcFipsKey[" + key.getAlgorithm() + "]";
    }
}
