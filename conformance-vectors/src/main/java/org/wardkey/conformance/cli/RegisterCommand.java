package org.wardkey.conformance.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.Optional;
import java.util.Set;
import org.wardkey.conformance.CapabilityProbe;
import org.wardkey.conformance.Registration;

/** Writes what a provider shows to do as an ACVP registration. */
final class RegisterCommand implements Command {
    @Override
    public String usage() {
        return """
                register --provider P [--out FILE]   write an ACVP registration of what the provider shows to do
                  --provider P          %s
                  --provider-config C   passed to Provider.configure
                  --out FILE            the registration; default the standard output
                """.formatted(Providers.FORMS);
    }

    @Override
    public Set<String> options() {
        return Set.of("provider", "provider-config", "out");
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        Provider provider =
                Providers.load(arguments.required("provider", Providers.FORMS), arguments.option("provider-config"));
        Optional<Path> target = arguments.file("out");
        arguments.noFiles();
        Registration registration = Registration.of(provider, CapabilityProbe.of(provider));
        if (target.isEmpty()) {
            registration.writeTo(console.out());
            return ExitCodes.PASSED;
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target.get()))) {
            registration.writeTo(out);
        }
        console.say(target.get() + ": " + registration.algorithms() + " algorithms");
        return ExitCodes.PASSED;
    }
}
