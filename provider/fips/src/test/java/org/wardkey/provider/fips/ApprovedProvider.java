package org.wardkey.provider.fips;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wardkey.provider.WardkeyProvider;

/** A provider on a fresh home whose configuration says {@code mode = fips}, as this JVM was told. */
final class ApprovedProvider {
    private ApprovedProvider() {}

    static WardkeyProvider in(Path folder) {
        return with(folder, "mode = fips");
    }

    /** With these lines in the place of the mode. */
    static WardkeyProvider with(Path folder, String lines) {
        return (WardkeyProvider)
                new WardkeyProvider().configure(config(folder, lines).toString());
    }

    static Path config(Path folder, String lines) {
        try {
            return Files.writeString(folder.resolve("wardkey.conf"), "wardkey {\n  home = home\n  " + lines + "\n}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
