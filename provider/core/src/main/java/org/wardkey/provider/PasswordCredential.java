package org.wardkey.provider;

import java.nio.file.Path;
import org.wardkey.provider.sealing.Protector;

/**
 * A credential of the systemd service that the process is: a file in a folder that only this service sees.
 *
 * <p>Source: systemd.exec(5), LoadCredential= and $CREDENTIALS_DIRECTORY.
 *
 * @param name the credential
 */
record PasswordCredential(String name) implements PasswordSource {
    private static final String FOLDER = "CREDENTIALS_DIRECTORY";

    @Override
    public Protector.Password read(String token, boolean first) {
        String folder = System.getenv(FOLDER);
        if (folder == null || folder.isEmpty()) {
            throw PasswordSource.unusable(
                    "The credential " + name + ", which is to have the password of token " + token + ",",
                    "this process has no " + FOLDER + ". Start it as a systemd service with LoadCredential=" + name
                            + ":FILE or LoadCredentialEncrypted=");
        }
        return new PasswordFile(Path.of(folder).resolve(name)).read(token, first);
    }
}
