package org.wardkey.sdk.cli;

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

/** The public key of who signs leases, as {@code wardkey tpm window keygen} and {@code openssl pkey -pubout} print it. */
final class LeaseAuthorityKey {
    private static final int LARGEST_FILE_BYTES = 8192;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private LeaseAuthorityKey() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     * @throws IOException if it cannot be read
     */
    static ECPublicKey read(Path file) throws IOException {
        Matcher pem = PEM.matcher(
                Files.size(file) > LARGEST_FILE_BYTES ? "" : Files.readString(file, StandardCharsets.ISO_8859_1));
        try {
            if (pem.matches()
                    && KeyFactory.getInstance("EC")
                                    .generatePublic(new X509EncodedKeySpec(
                                            Base64.getMimeDecoder().decode(pem.group(1))))
                            instanceof ECPublicKey key) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(expected(file), e);
        }
        throw new IllegalArgumentException(expected(file));
    }

    private static String expected(Path file) {
        return "expected a public key of EC on P-256 or P-384 as -----BEGIN PUBLIC KEY----- in " + file
                + ", got another";
    }
}
