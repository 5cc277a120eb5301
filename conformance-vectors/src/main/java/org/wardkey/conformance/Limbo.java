package org.wardkey.conformance;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * x509-limbo, also with the tests of BetterTLS that it takes over: one JSON file with a list of test cases.
 *
 * <p>Peer names and purposes are constraints of the target. Source: x509-limbo's {@code limbo-schema.json}, version 1.
 */
final class Limbo {
    private static final String CASES = "testcases";
    private static final Family FAMILY = new PathFamily("x509-limbo");
    /** Rules that are none of RFC 5280's, and that PKIX parameters cannot turn on. */
    private static final Map<String, String> BEYOND_PKIX = Map.of(
            "pedantic-public-suffix-wildcard", "a list of public suffixes",
            "pedantic-webpki-subscriber-key", "the CA/Browser Forum's rules for keys of subscribers",
            "pedantic-webpki-eku", "the CA/Browser Forum's rules for extended key usage");

    /** The same by the beginning of a test's name. Source: Baseline Requirements of the CA/Browser Forum, §6.1, §7.1. */
    private static final List<String> CERTIFICATE_PROFILE = List.of(
            "webpki::aki::",
            "webpki::cn::",
            "webpki::nc::",
            "webpki::forbidden-",
            "webpki::ee-basicconstraints-ca",
            "webpki::malformed-aia",
            "webpki::san::san-critical-with-nonempty-subject");

    private Limbo() {}

    static boolean isLimbo(VectorFile file) throws IOException {
        return file.hasElements(CASES);
    }

    static VectorSet set(VectorFile file, String name) {
        return new VectorSet(name, file.inputs(), visitor -> {
            int[] count = {0};
            file.elements(CASES, element -> {
                JsonObject test = test(element, ++count[0]);
                visitor.visit(
                        FAMILY,
                        new VectorTest(
                                JsonObject.EMPTY, JsonObject.EMPTY, test, JsonObject.EMPTY, Question.Projection.NONE));
            });
            return new VectorSet.Counted(FAMILY.name(), count[0]);
        });
    }

    private static JsonObject test(JsonObject element, int number) throws VectorFormatException {
        List<byte[]> crls = pems(element, "crls");
        PathTest test = new PathTest(number, element.text("id"), succeeds(element))
                .texts("flags", element.texts("features"))
                .octets("trustAnchors", pems(element, "trusted_certs"))
                .octets("certificates", pems(element, "untrusted_intermediates"))
                .octets("target", pem(element, element.text("peer_certificate")))
                .octets("crls", crls)
                .truth("revocation", !crls.isEmpty())
                .texts("keyUsage", element.texts("key_usage"))
                .texts("extendedKeyUsage", element.texts("extended_key_usage"))
                .texts("names", names(element));
        if (element.has("validation_time")) {
            test.text("time", instant(element));
        }
        if (element.has("max_chain_depth")) {
            test.text("maxPathLength", element.text("max_chain_depth"));
        }
        cannotAsk(element).ifPresent(reason -> test.text("cannotAsk", reason));
        return test.test(element.where());
    }

    private static boolean succeeds(JsonObject element) throws VectorFormatException {
        String result = element.text("expected_result");
        return switch (result) {
            case "SUCCESS" -> true;
            case "FAILURE" -> false;
            default -> throw new VectorFormatException(element.where(), "unknown result " + Verdict.printable(result));
        };
    }

    private static Optional<String> cannotAsk(JsonObject element) throws VectorFormatException {
        if (element.count("signature_algorithms") > 0) {
            return Optional.of("PKIX parameters take no list of signature algorithms");
        }
        for (String feature : element.texts("features")) {
            if (BEYOND_PKIX.containsKey(feature)) {
                return Optional.of("PKIX parameters know nothing of " + BEYOND_PKIX.get(feature));
            }
        }
        String id = element.text("id");
        if (!succeeds(element) && CERTIFICATE_PROFILE.stream().anyMatch(id::startsWith)) {
            return Optional.of("PKIX parameters know nothing of the CA/Browser Forum's profile of certificates");
        }
        // Of two tests that exclude each other, the one of RFC 5280 is asked.
        boolean other = id.startsWith("webpki::") && element.count("conflicts_with") > 0;
        return other
                ? Optional.of("a profile of the Web PKI that contradicts RFC 5280's test of the same name")
                : Optional.empty();
    }

    private static List<String> names(JsonObject element) throws VectorFormatException {
        List<JsonObject> peers = new ArrayList<>(element.objects("expected_peer_names"));
        if (element.has("expected_peer_name")) {
            peers.add(element.object("expected_peer_name"));
        }
        List<String> names = new ArrayList<>();
        for (JsonObject peer : peers) {
            names.add(peer.text("kind") + ":" + peer.text("value"));
        }
        return names;
    }

    private static String instant(JsonObject element) throws VectorFormatException {
        try {
            return OffsetDateTime.parse(element.text("validation_time"))
                    .toInstant()
                    .toString();
        } catch (DateTimeException e) {
            throw new VectorFormatException(element.where(), "\"validation_time\" is no date and time", e);
        }
    }

    private static List<byte[]> pems(JsonObject element, String field) throws VectorFormatException {
        List<byte[]> ders = new ArrayList<>();
        for (String text : element.texts(field)) {
            ders.add(pem(element, text));
        }
        return ders;
    }

    private static byte[] pem(JsonObject element, String text) throws VectorFormatException {
        try {
            return Encodings.pem(text);
        } catch (IllegalArgumentException e) {
            throw new VectorFormatException(element.where(), "no PEM", e);
        }
    }
}
