package org.wardkey.conformance.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a command in a JVM of its own that uses none of the processor's instructions for cryptography, and whose libcrypto
 * uses none.
 *
 * <p>Of HotSpot's flags each version knows some; others are passed over. What the JVM has made of them is in
 * {@link org.wardkey.conformance.Environment}.
 */
final class NoAcceleration {
    private static final List<String> FLAGS = List.of(
            "UseAES",
            "UseAESIntrinsics",
            "UseAESCTRIntrinsics",
            "UseGHASHIntrinsics",
            "UseSHA",
            "UseMD5Intrinsics",
            "UseSHA1Intrinsics",
            "UseSHA256Intrinsics",
            "UseSHA512Intrinsics",
            "UseSHA3Intrinsics",
            "UseChaCha20Intrinsics",
            "UsePoly1305Intrinsics",
            "UseIntPolyIntrinsics",
            "UseKyberIntrinsics",
            "UseDilithiumIntrinsics");

    /**
     * What takes PCLMULQDQ (bit 33) and AES-NI (57) out of the first 64 bits, and SHA (29), VAES (41) and VPCLMULQDQ (42)
     * out of the second; on AArch64 what leaves NEON alone. Sources: OPENSSL_ia32cap(3), OpenSSL's arm_arch.h.
     */
    private static final Map<String, Map<String, String>> LIBCRYPTO = Map.of(
            "amd64", Map.of("OPENSSL_ia32cap", "~0x200000200000000:~0x60020000000"),
            "aarch64", Map.of("OPENSSL_armcap", "0x1"));

    private NoAcceleration() {}

    /**
     * Runs it.
     *
     * @param words the command and its arguments
     * @param console takes what it prints
     * @return its exit code
     * @throws IOException when the JVM does not start
     */
    static int run(List<String> words, Console console) throws IOException {
        List<String> options =
                new ArrayList<>(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UnlockDiagnosticVMOptions"));
        FLAGS.forEach(flag -> options.add("-XX:-" + flag));
        Map<String, String> variables = LIBCRYPTO.getOrDefault(System.getProperty("os.arch", ""), Map.of());
        return new ChildJvm(options, own -> true, Main.class, words).run(variables, console.out());
    }
}
