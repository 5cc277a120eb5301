package org.wardkey.conformance.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Provider;
import java.util.Set;
import org.wardkey.conformance.CapabilityProbe;
import org.wardkey.conformance.ModuleProtocolException;
import org.wardkey.conformance.ModuleWrapper;

/** Answers BoringSSL's acvptool on the standard streams. */
final class ModuleWrapperCommand implements Command {
    @Override
    public String usage() {
        return """
                modulewrapper --provider P   answer BoringSSL's acvptool on standard input and output
                  --provider P          %s
                  --provider-config C   passed to Provider.configure
                  acvptool takes one program as -wrapper: a script of one line that starts this command
                """.formatted(Providers.FORMS);
    }

    @Override
    public Set<String> options() {
        return Set.of("provider", "provider-config");
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        // Whatever a provider prints must not come between the replies.
        System.setOut(console.err());
        Provider provider =
                Providers.load(arguments.required("provider", Providers.FORMS), arguments.option("provider-config"));
        arguments.noFiles();
        try (InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
                OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            ModuleWrapper.serve(provider, CapabilityProbe.of(provider), in, out);
            return ExitCodes.PASSED;
        } catch (ModuleProtocolException e) {
            console.complain(String.valueOf(e.getMessage()));
            return ExitCodes.FAILED;
        }
    }
}
