package org.wardkey.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.backend.tpm.TpmLifetime;

/** The public key of who signs windows, as {@code openssl pkey -pubout} writes it. */
final class PublicKeyFile {
    private static final int LARGEST_BYTES = 8192;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private PublicKeyFile() {}

    /**
     * Reads a key on P-256 or P-384.
     *
     * @throws IOException if it cannot be read or is none; the message says which
     */
    static ECPublicKey read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("expected the file " + file + ", found none.");
        }
        if (Files.size(file) > LARGEST_BYTES) {
            throw none(file, null);
        }
        Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!pem.matches()) {
            throw none(file, null);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            KeyFactory factory = KeyFactory.getInstance("EC", JdkProviders.SUN_EC.provider());
            if (factory.generatePublic(new X509EncodedKeySpec(encoded)) instanceof ECPublicKey key
                    && TpmLifetime.takes(key)) {
                return key;
            }
            throw none(file, null);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw none(file, e);
        }
    }

    private static IOException none(Path file, @Nullable Exception cause) {
        return new IOException(
                "expected a public key of EC on P-256 or P-384 as \"-----BEGIN PUBLIC KEY-----\" in " + file
                        + ", got another.",
                cause);
    }
}
