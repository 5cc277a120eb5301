package org.wardkey.sdk.cli;

import org.wardkey.provider.WardkeyProvider;
import picocli.CommandLine.IVersionProvider;

/** Says the versions of Wardkey and of the JVM. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"wardkey " + new WardkeyProvider().getVersionStr() + ", Java " + Runtime.version()};
    }
}
