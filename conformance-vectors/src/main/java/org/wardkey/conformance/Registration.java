package org.wardkey.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.security.Provider;
import java.util.List;
import java.util.Map;

/**
 * An ACVP registration: the algorithms that a provider shows to do and this module can answer for, in the form in which
 * a client posts them to a server. A draft for a person to edit: a provider cannot say which modes a certificate needs.
 */
public final class Registration {
    private final List<Map<String, Object>> algorithms;

    private Registration(List<Map<String, Object>> algorithms) {
        this.algorithms = algorithms;
    }

    /**
     * Lists what a provider does.
     *
     * @param provider the provider
     * @param capability what it does, for example by {@link CapabilityProbe}
     */
    public static Registration of(Provider provider, Capability capability) {
        return new Registration(entries(new Engines(provider), capability));
    }

    static List<Map<String, Object>> entries(Engines engines, Capability capability) {
        RegistrationEntries entries = new RegistrationEntries(engines, capability);
        HashRegistration.add(entries);
        CipherRegistration.add(entries);
        SignatureRegistration.add(entries);
        LatticeRegistration.add(entries);
        AgreementRegistration.add(entries);
        LegacyRegistration.add(entries);
        return entries.algorithms();
    }

    /** How many algorithms it holds. */
    public int algorithms() {
        return algorithms.size();
    }

    /**
     * Writes the registration as JSON.
     *
     * @param out the stream; it stays open
     * @throws IOException when it cannot be written
     */
    public void writeTo(OutputStream out) throws IOException {
        JsonGenerator json = VectorFile.JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        RegistrationEntries.write(json, List.of(Map.of("acvVersion", "1.0"), Map.of("algorithms", algorithms)));
        json.writeRaw('\n');
        json.flush();
    }
}
