package org.wardkey.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;

/** The module wrapper's commands of AES. */
final class ModuleCiphers {
    private static final int GCM_IV_BYTES = 12;
    private static final String AEAD = "tag bytes, key, %s, nonce, additional data";

    private ModuleCiphers() {}

    static void addTo(Map<String, ModuleCommand> commands) {
        for (String direction : RegistrationEntries.DIRECTIONS) {
            boolean encrypt = direction.equals("encrypt");
            commands.put(
                    "AES/" + direction,
                    ModuleCommand.of("key, block, iterations", call -> chained(call, BlockMode.ECB, encrypt)));
            commands.put(
                    "AES-CBC/" + direction,
                    ModuleCommand.of("key, input, IV, iterations", call -> chained(call, BlockMode.CBC, encrypt)));
            commands.put(
                    "AES-CTR/" + direction,
                    ModuleCommand.of("key, input, counter, constant 1", call -> counter(call, encrypt)));
            commands.put("AES-XTS/" + direction, ModuleCommand.of("key, input, tweak", call -> xts(call, encrypt)));
        }
        commands.put("AES-GCM/seal", ModuleCommand.of(AEAD.formatted("plaintext"), ModuleCiphers::gcmSeal));
        commands.put("AES-GCM/open", ModuleCommand.of(AEAD.formatted("ciphertext"), ModuleCiphers::gcmOpen));
        commands.put("AES-GCM-randnonce/seal", ModuleCommand.of(AEAD.formatted("plaintext"), ModuleCiphers::ownNonce));
        commands.put(
                "AES-GCM-randnonce/open", ModuleCommand.of(AEAD.formatted("ciphertext"), ModuleCiphers::nonceBehind));
        commands.put("AES-CCM/seal", ModuleCommand.of(AEAD.formatted("plaintext"), ModuleCiphers::ccmSeal));
        commands.put("AES-CCM/open", ModuleCommand.of(AEAD.formatted("ciphertext"), ModuleCiphers::ccmOpen));
        for (String wrap : List.of("AES-KW", "AES-KWP")) {
            commands.put(
                    wrap + "/seal",
                    ModuleCommand.of("(unused), key, plaintext, (unused), (unused)", call -> wrap(call, wrap)));
            commands.put(
                    wrap + "/open",
                    ModuleCommand.of("(unused), key, ciphertext, (unused), (unused)", call -> unwrap(call, wrap)));
        }
    }

    private static JsonObject group(boolean encrypt, byte[] key, Object... more) {
        Object[] fields = new Object[more.length + 6];
        fields[0] = "direction";
        fields[1] = encrypt ? "encrypt" : "decrypt";
        fields[2] = "keyLen";
        fields[3] = key.length * Byte.SIZE;
        fields[4] = "testType";
        fields[5] = "AFT";
        System.arraycopy(more, 0, fields, 6, more.length);
        return ModuleCall.object(fields);
    }

    /** One message, or the inner rounds of a Monte Carlo test on one block; the tool makes the outer ones. */
    private static List<byte[]> chained(ModuleCall call, BlockMode mode, boolean encrypt)
            throws ModuleProtocolException, VectorFormatException {
        byte[] key = call.bytes(0);
        byte[] input = call.bytes(1);
        byte[] iv = mode.hasIv() ? call.bytes(2) : new byte[BlockMode.BLOCK_BYTES];
        int iterations = call.number(mode.hasIv() ? 3 : 2);
        if (iterations > 1) {
            if (input.length != BlockMode.BLOCK_BYTES) {
                throw new ModuleProtocolException("AES-" + mode + ": " + iterations
                        + " iterations go over one block of 16 bytes, and " + input.length + " bytes came");
            }
            call.needs("Cipher", mode.transformation());
            return List.of(call.call(() -> {
                Cipher cipher = call.engines().cipher(mode.transformation(), call.pattern());
                return new AesMonteCarlo(mode, encrypt, cipher).chain(key, iv, input, iterations);
            }));
        }
        byte[] output = single(call, mode, encrypt, iv);
        return List.of(output, new byte[output.length]);
    }

    private static List<byte[]> counter(ModuleCall call, boolean encrypt)
            throws ModuleProtocolException, VectorFormatException {
        if (call.number(3) != 1) {
            throw new ModuleProtocolException("AES-CTR: iterations are always 1, and " + call.number(3) + " came");
        }
        return List.of(single(call, BlockMode.CTR, encrypt, call.bytes(2)));
    }

    private static byte[] single(ModuleCall call, BlockMode mode, boolean encrypt, byte[] iv)
            throws ModuleProtocolException, VectorFormatException {
        byte[] key = call.bytes(0);
        Response.Given given = call.ask(
                "ACVP-AES-" + mode.acvpName(),
                "",
                group(encrypt, key),
                "key",
                key,
                "iv",
                iv,
                encrypt ? "pt" : "ct",
                call.bytes(1));
        return call.octets(given, encrypt ? "ct" : "pt").get(0);
    }

    private static List<byte[]> xts(ModuleCall call, boolean encrypt)
            throws ModuleProtocolException, VectorFormatException {
        byte[] key = call.bytes(0);
        JsonObject group =
                ModuleCall.object("direction", encrypt ? "encrypt" : "decrypt", "keyLen", key.length * Byte.SIZE / 2);
        Response.Given given = call.ask(
                "ACVP-AES-XTS",
                "",
                group,
                "key",
                key,
                "tweakValue",
                call.bytes(2),
                encrypt ? "pt" : "ct",
                call.bytes(1));
        return call.octets(given, encrypt ? "ct" : "pt");
    }

    /** GCM's and CCM's lengths stand in the group. */
    private static JsonObject aead(ModuleCall call, boolean encrypt, String ivGen, byte[] nonce, int textBytes)
            throws ModuleProtocolException {
        return group(
                encrypt,
                call.bytes(1),
                "tagLen",
                call.number(0) * Byte.SIZE,
                "ivLen",
                nonce.length * Byte.SIZE,
                "ivGen",
                ivGen,
                "aadLen",
                call.bytes(4).length * Byte.SIZE,
                "payloadLen",
                textBytes * Byte.SIZE);
    }

    private static List<byte[]> gcmSeal(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        byte[] nonce = call.bytes(3);
        Response.Given given = call.ask(
                "ACVP-AES-GCM",
                "",
                aead(call, true, "external", nonce, call.bytes(2).length),
                "key",
                call.bytes(1),
                "iv",
                nonce,
                "aad",
                call.bytes(4),
                "pt",
                call.bytes(2));
        List<byte[]> parts = call.octets(given, "ct", "tag");
        return List.of(Encodings.concat(parts.get(0), parts.get(1)));
    }

    private static List<byte[]> gcmOpen(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        return gcmOpen(call, call.bytes(3), call.bytes(2));
    }

    private static List<byte[]> gcmOpen(ModuleCall call, byte[] nonce, byte[] sealed)
            throws ModuleProtocolException, VectorFormatException {
        int text = sealed.length - call.number(0);
        if (text < 0) {
            return List.of(ModuleCall.NO, new byte[0]);
        }
        return opened(
                call,
                call.ask(
                        "ACVP-AES-GCM",
                        "",
                        aead(call, false, "external", nonce, text),
                        "key",
                        call.bytes(1),
                        "iv",
                        nonce,
                        "aad",
                        call.bytes(4),
                        "ct",
                        Arrays.copyOf(sealed, text),
                        "tag",
                        Arrays.copyOfRange(sealed, text, sealed.length)));
    }

    private static List<byte[]> opened(ModuleCall call, Response.Given given) throws ModuleProtocolException {
        return given.test().isRefusal()
                ? List.of(ModuleCall.NO, new byte[0])
                : List.of(ModuleCall.YES, call.octets(given, "pt").get(0));
    }

    /** The provider's own nonce goes behind the tag. */
    private static List<byte[]> ownNonce(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        Response.Given given = call.ask(
                "ACVP-AES-GCM",
                "",
                aead(call, true, "internal", new byte[GCM_IV_BYTES], call.bytes(2).length),
                "key",
                call.bytes(1),
                "aad",
                call.bytes(4),
                "pt",
                call.bytes(2),
                "iv",
                "");
        List<byte[]> parts = call.octets(given, "ct", "tag", "iv");
        return List.of(Encodings.concat(parts.get(0), parts.get(1), parts.get(2)));
    }

    private static List<byte[]> nonceBehind(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        byte[] all = call.bytes(2);
        int sealed = all.length - GCM_IV_BYTES;
        if (sealed < 0) {
            return List.of(ModuleCall.NO, new byte[0]);
        }
        return gcmOpen(call, Arrays.copyOfRange(all, sealed, all.length), Arrays.copyOf(all, sealed));
    }

    private static List<byte[]> ccmSeal(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        Response.Given given = ccm(call, true, call.bytes(2).length);
        return call.octets(given, "ct");
    }

    private static List<byte[]> ccmOpen(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        int text = call.bytes(2).length - call.number(0);
        return text < 0 ? List.of(ModuleCall.NO, new byte[0]) : opened(call, ccm(call, false, text));
    }

    private static Response.Given ccm(ModuleCall call, boolean encrypt, int textBytes)
            throws ModuleProtocolException, VectorFormatException {
        return call.ask(
                "ACVP-AES-CCM",
                "",
                aead(call, encrypt, "external", call.bytes(3), textBytes),
                "key",
                call.bytes(1),
                "iv",
                call.bytes(3),
                "aad",
                call.bytes(4),
                encrypt ? "pt" : "ct",
                call.bytes(2));
    }

    private static List<byte[]> wrap(ModuleCall call, String name)
            throws ModuleProtocolException, VectorFormatException {
        byte[] key = call.bytes(1);
        return call.octets(call.ask("ACVP-" + name, "", group(true, key), "key", key, "pt", call.bytes(2)), "ct");
    }

    private static List<byte[]> unwrap(ModuleCall call, String name)
            throws ModuleProtocolException, VectorFormatException {
        byte[] key = call.bytes(1);
        return opened(call, call.ask("ACVP-" + name, "", group(false, key), "key", key, "ct", call.bytes(2)));
    }
}
