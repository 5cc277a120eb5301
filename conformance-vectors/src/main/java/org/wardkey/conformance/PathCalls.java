package org.wardkey.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Path building and validation as an application calls them, with everything that a test gives in the parameters.
 *
 * @param engines the provider under test
 * @param test a test as {@link PathTest} writes it
 * @param time the time of validation; empty for now
 */
record PathCalls(Engines engines, JsonObject test, Optional<Instant> time) {
    private static final String PKIX = "PKIX";
    private static final List<String> KEY_USAGES = List.of(
            "digitalSignature",
            "contentCommitment",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly");
    private static final Map<String, String> EXTENDED_KEY_USAGES = Map.of(
            "anyExtendedKeyUsage", "2.5.29.37.0",
            "serverAuth", "1.3.6.1.5.5.7.3.1",
            "clientAuth", "1.3.6.1.5.5.7.3.2",
            "codeSigning", "1.3.6.1.5.5.7.3.3",
            "emailProtection", "1.3.6.1.5.5.7.3.4",
            "timeStamping", "1.3.6.1.5.5.7.3.8",
            "OCSPSigning", "1.3.6.1.5.5.7.3.9");
    /** Numbers of GeneralName's choices. Source: RFC 5280 §4.2.1.6. */
    private static final Map<String, Integer> GENERAL_NAMES = Map.of("RFC822", 1, "DNS", 2, "IP", 7);

    static PathCalls of(Engines engines, JsonObject test) throws VectorFormatException {
        try {
            return new PathCalls(
                    engines, test, test.has("time") ? Optional.of(Instant.parse(test.text("time"))) : Optional.empty());
        } catch (DateTimeParseException e) {
            throw new VectorFormatException(test.where(), "\"time\" is no ISO 8601 instant", e);
        }
    }

    /** What PKIX parameters have no words for; empty when they have. */
    Optional<String> cannotAsk() throws VectorFormatException {
        if (test.has("cannotAsk")) {
            return Optional.of(test.text("cannotAsk"));
        }
        for (String name : test.texts("names")) {
            try {
                withName(new X509CertSelector(), name);
            } catch (IOException e) {
                return Optional.of("X509CertSelector takes no such name: " + e.getMessage());
            }
            if (name.startsWith("DNS:") && hasWildcard()) {
                return Optional.of(
                        "X509CertSelector compares DNS names as they are, and the certificate has a wildcard");
            }
        }
        return Optional.empty();
    }

    private boolean hasWildcard() throws VectorFormatException {
        byte[] target = test.hex("target");
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(target));
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream().anyMatch(name -> name.get(1) instanceof String text && text.contains("*"));
        } catch (CertificateException e) {
            // What the platform cannot read shows no wildcard; the provider under test reads it for itself.
            return false;
        }
    }

    /** The path that the provider finds. */
    Optional<CertPath> built() throws GeneralSecurityException, IOException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors(), target());
        parameters.setMaxPathLength(test.has("maxPathLength") ? test.size("maxPathLength") : -1);
        apply(parameters);
        CertPath path = CertPathBuilder.getInstance(PKIX, engines.provider())
                .build(parameters)
                .getCertPath();
        return Optional.of(path);
    }

    /** The path that names and signatures lead along, valid or not; empty when there is none. */
    Optional<CertPath> developed() throws GeneralSecurityException, IOException {
        Optional<List<X509Certificate>> chain = PathDevelopment.of(
                certificates("trustAnchors"), certificates("certificates"), certificate(test.hex("target")));
        return chain.isEmpty()
                ? Optional.empty()
                : Optional.of(engines.certificates().generateCertPath(chain.get()));
    }

    /** Returns when the provider accepts the path. */
    void validate(CertPath path) throws GeneralSecurityException, IOException {
        if (path.getCertificates().isEmpty()) {
            // The target is an anchor itself: nothing is left to be validated.
            return;
        }
        PKIXParameters parameters = new PKIXParameters(anchors());
        parameters.setTargetCertConstraints(target());
        apply(parameters);
        CertPathValidator.getInstance(PKIX, engines.provider()).validate(path, parameters);
    }

    private void apply(PKIXParameters parameters) throws GeneralSecurityException, VectorFormatException {
        parameters.setRevocationEnabled(test.truthOr("revocation", false));
        time.ifPresent(instant -> parameters.setDate(Date.from(instant)));
        parameters.setInitialPolicies(new HashSet<>(test.texts("initialPolicies")));
        parameters.setExplicitPolicyRequired(test.truthOr("explicitPolicyRequired", false));
        parameters.setPolicyMappingInhibited(test.truthOr("policyMappingInhibited", false));
        parameters.setAnyPolicyInhibited(test.truthOr("anyPolicyInhibited", false));
        List<Object> stored = new ArrayList<>(certificates("certificates"));
        stored.add(certificate(test.hex("target")));
        for (byte[] crl : ders("crls")) {
            stored.add(engines.certificates().generateCRL(new ByteArrayInputStream(crl)));
        }
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(stored)));
    }

    private X509CertSelector target() throws GeneralSecurityException, IOException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(certificate(test.hex("target")));
        List<String> usages = test.texts("keyUsage");
        if (!usages.isEmpty()) {
            boolean[] wanted = new boolean[KEY_USAGES.size()];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = usages.contains(KEY_USAGES.get(i));
            }
            target.setKeyUsage(wanted);
        }
        Set<String> purposes = new LinkedHashSet<>();
        test.texts("extendedKeyUsage")
                .forEach(purpose -> purposes.add(EXTENDED_KEY_USAGES.getOrDefault(purpose, purpose)));
        if (!purposes.isEmpty()) {
            target.setExtendedKeyUsage(purposes);
        }
        for (String name : test.texts("names")) {
            withName(target, name);
        }
        return target;
    }

    private static void withName(X509CertSelector selector, String name) throws IOException {
        int colon = name.indexOf(':');
        String kind = name.substring(0, Math.max(0, colon));
        Integer choice = GENERAL_NAMES.get(kind);
        if (choice == null) {
            throw new IOException("kind " + kind);
        }
        selector.addSubjectAlternativeName(choice, name.substring(colon + 1));
    }

    private Set<TrustAnchor> anchors() throws GeneralSecurityException, VectorFormatException {
        Set<TrustAnchor> anchors = new LinkedHashSet<>();
        certificates("trustAnchors").forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
        return anchors;
    }

    private List<X509Certificate> certificates(String field) throws GeneralSecurityException, VectorFormatException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : ders(field)) {
            certificates.add(certificate(der));
        }
        return certificates;
    }

    private List<byte[]> ders(String field) throws VectorFormatException {
        return test.texts(field).stream().map(HexFormat.of()::parseHex).toList();
    }

    private X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate) engines.certificates().generateCertificate(new ByteArrayInputStream(der));
    }
}
