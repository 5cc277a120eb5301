package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** Managed keys that want an engine in constant time where there is none: refused, and the log says so, as of every refusal. */
class UnservedUseTest {
    private static final long SOON_NANOS = 20_000_000_000L;

    @TempDir
    private Path folder;

    private TestHome home;
    private WardkeyProvider wardkey;

    @BeforeEach
    void withoutLibcrypto() {
        home = TestHome.with(folder, "home = home\nlibcrypto { path = \"/nonexistent\" }\n");
        wardkey = home.provider();
    }

    private static KeyGenParameters wanting(String alias, Purpose first, Purpose... more) {
        return KeyGenParameters.builder(alias, first, more)
                .constantTimeRequired(true)
                .build();
    }

    private PrivateKey ec(String alias, Purpose purpose) throws Exception {
        return pair(alias, purpose).getPrivate();
    }

    private KeyPair pair(String alias, Purpose purpose) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", wardkey);
        generator.initialize(wanting(alias, purpose));
        return generator.generateKeyPair();
    }

    private SecretKey secret(String algorithm, String alias, Purpose first, Purpose... more) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, wardkey);
        generator.init(wanting(alias, first, more));
        return generator.generateKey();
    }

    private void refused(String alias, ThrowingCallable use) throws IOException {
        assertThatThrownBy(use).hasStackTraceContaining("WK-E001");
        long end = System.nanoTime() + SOON_NANOS;
        while (denials(alias).isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(denials(alias)).as(alias).hasSize(1).first().asString().contains("WK-E001");
    }

    private List<String> denials(String alias) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(home.home().resolve("audit"))) {
            for (Path segment :
                    files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                all.append(Files.readString(segment));
            }
        }
        return all.toString()
                .lines()
                .filter(line -> line.contains("\"outcome\":\"DENIED\"") && line.contains("\"alias\":\"" + alias + "\""))
                .toList();
    }

    @Test
    void signature_noEngine_isRefusedAndRecorded() throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", wardkey);
        signature.initSign(ec("signs", Purpose.SIGN));
        signature.update(new byte[3]);
        refused("signs", signature::sign);
    }

    @Test
    void agreement_noEngine_isRefusedAndRecorded() throws Exception {
        KeyPair pair = pair("agrees", Purpose.AGREE);
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", wardkey);
        agreement.init(pair.getPrivate());
        agreement.doPhase(pair.getPublic(), true);
        refused("agrees", agreement::generateSecret);
    }

    @Test
    void mac_noEngine_isRefusedAndRecorded() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256", wardkey);
        mac.init(secret("HmacSHA256", "codes", Purpose.MAC));
        refused("codes", () -> mac.doFinal(new byte[3]));
    }

    @Test
    void cipherAndWrapping_noEngine_areRefusedAndRecorded() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, secret("AES", "encrypts", Purpose.ENCRYPT));
        refused("encrypts", () -> cipher.doFinal(new byte[3]));
        Cipher wrapping = Cipher.getInstance("AES/KW/NoPadding", wardkey);
        wrapping.init(Cipher.WRAP_MODE, secret("AES", "wraps", Purpose.WRAP));
        refused("wraps", () -> wrapping.wrap(new SecretKeySpec(new byte[16], "AES")));
    }
}
