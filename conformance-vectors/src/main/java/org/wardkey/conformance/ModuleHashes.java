package org.wardkey.conformance;

import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/** The module wrapper's commands of hash functions, message authentication and key derivation. */
final class ModuleHashes {
    /** ACVP's names. */
    static final List<String> DIGESTS = List.of(
            "SHA-1",
            "SHA2-224",
            "SHA2-256",
            "SHA2-384",
            "SHA2-512",
            "SHA2-512/224",
            "SHA2-512/256",
            "SHA3-224",
            "SHA3-256",
            "SHA3-384",
            "SHA3-512");

    private static final JsonObject FUNCTIONAL = ModuleCall.object("testType", "AFT");

    private ModuleHashes() {}

    static void addTo(Map<String, ModuleCommand> commands) {
        for (String digest : DIGESTS) {
            commands.put(digest, ModuleCommand.of("message", call -> digest(call, digest)));
            commands.put(digest + "/MCT", ModuleCommand.of("seed", call -> rounds(call, digest)));
            commands.put("HMAC-" + digest, ModuleCommand.of("message, key", call -> hmac(call, digest)));
        }
        for (String shake : List.of("SHAKE-128", "SHAKE-256")) {
            ModuleCommand command = ModuleCommand.of("message, output bytes", call -> shake(call, shake));
            commands.put(shake, command);
            commands.put(shake + "/VOT", command);
            commands.put(
                    shake + "/MCT",
                    ModuleCommand.of(
                            "seed, shortest output bytes, longest output bytes, output bytes",
                            call -> shakeRounds(call, shake)));
        }
        commands.put("CMAC-AES", ModuleCommand.of("output bytes, key, message", ModuleHashes::cmac));
        commands.put("CMAC-AES/verify", ModuleCommand.of("key, message, MAC", ModuleHashes::cmacVerify));
        commands.put("PBKDF", ModuleCommand.of("hash name, key bits, salt, password, iterations", ModuleHashes::pbkdf));
    }

    private static List<byte[]> digest(ModuleCall call, String digest)
            throws ModuleProtocolException, VectorFormatException {
        byte[] message = call.bytes(0);
        return call.octets(call.ask(digest, "", FUNCTIONAL, "len", message.length * Byte.SIZE, "msg", message), "md");
    }

    /** The tool makes the 100 outer rounds itself. */
    private static List<byte[]> rounds(ModuleCall call, String digest)
            throws ModuleProtocolException, VectorFormatException {
        String algorithm = Names.digest(digest);
        call.needs("MessageDigest", algorithm);
        byte[] seed = call.bytes(0);
        return List.of(call.call(
                () -> AcvpSha.rounds(call.engines().digest(algorithm, call.pattern()), algorithm, seed, -1)));
    }

    private static List<byte[]> hmac(ModuleCall call, String digest)
            throws ModuleProtocolException, VectorFormatException {
        int macBits = RegistrationEntries.digestBits(Names.digest(digest));
        return call.octets(
                call.ask(
                        "HMAC-" + digest,
                        "",
                        JsonObject.EMPTY,
                        "msg",
                        call.bytes(0),
                        "msgLen",
                        call.bytes(0).length * Byte.SIZE,
                        "key",
                        call.bytes(1),
                        "keyLen",
                        call.bytes(1).length * Byte.SIZE,
                        "macLen",
                        macBits),
                "mac");
    }

    private static List<byte[]> shake(ModuleCall call, String shake)
            throws ModuleProtocolException, VectorFormatException {
        byte[] message = call.bytes(0);
        return call.octets(
                call.ask(
                        shake,
                        "",
                        FUNCTIONAL,
                        "len",
                        message.length * Byte.SIZE,
                        "msg",
                        message,
                        "outLen",
                        call.number(1) * Byte.SIZE),
                "md");
    }

    private static List<byte[]> shakeRounds(ModuleCall call, String shake)
            throws ModuleProtocolException, VectorFormatException {
        boolean weak = shake.equals("SHAKE-128");
        int bytes = (weak ? AcvpShake.BITS_128 : AcvpShake.BITS_256) / Byte.SIZE;
        if (call.number(1) != bytes || call.number(2) != bytes || call.number(3) != bytes) {
            throw new ModuleProtocolException(shake + "/MCT: MessageDigest gives " + bytes
                    + " bytes only, and outputs of " + call.number(1) + " to " + call.number(2) + " are asked for");
        }
        String algorithm = weak ? AcvpShake.DIGEST_128 : AcvpShake.DIGEST_256;
        call.needs("MessageDigest", algorithm);
        byte[] seed = call.bytes(0);
        byte[] last = call.call(() -> {
            MessageDigest engine = call.engines().digest(algorithm, call.pattern());
            return AcvpShake.rounds(engine, seed);
        });
        return List.of(last, ModuleMessages.littleEndian(bytes));
    }

    private static List<byte[]> cmac(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        return call.octets(cmac(call, "gen", call.number(0), call.bytes(1), call.bytes(2), new byte[0]), "mac");
    }

    private static List<byte[]> cmacVerify(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        byte[] mac = call.bytes(2);
        return ModuleCall.flag(cmac(call, "ver", mac.length, call.bytes(0), call.bytes(1), mac));
    }

    private static Response.Given cmac(
            ModuleCall call, String direction, int macBytes, byte[] key, byte[] message, byte[] mac)
            throws ModuleProtocolException, VectorFormatException {
        JsonObject group = ModuleCall.object(
                "direction",
                direction,
                "keyLen",
                key.length * Byte.SIZE,
                "msgLen",
                message.length * Byte.SIZE,
                "macLen",
                macBytes * Byte.SIZE);
        return call.ask("CMAC-AES", "", group, "key", key, "message", message, "mac", mac);
    }

    private static List<byte[]> pbkdf(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        return call.octets(
                call.ask(
                        "PBKDF",
                        "",
                        ModuleCall.object("hmacAlg", call.text(0)),
                        "keyLen",
                        call.number(1),
                        "salt",
                        call.bytes(2),
                        "password",
                        call.text(3),
                        "iterationCount",
                        call.number(4)),
                "derivedKey");
    }
}
