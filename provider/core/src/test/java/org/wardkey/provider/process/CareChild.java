package org.wardkey.provider.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** Uses keys that are marked for care, and one that is not, before, while and after the disk is full. */
public final class CareChild {
    private final WardkeyProvider provider;
    private final PrivateKey signer;
    private final PrivateKey counted;
    private final SecretKey stream;
    private final PrivateKey ordinary;
    private long signerUsed;
    private long countedUsed;
    private long streamUsed;

    private CareChild(WardkeyProvider provider) throws GeneralSecurityException {
        this.provider = provider;
        this.signer = pair(care("signer", Purpose.SIGN).build());
        this.counted =
                pair(care("counted", Purpose.SIGN).maximumOperations(20_000_000).build());
        this.ordinary = Managed.generate(provider, "ordinary", OptionalLong.of(1_000_000))
                .getPrivate();
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(care("stream", Purpose.ENCRYPT)
                .audit(AuditGranularity.AGGREGATE)
                .build());
        this.stream = generator.generateKey();
    }

    private static KeyGenParameters.Builder care(String alias, Purpose purpose) {
        return KeyGenParameters.builder(alias, purpose)
                .continuity("Intensive care", Instant.now().plus(Duration.ofDays(1)));
    }

    private PrivateKey pair(KeyGenParameters parameters) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(parameters);
        return generator.generateKeyPair().getPrivate();
    }

    /** Configuration, the file that fills the disk, and for how many seconds. */
    public static void main(String[] arguments) throws Exception {
        WardkeyProvider provider = Managed.provider(arguments[0]);
        new CareChild(provider).run(Path.of(arguments[1]), TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2])));
    }

    private void run(Path filler, long fullNanos) throws Exception {
        useAll();
        Managed.sign(provider, ordinary);
        fill(filler);
        long begun = System.nanoTime();
        System.out.println("ordinary refused " + refusalOfOrdinary());
        long filled = begun;
        while (System.nanoTime() - begun < fullNanos || signerUsed + countedUsed < 110_000) {
            for (int i = 0; i < 100; i++) {
                useAll();
            }
            if (System.nanoTime() - filled > TimeUnit.SECONDS.toNanos(1)) {
                fill(filler);
                filled = System.nanoTime();
            }
        }
        System.out.println("no failure while full");
        System.out.println("full for " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
        System.out.println("used while full " + signerUsed + ", " + countedUsed + ", " + streamUsed);
        Files.delete(filler);
        long emptied = System.nanoTime();
        Conditions.await("a log that can be written", () -> provider.state().equals("READY"));
        useAll();
        Managed.sign(provider, ordinary);
        System.out.println(
                "ordinary signs again, " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - emptied) + " ms after");
        System.out.println("signer used " + signerUsed);
        System.out.println("counted used " + countedUsed);
        System.out.println("stream used " + streamUsed);
    }

    private void useAll() throws GeneralSecurityException {
        Managed.sign(provider, signer);
        signerUsed++;
        Managed.sign(provider, counted);
        countedUsed++;
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, stream);
        streamUsed += cipher.doFinal(Managed.MESSAGE).length == 0 ? 0 : 1;
    }

    /** The log's writer meets the full disk a moment after it is full. */
    private String refusalOfOrdinary() {
        while (true) {
            try {
                Managed.sign(provider, ordinary);
            } catch (GeneralSecurityException | ProviderException e) {
                return Managed.code(e);
            }
        }
    }

    private static void fill(Path filler) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
            file.seek(file.length());
            for (int size = 1 << 20; size > 0; size /= 2) {
                fill(file, new byte[size]);
            }
        }
    }

    private static void fill(RandomAccessFile file, byte[] bytes) throws IOException {
        boolean space = true;
        while (space) {
            long before = file.getFilePointer();
            try {
                file.write(bytes);
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("No space left")) {
                    throw e;
                }
                space = file.getFilePointer() > before && bytes.length > 1;
            }
        }
    }
}
