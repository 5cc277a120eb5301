package org.wardkey.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.security.auth.x500.X500Principal;

/**
 * NIST's Public Key Interoperability Test Suite: a zip file with {@code vectors.json}, {@code certs/} and {@code crls/}.
 *
 * <p>Each test has its certificates, its certificate revocation lists, and the certificates of those who sign the
 * lists. Source: PKITS 1.0.1 §4; the time of validation is ours, since the tests are for any time from 2011 to 2030.
 */
final class Pkits {
    private static final String VECTORS = "vectors.json";
    private static final String TIME = "2026-01-01T00:00:00Z";
    private static final int ENTRY_BYTES = 1 << 20;
    private static final String POLICIES = "2.16.840.1.101.3.2.1.48.";
    private static final String NAMED_POLICY = "NIST-test-policy-";
    private static final Family FAMILY = new PathFamily("PKITS");

    private Pkits() {}

    static boolean isPkits(Path zip, String name) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.getEntry(VECTORS) != null
                    && file.stream().anyMatch(entry -> entry.getName().startsWith("certs/"));
        } catch (ZipException e) {
            throw new VectorFormatException(name, "not a zip file, or a damaged one", e);
        }
    }

    static VectorSet set(Path zip, String name) {
        return new VectorSet(name, List.of(zip), visitor -> each(zip, name, visitor));
    }

    private static VectorSet.Counted each(Path zip, String name, VectorSet.Visitor visitor) throws IOException {
        int[] count = {0};
        try (ZipFile file = new ZipFile(zip.toFile())) {
            Archive archive = Archive.read(file, name);
            VectorFile vectors = new VectorFile(name + "/" + VECTORS, () -> Archive.open(file, VECTORS, name));
            vectors.elements("", element -> {
                JsonObject test = test(archive, element, ++count[0]);
                visitor.visit(
                        FAMILY,
                        new VectorTest(
                                JsonObject.EMPTY, JsonObject.EMPTY, test, JsonObject.EMPTY, Question.Projection.NONE));
            });
        } catch (ZipException e) {
            throw new VectorFormatException(name, "damaged: " + e.getMessage(), e);
        }
        return new VectorSet.Counted(FAMILY.name(), count[0]);
    }

    private static JsonObject test(Archive archive, JsonObject element, int number) throws VectorFormatException {
        String where = element.where();
        List<String> path = element.texts("CertPath");
        if (path.size() < 2) {
            throw new VectorFormatException(where, "\"CertPath\" is no anchor with a path");
        }
        List<byte[]> crls = new ArrayList<>();
        for (String name : element.texts("CRLPath")) {
            crls.add(archive.file("crls/" + name, where));
        }
        Map<String, byte[]> others = new LinkedHashMap<>();
        for (String name : path.subList(1, path.size() - 1)) {
            others.put("certs/" + name, archive.file("certs/" + name, where));
        }
        others.putAll(archive.signers(crls, where));
        others.remove("certs/" + path.get(0));
        return new PathTest(number, element.text("Name"), element.truth("ShouldValidate"))
                .octets("trustAnchors", List.of(archive.file("certs/" + path.get(0), where)))
                .octets("certificates", List.copyOf(others.values()))
                .octets("target", archive.file("certs/" + path.get(path.size() - 1), where))
                .octets("crls", crls)
                .text("time", TIME)
                .truth("revocation", true)
                .texts("initialPolicies", policies(element))
                .truth("explicitPolicyRequired", element.truthOr("InitialExplicitPolicy", false))
                .truth("policyMappingInhibited", element.truthOr("InitialPolicyMappingInhibit", false))
                .truth("anyPolicyInhibited", element.truthOr("InitialAnyPolicyInhibit", false))
                .test(where);
    }

    /** Object identifiers; none for any policy. Source: PKITS §3. */
    private static List<String> policies(JsonObject element) throws VectorFormatException {
        List<String> policies = new ArrayList<>();
        for (String name : element.texts("InitialPolicySet")) {
            if (name.equals("anyPolicy")) {
                return List.of();
            }
            if (!name.matches(NAMED_POLICY + "[0-9]{1,2}")) {
                throw new VectorFormatException(element.where(), "unknown policy " + Verdict.printable(name));
            }
            policies.add(POLICIES + name.substring(NAMED_POLICY.length()));
        }
        return policies;
    }

    /** The files of the suite, and its certificates by subject. */
    private record Archive(Map<String, byte[]> files, Map<X500Principal, Map<String, byte[]>> subjects) {
        static Archive read(ZipFile zip, String name) throws IOException {
            Map<String, byte[]> files = new LinkedHashMap<>();
            Map<X500Principal, Map<String, byte[]>> subjects = new LinkedHashMap<>();
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                String entry = entries.nextElement().getName();
                if (entry.endsWith(".crt") || entry.endsWith(".crl")) {
                    try (InputStream stream = open(zip, entry, name)) {
                        files.put(entry, stream.readNBytes(ENTRY_BYTES));
                    }
                }
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                if (file.getKey().endsWith(".crt")) {
                    subjects.computeIfAbsent(subject(file.getValue(), name), subject -> new LinkedHashMap<>())
                            .put(file.getKey(), file.getValue());
                }
            }
            return new Archive(files, subjects);
        }

        static InputStream open(ZipFile zip, String entry, String name) throws IOException {
            ZipEntry found = zip.getEntry(entry);
            InputStream stream = found == null ? null : zip.getInputStream(found);
            if (stream == null) {
                throw new VectorFormatException(name, "no " + Verdict.printable(entry) + " in it");
            }
            return stream;
        }

        byte[] file(String name, String where) throws VectorFormatException {
            byte[] file = files.get(name);
            if (file == null) {
                throw new VectorFormatException(where, "no " + Verdict.printable(name) + " in the zip file");
            }
            return file;
        }

        /** The certificates of those who sign lists. */
        Map<String, byte[]> signers(Collection<byte[]> crls, String where) throws VectorFormatException {
            Map<String, byte[]> signers = new LinkedHashMap<>();
            for (byte[] crl : crls) {
                signers.putAll(subjects.getOrDefault(issuer(crl, where), Map.of()));
            }
            return signers;
        }

        private static X500Principal subject(byte[] certificate, String name) throws VectorFormatException {
            try {
                return ((X509Certificate) CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(certificate)))
                        .getSubjectX500Principal();
            } catch (GeneralSecurityException e) {
                throw new VectorFormatException(name, "a certificate that cannot be read", e);
            }
        }

        private static X500Principal issuer(byte[] crl, String where) throws VectorFormatException {
            try {
                return ((X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(crl)))
                        .getIssuerX500Principal();
            } catch (GeneralSecurityException e) {
                throw new VectorFormatException(where, "a revocation list that cannot be read", e);
            }
        }
    }
}
