package org.wardkey.conformance;

import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-XTS on one data unit. The key is both AES keys behind each other, the initialisation vector the tweak: 16 bytes,
 * a data unit's number in little endian.
 *
 * <p>Source: IEEE 1619 §5.1; SP 800-38E.
 */
final class AcvpXts implements AcvpFamily {
    private static final String TRANSFORMATION = "AES/XTS/NoPadding";

    @Override
    public String name() {
        return "AES-XTS";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        Optional<Verdict> outside = Question.firstOutside(
                question.subject().missing("Cipher", TRANSFORMATION),
                question.capability().outsideAesKey(group.size("keyLen")));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        boolean encrypt = group.text("direction").equals("encrypt");
        byte[] input = test.hex(encrypt ? "pt" : "ct");
        JsonObject lengths = test.has("payloadLen") ? test : group;
        int bits = lengths.has("payloadLen") ? lengths.size("payloadLen") : input.length * Byte.SIZE;
        int unitBits = lengths.has("dataUnitLen") ? lengths.size("dataUnitLen") : bits;
        if (bits % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        if (unitBits < bits) {
            return Response.outside("XTS over several data units");
        }
        byte[] key = test.hex("key");
        byte[] tweak = test.has("tweakValue") ? test.hex("tweakValue") : littleEndian(test.integer("sequenceNumber"));
        CallPattern pattern = question.pattern();
        return Response.octets(encrypt ? "ct" : "pt", Attempt.of(() -> {
            Cipher cipher = question.subject().cipher(TRANSFORMATION, pattern);
            cipher.init(
                    encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(tweak));
            return BlockMode.finish(cipher, pattern, input);
        }));
    }

    private static byte[] littleEndian(long number) {
        byte[] tweak = new byte[BlockMode.BLOCK_BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            tweak[i] = (byte) (number >> (Byte.SIZE * i));
        }
        return tweak;
    }
}
