package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.EdDSAParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The module wrapper's commands of keys, signatures and shared secrets. */
final class ModuleKeys {
    private ModuleKeys() {}

    static void addTo(Map<String, ModuleCommand> commands) {
        commands.put("ECDSA/keyGen", ModuleCommand.of("curve", call -> keyGen(call, "ECDSA", "d", "qx", "qy")));
        commands.put("ECDSA/keyVer", ModuleCommand.of("curve, x, y", ModuleKeys::ecdsaKeyVer));
        commands.put(
                "ECDSA/sigGen",
                ModuleCommand.of("curve, private key, hash name, message", call -> ecdsaSign(call, false)));
        commands.put(
                "ECDSA/sigGen/componentTest",
                ModuleCommand.of("curve, private key, hash name, hash value", call -> ecdsaSign(call, true)));
        commands.put(
                "ECDSA/sigVer", ModuleCommand.of("curve, hash name, message, x, y, r, s", ModuleKeys::ecdsaVerify));
        commands.put("EDDSA/keyGen", ModuleCommand.of("curve", call -> keyGen(call, "EDDSA", "d", "q")));
        commands.put("EDDSA/keyVer", ModuleCommand.of("curve, q", ModuleKeys::edwardsKeyVer));
        commands.put(
                "EDDSA/sigGen",
                ModuleCommand.of("curve, seed, message, prehash flag, context", ModuleKeys::edwardsSign));
        commands.put(
                "EDDSA/sigVer",
                ModuleCommand.of("curve, message, q, signature, prehash flag", ModuleKeys::edwardsVerify));
        commands.put("RSA/keyGen", ModuleCommand.of("modulus bits", ModuleKeys::rsaKeyGen));
        for (String digest : ModuleHashes.DIGESTS) {
            for (String type : List.of("pkcs1v1.5", "pss")) {
                String suffix = digest + "/" + type;
                commands.put(
                        "RSA/sigGen/" + suffix,
                        ModuleCommand.of("modulus bits, message, salt bytes?", call -> rsaSign(call, digest, type)));
                commands.put(
                        "RSA/sigVer/" + suffix,
                        ModuleCommand.of("n, e, message, signature", call -> rsaVerify(call, digest, type)));
            }
        }
        for (String curve : List.of("P-256", "P-384", "P-521")) {
            commands.put("ECDH/" + curve, ModuleCommand.of("x, y, private key or empty", call -> agree(call, curve)));
        }
    }

    private static List<byte[]> keyGen(ModuleCall call, String algorithm, String... names)
            throws ModuleProtocolException, VectorFormatException {
        return call.octets(call.ask(algorithm, "keyGen", ModuleCall.object("curve", call.text(0))), names);
    }

    private static List<byte[]> ecdsaKeyVer(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        JsonObject group = ModuleCall.object("curve", call.text(0));
        return ModuleCall.flag(call.ask("ECDSA", "keyVer", group, "qx", call.bytes(1), "qy", call.bytes(2)));
    }

    private static List<byte[]> edwardsKeyVer(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        JsonObject group = ModuleCall.object("curve", call.text(0));
        return ModuleCall.flag(call.ask("EDDSA", "keyVer", group, "q", call.bytes(1)));
    }

    /** The tool gives the private key back that keyGen gave it. */
    private static List<byte[]> ecdsaSign(ModuleCall call, boolean component)
            throws ModuleProtocolException, VectorFormatException {
        String curve = known(call, Names.curve(call.text(0)));
        String hash = component ? "NONE" : Names.digest(call.text(2));
        String algorithm = Names.signature(hash, "ECDSA");
        call.needs("Signature", algorithm);
        byte[] message = call.bytes(3);
        byte[][] values = call.call(() -> {
            PrivateKey key = AgreementCalls.ecPrivate(call.engines(), curve, call.bytes(1));
            byte[] signature =
                    value(SignatureCalls.plain(algorithm).sign(call.engines(), call.pattern(), () -> key, message));
            return Encodings.ofDerSignature(Encodings.fieldBytes(curve), signature);
        });
        return List.of(values);
    }

    private static String known(ModuleCall call, String curve) throws ModuleProtocolException {
        if (!List.of("P-256", "P-384", "P-521", "Ed25519", "Ed448").contains(curve)) {
            throw new ModuleProtocolException("unknown curve " + Verdict.printable(call.text(0))
                    + "; expected P-256, P-384, P-521, ED-25519 or" + " ED-448");
        }
        return curve;
    }

    private static List<byte[]> ecdsaVerify(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        JsonObject group = ModuleCall.object("curve", call.text(0), "hashAlg", call.text(1));
        return ModuleCall.flag(call.ask(
                "ECDSA",
                "sigVer",
                group,
                "message",
                call.bytes(2),
                "qx",
                call.bytes(3),
                "qy",
                call.bytes(4),
                "r",
                call.bytes(5),
                "s",
                call.bytes(6)));
    }

    private static List<byte[]> edwardsSign(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        String curve = known(call, Names.curve(call.text(0)));
        call.needs("Signature", curve);
        boolean preHash = call.bytes(3).length > 0 && call.bytes(3)[0] == 1;
        byte[] context = call.bytes(4);
        SignatureCalls calls = preHash || context.length > 0
                ? SignatureCalls.with(curve, new EdDSAParameterSpec(preHash, context))
                : SignatureCalls.plain(curve);
        byte[] pkcs8 = Encodings.edwardsPrivateKey(curve, call.bytes(1));
        return List.of(call.call(() -> value(calls.sign(
                call.engines(), call.pattern(), () -> call.engines().privateKey(curve, pkcs8), call.bytes(2)))));
    }

    private static List<byte[]> edwardsVerify(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        boolean preHash = call.bytes(4).length > 0 && call.bytes(4)[0] == 1;
        JsonObject group = ModuleCall.object("curve", call.text(0), "preHash", preHash);
        return ModuleCall.flag(call.ask(
                "EDDSA", "sigVer", group, "message", call.bytes(1), "q", call.bytes(2), "signature", call.bytes(3)));
    }

    private static List<byte[]> rsaKeyGen(ModuleCall call) throws ModuleProtocolException, VectorFormatException {
        JsonObject group = ModuleCall.object("modulo", call.number(0), "randPQ", "probable");
        return call.octets(call.ask("RSA", "keyGen", group), "e", "p", "q", "n", "d");
    }

    private static JsonObject rsa(String digest, String type, int bits, int saltBytes) {
        return ModuleCall.object("modulo", bits, "hashAlg", digest, "sigType", type, "saltLen", saltBytes);
    }

    private static int digestBytes(String digest) {
        return RegistrationEntries.digestBits(Names.digest(digest)) / Byte.SIZE;
    }

    private static List<byte[]> rsaSign(ModuleCall call, String digest, String type)
            throws ModuleProtocolException, VectorFormatException {
        int salt = call.count() > 2 ? call.number(2) : digestBytes(digest);
        Response.Given given =
                call.ask("RSA", "sigGen", rsa(digest, type, call.number(0), salt), "message", call.bytes(1));
        return call.octets(given, "n", "e", "signature");
    }

    /** The tool tells no salt length: it is the digest's. */
    private static List<byte[]> rsaVerify(ModuleCall call, String digest, String type)
            throws ModuleProtocolException, VectorFormatException {
        int bits = new BigInteger(1, call.bytes(0)).bitLength();
        JsonObject group = ModuleCall.object(
                "modulo",
                bits,
                "hashAlg",
                digest,
                "sigType",
                type,
                "saltLen",
                digestBytes(digest),
                "n",
                call.bytes(0),
                "e",
                call.bytes(1));
        return ModuleCall.flag(call.ask("RSA", "sigVer", group, "message", call.bytes(2), "signature", call.bytes(3)));
    }

    /**
     * With a key of the provider's own, or a given one; the point of a given key is left empty, since the JCA has no
     * question for it, and the tool does not read it.
     */
    private static List<byte[]> agree(ModuleCall call, String curve)
            throws ModuleProtocolException, VectorFormatException {
        call.needs("KeyAgreement", "ECDH");
        byte[] scalar = call.bytes(2);
        Optional<KeyPair> own = scalar.length > 0
                ? Optional.empty()
                : Optional.of(call.call(() -> call.engines().newCurveKeyPair(curve)));
        byte[] secret = call.call(() -> value(AgreementCalls.agree(
                call.engines(),
                call.pattern(),
                "ECDH",
                () -> own.isPresent()
                        ? own.get().getPrivate()
                        : AgreementCalls.ecPrivate(call.engines(), curve, scalar),
                () -> AgreementCalls.ecPublic(call.engines(), curve, call.bytes(0), call.bytes(1)))));
        if (own.isEmpty()) {
            return List.of(new byte[0], new byte[0], secret);
        }
        Fields point = Encodings.coordinates("q", curve, own.get().getPublic().getEncoded());
        return List.of(point.octets("qx").orElseThrow(), point.octets("qy").orElseThrow(), secret);
    }

    /** What an attempt gave; its refusal goes on. */
    private static byte[] value(Attempt<byte[]> attempt) throws Exception {
        if (attempt instanceof Attempt.Returned<byte[]> returned) {
            return returned.value();
        }
        Throwable thrown = ((Attempt.Refused<byte[]>) attempt).thrown();
        throw thrown instanceof Exception exception ? exception : new IllegalStateException(thrown);
    }
}
