package org.wardkey.provider.backend.tpm;

import java.util.Arrays;
import org.wardkey.provider.secret.SecretBytes;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * What a home keeps of an object in a TPM: nothing that another TPM could use.
 *
 * <pre>
 * "WKT" (3) | version 1 (1) | authorization value (TPM2B) | public area (TPM2B) | encrypted private area (TPM2B) | Name of the parent (TPM2B)
 * </pre>
 *
 * Big-endian. The authorization value is a secret; the record that holds this is sealed.
 */
final class TpmBlob implements AutoCloseable {
    private static final byte[] HEAD = {'W', 'K', 'T', 1};
    private static final int LONGEST_VALUE_BYTES = 64;

    private final byte[] authValue;
    private final Public area;
    private final byte[] encrypted;
    private final Name parent;

    /** Takes all of them over. */
    TpmBlob(byte[] authValue, Public area, byte[] encrypted, Name parent) {
        this.authValue = authValue;
        this.area = area;
        this.encrypted = encrypted;
        this.parent = parent;
    }

    /**
     * Reads one.
     *
     * @throws TpmFormatException if it is none
     */
    static TpmBlob read(SecretBytes material) {
        return material.use(bytes -> TpmReader.readAll(bytes, "a key of a TPM", in -> {
            if (!Arrays.equals(in.bytes(HEAD.length, "head"), HEAD)) {
                throw new TpmFormatException("head: expected that of a key of a TPM in version 1, got another");
            }
            return new TpmBlob(
                    in.sized(LONGEST_VALUE_BYTES, "authorization value"),
                    in.sized("TPM2B_PUBLIC", Public::read),
                    in.sized("TPM2B_PRIVATE"),
                    Name.read(in, "Name of the parent"));
        }));
    }

    SecretBytes toSecret() {
        try (TpmWriter out = new TpmWriter()) {
            out.bytes(HEAD)
                    .sized(authValue)
                    .sized(area::writeTo)
                    .sized(encrypted)
                    .put(parent);
            return SecretBytes.take(out.toBytes());
        }
    }

    byte[] authValue() {
        return authValue;
    }

    Public area() {
        return area;
    }

    byte[] encrypted() {
        return encrypted;
    }

    Name parent() {
        return parent;
    }

    @Override
    public void close() {
        Arrays.fill(authValue, (byte) 0);
    }
}
