package org.wardkey.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * {@code KDA HKDF}: the two-step key derivation of SP 800-56C with HKDF's functions.
 *
 * <p>Source: ACVP specification "KDA HKDF"; SP 800-56C r2 §5; RFC 5869.
 */
final class AcvpHkdf implements AcvpFamily {
    private static final String LITERAL = "literal[";

    @Override
    public String name() {
        return "HKDF";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject configuration = question.group().object("kdfConfiguration");
        JsonObject parameter = question.test().object("kdfParameter");
        String digest = configuration.text("hmacAlg");
        int bits = configuration.size("l");
        if (bits % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        if (!HkdfCalls.available()) {
            return Response.notExpressible(HkdfCalls.unavailable());
        }
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsidePlainDigest(Names.digest(digest)),
                question.subject().missing("KDF", HkdfCalls.algorithm(digest)));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        Optional<byte[]> info = info(question, configuration, parameter);
        if (info.isEmpty()) {
            return Response.outside("KDA fixed information " + configuration.textOr("fixedInfoPattern", ""));
        }
        byte[] key = parameter.hex("z");
        byte[] salt = parameter.hexOrEmpty("salt");
        Attempt<byte[]> attempt = Attempt.of(
                () -> HkdfCalls.derive(question.subject().provider(), digest, key, salt, info.get(), bits / Byte.SIZE));
        if (!question.group().text("testType").equals("VAL") || !(attempt instanceof Attempt.Returned<byte[]> came)) {
            return Response.octets("dkm", attempt);
        }
        return Response.of(
                Fields.passed(Arrays.equals(came.value(), question.test().hex("dkm"))));
    }

    /** The parts of the pattern, one behind the other; empty when one of them is not known. */
    private static Optional<byte[]> info(Question question, JsonObject configuration, JsonObject parameter)
            throws VectorFormatException {
        if (!configuration.textOr("fixedInfoEncoding", "concatenation").equals("concatenation")) {
            return Optional.empty();
        }
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        for (String part : configuration.textOr("fixedInfoPattern", "").split("\\|\\|")) {
            Optional<byte[]> octets = part(question, configuration, parameter, part);
            if (octets.isEmpty()) {
                return Optional.empty();
            }
            info.writeBytes(octets.get());
        }
        return Optional.of(info.toByteArray());
    }

    private static Optional<byte[]> part(Question question, JsonObject configuration, JsonObject parameter, String part)
            throws VectorFormatException {
        if (part.startsWith(LITERAL) && part.endsWith("]")) {
            return Optional.of(HexFormat.of().parseHex(part.substring(LITERAL.length(), part.length() - 1)));
        }
        return switch (part) {
            case "uPartyInfo" -> Optional.of(party(question.test().object("fixedInfoPartyU")));
            case "vPartyInfo" -> Optional.of(party(question.test().object("fixedInfoPartyV")));
            case "l" ->
                Optional.of(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(configuration.size("l"))
                        .array());
            case "t", "context", "label", "algorithmId" -> Optional.of(parameter.hexOrEmpty(part));
            default -> Optional.empty();
        };
    }

    private static byte[] party(JsonObject party) throws VectorFormatException {
        return Encodings.concat(party.hex("partyId"), party.hexOrEmpty("ephemeralData"));
    }
}
