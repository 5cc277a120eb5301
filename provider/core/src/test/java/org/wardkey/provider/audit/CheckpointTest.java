package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    /** The example of C2SP tlog-cosignature, with the log's and a witness's signature. */
    private static final String EXAMPLE = "example.com/behind-the-sofa\n20852163\n"
            + "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
            + "\u2014 example.com/behind-the-sofa "
            + "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
            + "\u2014 witness.example.com/w1 "
            + "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    @TempDir
    private Path folder;

    private AuditKey key() throws IOException {
        return AuditKey.openOrCreate(folder, new SecureRandom());
    }

    private static byte[] root() {
        byte[] root = new byte[32];
        Arrays.fill(root, (byte) 7);
        return root;
    }

    @Test
    void parse_theStandardsExample_readsAndWritesTheSame() {
        Checkpoint checkpoint = Checkpoint.parse(EXAMPLE);
        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20_852_163);
        assertThat(checkpoint.rootText()).isEqualTo("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
        assertThat(checkpoint.text()).isEqualTo(EXAMPLE);
    }

    @Test
    void signedBy_itsOwnKey_holdsAndNoOther() throws IOException {
        AuditKey key = key();
        Checkpoint checkpoint = Checkpoint.parse(
                Checkpoint.sign(key.origin("0001"), 300, root(), key).text());
        assertThat(checkpoint.signedBy(key.verifier())).isTrue();
        AuditKey other = AuditKey.openOrCreate(Files.createDirectory(folder.resolve("other")), new SecureRandom());
        assertThat(checkpoint.signedBy(other.verifier())).isFalse();
        assertThat(checkpoint.origin()).isEqualTo(key.verifier().name() + "/0001");
    }

    @Test
    void parse_cutAtEveryLength_isRefusedOrNotSigned() throws IOException {
        AuditKey key = key();
        String text = Checkpoint.sign(key.origin("0001"), 300, root(), key).text();
        for (int length = 0; length < text.length(); length++) {
            assertThat(signed(text.substring(0, length), key.verifier()))
                    .as("length %s", length)
                    .isFalse();
        }
        assertThat(signed(text, key.verifier())).isTrue();
    }

    @Test
    void parse_anyBitFlipped_isRefusedOrNotSigned() throws IOException {
        AuditKey key = key();
        byte[] text =
                Checkpoint.sign(key.origin("0001"), 300, root(), key).text().getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < 8 * text.length; bit++) {
            byte[] flipped = text.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            boolean accepted;
            try {
                accepted = Checkpoint.parse(flipped).signedBy(key.verifier());
            } catch (IllegalArgumentException e) {
                accepted = false;
            }
            assertThat(accepted).as("bit %s", bit).isFalse();
        }
    }

    private static boolean signed(String text, VerifierKey key) {
        try {
            return Checkpoint.parse(text).signedBy(key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void verifierKey_anyCharacterChanged_isRefused() throws IOException {
        String text = key().verifier().toString();
        assertThat(VerifierKey.parse(text)).isEqualTo(key().verifier()).hasToString(text);
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThatThrownBy(() -> VerifierKey.parse(changed))
                    .as(changed)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> VerifierKey.parse(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void signedBy_witness_wantsItsCosignatureOverTimeAndText() throws Exception {
        AuditKey key = key();
        Checkpoint checkpoint = Checkpoint.sign(key.origin("0001"), 300, root(), key);
        Witness witness = new Witness("witness.example/w1");
        String cosigned = checkpoint.text() + witness.cosign(checkpoint.text(), 1_679_315_147L);

        assertThat(Checkpoint.parse(cosigned).signedBy(witness.verifier())).isTrue();
        assertThat(Checkpoint.parse(cosigned).signedBy(key.verifier())).isTrue();
        assertThat(checkpoint.signedBy(witness.verifier())).isFalse();
        String other = checkpoint.text()
                + witness.cosign(
                        Checkpoint.sign(key.origin("0001"), 301, root(), key).text(), 1_679_315_147L);
        assertThat(Checkpoint.parse(other).signedBy(witness.verifier())).isFalse();
    }

    @Test
    void openOrCreate_byManyAtOnce_givesOneKeyForItsOwnerAlone() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> running = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            running.add(threads.submit(() -> key().verifier().toString()));
        }
        Set<String> keys = new HashSet<>();
        for (Future<String> one : running) {
            keys.add(one.get());
        }
        threads.shutdown();
        assertThat(keys).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(AuditKey.FILE))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(folder.resolve(AuditKey.PUBLIC_FILE)).strip())
                .isEqualTo(keys.iterator().next());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(AuditKey.FILE, AuditKey.PUBLIC_FILE);
        }
    }

    @Test
    void openOrCreate_keyCutOrAltered_refuses() throws IOException {
        key();
        Path file = folder.resolve(AuditKey.FILE);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::key).as("length %s", length).isInstanceOf(IOException.class);
        }
        for (int position = 0; position < whole.length; position++) {
            byte[] altered = whole.clone();
            altered[position] ^= 1;
            Files.write(file, altered);
            assertThatThrownBy(this::key).as("position %s", position).isInstanceOf(IOException.class);
        }
    }

    /** Cosigns as C2SP tlog-cosignature says, independently of what reads it. */
    static final class Witness {
        private final String name;
        private final KeyPair pair;

        Witness(String name) throws GeneralSecurityException {
            this.name = name;
            this.pair = KeyPairGenerator.getInstance("Ed25519", "SunEC").generateKeyPair();
        }

        VerifierKey verifier() {
            byte[] spki = pair.getPublic().getEncoded();
            return VerifierKey.of(name, (byte) 4, Arrays.copyOfRange(spki, spki.length - 32, spki.length));
        }

        String cosign(String checkpoint, long time) throws GeneralSecurityException {
            String body = checkpoint.substring(0, checkpoint.indexOf("\n\n") + 1);
            Signature signature = Signature.getInstance("Ed25519", "SunEC");
            signature.initSign(pair.getPrivate());
            signature.update(("cosignature/v1\ntime " + time + "\n" + body).getBytes(StandardCharsets.UTF_8));
            java.nio.ByteBuffer line = java.nio.ByteBuffer.allocate(4 + 8 + 64);
            line.put(verifier().id()).putLong(time).put(signature.sign());
            return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(line.array()) + "\n";
        }
    }
}
