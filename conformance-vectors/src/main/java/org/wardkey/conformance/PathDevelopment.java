package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path from a target to an anchor along issuer names, for a validator to refuse: it takes no care to find a valid
 * one. Of several certificates of the right name it takes the first whose key verifies, anchors before others.
 */
final class PathDevelopment {
    private static final int LENGTH_MAX = 32;

    private PathDevelopment() {}

    /** The path, target first and without the anchor; empty when names lead to no anchor. */
    static Optional<List<X509Certificate>> of(
            List<X509Certificate> anchors, List<X509Certificate> others, X509Certificate target) {
        List<X509Certificate> path = new ArrayList<>(List.of(target));
        while (path.size() <= LENGTH_MAX) {
            X509Certificate last = path.get(path.size() - 1);
            List<X509Certificate> issuers = issuers(anchors, last);
            List<X509Certificate> more = issuers(others, last);
            more.removeAll(path);
            if (verifies(issuers, last).isPresent()) {
                return Optional.of(path);
            }
            Optional<X509Certificate> next = verifies(more, last);
            if (next.isEmpty() && !issuers.isEmpty()) {
                return Optional.of(path);
            }
            if (next.isEmpty() && more.isEmpty()) {
                return Optional.empty();
            }
            path.add(next.orElseGet(() -> more.get(0)));
        }
        return Optional.empty();
    }

    private static List<X509Certificate> issuers(List<X509Certificate> certificates, X509Certificate issued) {
        return new ArrayList<>(certificates.stream()
                .filter(certificate -> certificate.getSubjectX500Principal().equals(issued.getIssuerX500Principal()))
                .toList());
    }

    private static Optional<X509Certificate> verifies(List<X509Certificate> issuers, X509Certificate issued) {
        return issuers.stream().filter(issuer -> verifies(issuer, issued)).findFirst();
    }

    private static boolean verifies(X509Certificate issuer, X509Certificate issued) {
        try {
            issued.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            // Any failure means the same here: this key did not sign it.
            return false;
        }
    }
}
