package org.wardkey.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The module wrapper's commands of ML-KEM and ML-DSA, and of HKDF. */
final class ModuleLattices {
    private static final int HALF_SEED_BYTES = 32;

    private ModuleLattices() {}

    static void addTo(Map<String, ModuleCommand> commands) {
        for (String set : List.of("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024")) {
            commands.put(set + "/keyGen", ModuleCommand.of("seed", call -> kemKeyGen(call, set)));
            commands.put(
                    set + "/encap",
                    ModuleCommand.of(
                            "encapsulation key, randomness",
                            call -> call.octets(
                                    kem(call, set, "encapsulation", "ek", call.bytes(0), "m", call.bytes(1)),
                                    "c",
                                    "k")));
            commands.put(
                    set + "/decap",
                    ModuleCommand.of(
                            "decapsulation key, ciphertext",
                            call -> call.octets(
                                    kem(call, set, "decapsulation", "dk", call.bytes(0), "c", call.bytes(1)), "k")));
            commands.put(
                    set + "/encapKeyCheck",
                    ModuleCommand.of(
                            "encapsulation key",
                            call -> ModuleCall.flag(kem(call, set, "encapsulationKeyCheck", "ek", call.bytes(0)))));
            commands.put(
                    set + "/decapKeyCheck",
                    ModuleCommand.of(
                            "decapsulation key",
                            call -> ModuleCall.flag(kem(call, set, "decapsulationKeyCheck", "dk", call.bytes(0)))));
        }
        for (String set : List.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")) {
            commands.put(set + "/keyGen", ModuleCommand.of("seed", call -> dsaKeyGen(call, set)));
        }
        for (String digest : ModuleHashes.DIGESTS) {
            commands.put(
                    "HKDF/" + digest,
                    ModuleCommand.of("key, salt, information, output bytes", call -> hkdf(call, digest)));
        }
    }

    private static JsonObject group(String set, String function) {
        return ModuleCall.object("parameterSet", set, "function", function);
    }

    private static Response.Given kem(ModuleCall call, String set, String function, Object... test)
            throws ModuleProtocolException, VectorFormatException {
        return call.ask("ML-KEM", "encapDecap", group(set, function), test);
    }

    private static List<byte[]> kemKeyGen(ModuleCall call, String set)
            throws ModuleProtocolException, VectorFormatException {
        byte[] seed = call.bytes(0);
        if (seed.length != 2 * HALF_SEED_BYTES) {
            throw new ModuleProtocolException(
                    set + "/keyGen: a seed has 64 bytes, d and z, and " + seed.length + " came");
        }
        return call.octets(
                call.ask(
                        "ML-KEM",
                        "keyGen",
                        group(set, ""),
                        "d",
                        Arrays.copyOf(seed, HALF_SEED_BYTES),
                        "z",
                        Arrays.copyOfRange(seed, HALF_SEED_BYTES, seed.length)),
                "ek",
                "dk");
    }

    private static List<byte[]> dsaKeyGen(ModuleCall call, String set)
            throws ModuleProtocolException, VectorFormatException {
        return call.octets(call.ask("ML-DSA", "keyGen", group(set, ""), "seed", call.bytes(0)), "pk", "sk");
    }

    private static List<byte[]> hkdf(ModuleCall call, String digest)
            throws ModuleProtocolException, VectorFormatException {
        if (!HkdfCalls.available()) {
            throw new ModuleProtocolException("HKDF/" + digest + ": " + HkdfCalls.unavailable());
        }
        call.needs("KDF", HkdfCalls.algorithm(digest));
        int bytes = call.number(3);
        return List.of(call.call(() -> HkdfCalls.derive(
                call.engines().provider(), digest, call.bytes(0), call.bytes(1), call.bytes(2), bytes)));
    }
}
