package org.wardkey.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides Wycheproof's {@code acceptable} tests by their flags.
 *
 * <p>Most flags mark a case in which good implementations differ: either answer passes, but an answer that is given
 * must be the right one. The flags listed as refuse or accept are those for which a standard decides. When flags
 * disagree, refusing wins over accepting, and both win over either.
 */
final class FlagPolicy {
    /** What a provider has to do. */
    enum Demand {
        ACCEPT,
        EITHER,
        REFUSE
    }

    private record Rule(String flag, Demand demand, String reason) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "ZeroSharedSecret",
                    Demand.REFUSE,
                    "RFC 8446 §7.4.2, SP 800-56A §5.7.1.2: an all-zero secret is an error"),
            new Rule("Twist", Demand.ACCEPT, "RFC 7748 §5: X25519 takes any 32 bytes, points of the twist included"),
            new Rule(
                    "NonCanonicalPublic",
                    Demand.ACCEPT,
                    "RFC 7748 §5: values 2^255-19 to 2^255-1 are accepted, reduced"),
            new Rule("LowOrderPublic", Demand.EITHER, "refusing by order or by the zero result are both right"),
            new Rule("ShortKey", Demand.EITHER, "RFC 3394 §2 and SP 800-38F §5.3.1 start at 128 bits; some wrap 64"),
            new Rule("InvalidAsn", Demand.EITHER, "BER where DER is due: leniency does not change the key"),
            new Rule("InvalidPem", Demand.EITHER, "as InvalidAsn, inside PEM"),
            new Rule("UnnamedCurve", Demand.EITHER, "RFC 5480 §2.1.1: explicit parameters must not be used in PKIX"),
            new Rule("UnusedParam", Demand.EITHER, "the altered parameter does not enter the computation"),
            new Rule("WrongOrder", Demand.EITHER, "the altered parameter does not enter the computation"),
            new Rule("ModifiedGenerator", Demand.EITHER, "the altered parameter does not enter the computation"),
            new Rule("ModifiedCofactor", Demand.EITHER, "the altered parameter does not enter the computation"),
            new Rule("ModifiedCurveParameter", Demand.EITHER, "the altered parameter does not enter the computation"),
            new Rule("NoCofactor", Demand.EITHER, "RFC 3279 §2.3.5: the cofactor is optional"),
            new Rule("CompressedPublic", Demand.EITHER, "RFC 5480 §2.2: support for compressed points is optional"),
            new Rule("CompressedPoint", Demand.EITHER, "RFC 5480 §2.2: support for compressed points is optional"),
            new Rule("MissingNull", Demand.EITHER, "RFC 8017 A.2.4: verifiers may accept absent parameters"),
            new Rule("SmallModulus", Demand.EITHER, "a matter of policy (SP 800-131A), not of the algorithm"),
            new Rule("SmallPublicKey", Demand.EITHER, "FIPS 186-5 A.1.1 wants e above 2^16; RFC 8017 allows 3"),
            new Rule("WeakHash", Demand.EITHER, "a matter of policy (SP 800-131A), not of the algorithm"));
    private static final Map<String, Demand> DEMANDS = demands();

    private FlagPolicy() {}

    /** What the provider has to do with this Wycheproof test. */
    static Demand demand(JsonObject test) throws VectorFormatException {
        String result = test.text("result");
        return switch (result) {
            case "valid" -> Demand.ACCEPT;
            case "invalid" -> Demand.REFUSE;
            case "acceptable" -> acceptable(test.texts("flags"));
            default -> throw new VectorFormatException(test.where(), "unknown result " + result);
        };
    }

    private static Demand acceptable(List<String> flags) {
        List<Demand> demands = flags.stream()
                .map(flag -> DEMANDS.getOrDefault(flag, Demand.EITHER))
                .toList();
        if (demands.contains(Demand.REFUSE)) {
            return Demand.REFUSE;
        }
        return demands.contains(Demand.ACCEPT) ? Demand.ACCEPT : Demand.EITHER;
    }

    private static Map<String, Demand> demands() {
        Map<String, Demand> demands = new HashMap<>();
        RULES.forEach(rule -> demands.put(rule.flag(), rule.demand()));
        return Map.copyOf(demands);
    }
}
