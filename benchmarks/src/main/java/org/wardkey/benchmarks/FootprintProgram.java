package org.wardkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** The programs that {@link Footprint} runs: nothing, one signature of the JDK's, one of Wardkey's, and many. */
public final class FootprintProgram {
    private static final String ALIAS = "first";

    private FootprintProgram() {}

    /**
     * Runs.
     *
     * @param arguments {@code nothing}; {@code providers}; {@code jdk}; {@code wardkey CONFIG};
     *     {@code many CONFIG WARM-UP COUNT PER-SECOND}, with 0 for as many a second as there can be
     * @throws Exception if it cannot
     */
    @SuppressWarnings("SystemOut") // its answer
    public static void main(String[] arguments) throws Exception {
        String answer = switch (arguments[0]) {
            case "nothing" -> "done";
            case "providers" -> "providers=" + Security.getProviders().length;
            case "jdk" -> signedByJdk();
            case "wardkey" -> signedByWardkey(Path.of(arguments[1]));
            case "many" ->
                many(
                        Path.of(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Integer.parseInt(arguments[4]));
            default -> throw new IllegalArgumentException("Expected a program, got " + arguments[0] + ".");
        };
        System.out.println(answer);
    }

    private static String signedByJdk() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        Signature signature = Signature.getInstance("SHA256withECDSA", "SunEC");
        signature.initSign(generator.generateKeyPair().getPrivate());
        return memoryAfter(signature);
    }

    private static String signedByWardkey(Path config) throws GeneralSecurityException, IOException {
        return memoryAfter(signer(config));
    }

    private static String memoryAfter(Signature signature) throws GeneralSecurityException, IOException {
        signature.update(new byte[32]);
        int length = signature.sign().length;
        long rss = status("VmRSS:");
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return "rss=" + rss + " collected=" + status("VmRSS:") + " heap="
                + (runtime.totalMemory() - runtime.freeMemory()) + " length=" + length;
    }

    /** With a key that the first run makes. */
    private static Signature signer(Path config) throws GeneralSecurityException, IOException {
        Provider provider = new WardkeyProvider().configure(config.toString());
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        if (!store.containsAlias(ALIAS)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(KeyGenParameters.builder(ALIAS, Purpose.SIGN).build());
            generator.generateKeyPair();
        }
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign((PrivateKey) store.getKey(ALIAS, null));
        return signature;
    }

    private static String many(Path config, int warmUp, int count, int perSecond)
            throws GeneralSecurityException, IOException {
        Signature signature = signer(config);
        sign(signature, warmUp, perSecond);
        Path home = config.resolveSibling("home");
        long passed = io("wchar:");
        long sent = io("write_bytes:");
        long length = length(home);
        sign(signature, count, perSecond);
        return "passed=" + (io("wchar:") - passed) + " sent=" + (io("write_bytes:") - sent) + " grown="
                + (length(home) - length);
    }

    private static void sign(Signature signature, int count, int perSecond) throws GeneralSecurityException {
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            signature.update(new byte[32]);
            byte[] signed = signature.sign();
            if (signed.length == 0) {
                throw new IllegalStateException("Expected a signature, got none.");
            }
            if (perSecond > 0) {
                long next = began + (i + 1) * (TimeUnit.SECONDS.toNanos(1) / perSecond);
                while (System.nanoTime() < next) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            }
        }
    }

    /** Bytes. Source: proc(5), /proc/pid/status. */
    private static long status(String name) throws IOException {
        return 1024 * number(Path.of("/proc/self/status"), name);
    }

    /** Bytes. Source: proc(5), /proc/pid/io. */
    private static long io(String name) throws IOException {
        return number(Path.of("/proc/self/io"), name);
    }

    private static long number(Path file, String name) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(name)) {
                return Long.parseLong(
                        line.substring(name.length()).replace("kB", "").strip());
            }
        }
        throw new IOException("Expected " + name + " in " + file + ".");
    }

    private static long length(Path home) throws IOException {
        long length = 0;
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                length += Files.size(file);
            }
        }
        return length;
    }
}
