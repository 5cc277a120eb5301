package org.wardkey.provider.backend.tpm;

import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidParameterSpecException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Template;

/**
 * How the TPM itself ends the use of a token's keys, as the configuration says.
 *
 * @param token the token
 * @param authority who signs windows; EC on P-256 or P-384
 * @param override who opens the keys in an emergency; empty for nobody
 * @param epochIndex the NV index of the counter whose step revokes all windows; the next two are those of overrides and of settings of the clock
 * @param window the file of the window; that of an override is beside it
 */
public record TpmLifetime(
        String token, ECPublicKey authority, Optional<ECPublicKey> override, int epochIndex, Path window) {
    /** In the range of the TCG's registry for owners. */
    public static final int USUAL_INDEX = 0x0180574B;

    /** How many NV indices a token's counters take: the epoch, overrides, and settings of the clock. */
    public static final int COUNTERS = 3;

    /** The last that has room for them. */
    public static final int LAST_INDEX = 0x01FFFFFF - COUNTERS + 1;

    private static final Set<Curve> CURVES = EnumSet.of(Curve.P256, Curve.P384);

    /**
     * Says whether a TPM can verify what a key signs.
     *
     * @param key the public key
     * @return whether it is on P-256 or P-384
     */
    public static boolean takes(ECPublicKey key) {
        try {
            return CURVES.contains(Curve.of(key.getParams()));
        } catch (InvalidParameterSpecException e) {
            return false;
        }
    }

    /** @return the file of an override's window */
    public Path overrideWindow() {
        return window.resolveSibling(window.getFileName() + ".override");
    }

    /** @return the file of what the TPM gave for a lease */
    public Path lease() {
        return window.resolveSibling(token + ".lease");
    }

    Handle index() {
        return new Handle(epochIndex);
    }

    Handle overrideIndex() {
        return new Handle(epochIndex + 1);
    }

    Handle clockIndex() {
        return new Handle(epochIndex + 2);
    }

    static Public verification(ECPublicKey key) {
        try {
            return Template.verification(key);
        } catch (InvalidParameterSpecException e) {
            throw new IllegalArgumentException("Expected a key on P-256 or P-384, got one on another curve.", e);
        }
    }
}
