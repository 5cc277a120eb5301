package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/**
 * A log that cannot grow: the operating system refuses files beyond a size, which the writer meets as
 * it meets a full disk.
 */
class DiskFullIT {
    private static final int LARGEST_FILE_KIB = 6_000;

    @TempDir
    private Path folder;

    @Test
    void sign_logCannotGrow_refusesManagedAndServesPlain() throws Exception {
        TestHome home = TestHome.in(folder);
        Process process = new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        "ulimit -f " + LARGEST_FILE_KIB + "; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        home.config().toString()))
                .redirectErrorStream(true)
                .start();
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
}
