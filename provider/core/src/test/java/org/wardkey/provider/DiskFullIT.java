package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.process.RecordedUses;

/**
 * A log that cannot grow: the operating system refuses files beyond a size, which the writer meets as
 * it meets a full disk.
 */
class DiskFullIT {
    private static final int LARGEST_FILE_KIB = 6_000;
    /** More than a file of the reserve, less than a segment. */
    private static final int CARE_FILE_KIB = 9_000;

    @TempDir
    private Path folder;

    private static Process limited(int largestFileKib, Class<?> child, TestHome home) throws IOException {
        return new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        "ulimit -f " + largestFileKib + "; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        child.getName(),
                        home.config().toString()))
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void sign_logCannotGrow_keyMarkedForCareGoesOnAndNothingIsUncounted() throws Exception {
        TestHome home = TestHome.in(folder);
        Process process = limited(CARE_FILE_KIB, CareChild.class, home);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("ordinary refused WK-A001").contains("care signed " + CareChild.OPERATIONS);
        // Opening takes over what the reserve has and what was counted.
        assertThat(home.provider().administration().tokens()).isNotEmpty();
        assertThat(RecordedUses.of(home.home(), "care")).isEqualTo(CareChild.OPERATIONS);
        assertThat(Administration.verifyAudit(home.home(), Map.of()))
                .allSatisfy(check -> assertThat(check.result().findings()).isEmpty());
    }

    @Test
    void sign_logCannotGrow_refusesManagedAndServesPlain() throws Exception {
        TestHome home = TestHome.in(folder);
        Process process = limited(LARGEST_FILE_KIB, Child.class, home);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("refused WK-A001")
                .contains("state AUDIT_FULL")
                .contains("plain served");
        // What was written is whole: the end that did not fit is set aside at the next opening.
        home.provider().administration().tokens();
        assertThat(Administration.verifyAudit(home.home(), Map.of()))
                .allSatisfy(check -> assertThat(check.result().findings()).isEmpty());
    }

    /** Signs until the log takes no more. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            WardkeyProvider provider = (WardkeyProvider) new WardkeyProvider().configure(arguments[0]);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(
                    KeyGenParameters.builder("a".repeat(255), Purpose.SIGN).build());
            Signature signature = Signature.getInstance("SHA256withECDSA", (Provider) provider);
            signature.initSign(generator.generateKeyPair().getPrivate());
            try {
                for (int i = 0; i < 10_000_000; i++) {
                    signature.update(new byte[1]);
                    signature.sign();
                }
            } catch (SignatureException e) {
                System.out.println("refused " + e.getMessage());
            }
            System.out.println("state " + provider.state());
            KeyPairGenerator plain = KeyPairGenerator.getInstance("EC", provider);
            signature.initSign(plain.generateKeyPair().getPrivate());
            signature.update(new byte[1]);
            System.out.println("plain served " + signature.sign().length
                    + MessageDigest.getInstance("SHA-256", (Provider) provider).digest().length);
        }
    }

    /** Signs with an ordinary key until the log takes no more, then with one that is marked for care. */
    static final class CareChild {
        static final int OPERATIONS = 110_000;

        private CareChild() {}

        private static Signature signature(WardkeyProvider provider, KeyGenParameters parameters) throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(parameters);
            Signature signature = Signature.getInstance("SHA256withECDSA", (Provider) provider);
            signature.initSign(generator.generateKeyPair().getPrivate());
            return signature;
        }

        public static void main(String[] arguments) throws Exception {
            WardkeyProvider provider = (WardkeyProvider) new WardkeyProvider().configure(arguments[0]);
            Signature care = signature(
                    provider,
                    KeyGenParameters.builder("care", Purpose.SIGN)
                            .continuity("Intensive care", Instant.now().plus(Duration.ofDays(1)))
                            .build());
            Signature ordinary = signature(
                    provider,
                    KeyGenParameters.builder("o".repeat(255), Purpose.SIGN).build());
            care.update(new byte[1]);
            int signed = care.sign().length == 0 ? 0 : 1;
            try {
                while (true) {
                    ordinary.update(new byte[1]);
                    ordinary.sign();
                }
            } catch (SignatureException e) {
                System.out.println("ordinary refused " + e.getMessage());
            }
            while (signed < OPERATIONS) {
                care.update(new byte[1]);
                signed += care.sign().length == 0 ? 0 : 1;
            }
            System.out.println("care signed " + signed + ", state " + provider.state());
        }
    }
}
