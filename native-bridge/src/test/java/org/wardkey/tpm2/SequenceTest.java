package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.HMAC;
import org.wardkey.tpm2.command.HMAC_Start;
import org.wardkey.tpm2.command.SequenceComplete;
import org.wardkey.tpm2.command.SequenceUpdate;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;

/** HMACs of messages that do not fit into one command, on the simulator swtpm; the JDK judges them. */
class SequenceTest {
    private static final byte[] KEY = "a key from outside".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OWN = {1, 2, 3};
    private static final int BUFFER = 1024;

    @TempDir
    static Path folder;

    private static Swtpm swtpm;
    private static Tpm tpm;
    private static LoadedObject srk;
    private static KeptSession session;

    @BeforeAll
    static void start() throws IOException {
        swtpm = Swtpm.start(folder);
        tpm = swtpm.connect();
        srk = tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
        session = new KeptSession(tpm, TestKeys.saltKey(tpm, srk), HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
    }

    @AfterAll
    static void stop() {
        if (tpm != null) {
            tpm.close();
            swtpm.close();
        }
    }

    private static LoadedObject key(HashAlgorithm hash) {
        Public template = Template.hmac(hash);
        template = template.withAttributes(template.attributes()
                .without(Attributes.SENSITIVE_DATA_ORIGIN)
                .with(Attributes.USER_WITH_AUTH | Attributes.NO_DA));
        try (SensitiveCreate sensitive = SensitiveCreate.of(OWN, KEY)) {
            Create.Result made = tpm.execute(
                    new Create(srk, sensitive, template, new byte[0], List.of()), session.authorize(new byte[0]));
            return tpm.load(srk, made.outPrivate(), made.outPublic(), session.authorize(new byte[0]));
        }
    }

    private static LoadedObject begin(LoadedObject key, HashAlgorithm hash) {
        return tpm.own(tpm.execute(new HMAC_Start(key, KEY, hash), session.authorize(OWN)), Name.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({"SHA1, 0", "SHA256, 1025", "SHA384, 2048", "SHA512, 5000"})
    void sequence_everyHashFunction_isTheHmacOfTheWhole(HashAlgorithm hash, int length) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) 0x5a);
        try (LoadedObject key = key(hash)) {
            LoadedObject sequence = begin(key, hash);
            int done = 0;
            for (; length - done > BUFFER; done += BUFFER) {
                byte[] part = Arrays.copyOfRange(message, done, done + BUFFER);
                tpm.execute(new SequenceUpdate(sequence, part), session.authorize(KEY));
            }
            byte[] rest = Arrays.copyOfRange(message, done, length);
            assertThat(tpm.execute(new SequenceComplete(sequence, rest, Handle.NULL), session.authorize(KEY)))
                    .isEqualTo(hash.hmac(KEY, message));
            byte[] head = Arrays.copyOf(message, Math.min(length, BUFFER));
            assertThat(tpm.execute(new HMAC(key, head, hash), session.authorize(OWN)))
                    .isEqualTo(hash.hmac(KEY, head));
        }
        assertThat(TestKeys.transientHandles(tpm)).hasSizeLessThanOrEqualTo(1);
    }

    /** The handle of a complete sequence is free for others, which closing the sequence must not touch. */
    @Test
    void complete_closedAfterAnotherTookItsHandle_leavesTheOther() {
        try (LoadedObject key = key(HashAlgorithm.SHA256)) {
            LoadedObject sequence = begin(key, HashAlgorithm.SHA256);
            tpm.execute(new SequenceComplete(sequence, new byte[1], Handle.NULL), session.authorize(KEY));
            try (LoadedObject other = begin(key, HashAlgorithm.SHA256)) {
                assertThat(other.handle()).isEqualTo(sequence.handle());
                sequence.close();
                assertThat(tpm.execute(new SequenceComplete(other, new byte[2], Handle.NULL), session.authorize(KEY)))
                        .isEqualTo(HashAlgorithm.SHA256.hmac(KEY, new byte[2]));
            }
        }
    }

    @Test
    void close_withoutCompletion_flushesIt() {
        try (LoadedObject key = key(HashAlgorithm.SHA256)) {
            int before = TestKeys.transientHandles(tpm).size();
            try (LoadedObject sequence = begin(key, HashAlgorithm.SHA256)) {
                byte[] large = new byte[BUFFER + 1];
                assertThatThrownBy(() -> tpm.execute(new SequenceUpdate(sequence, large), session.authorize(KEY)))
                        .isInstanceOf(TpmException.class);
                assertThatThrownBy(() -> tpm.execute(new SequenceUpdate(sequence, new byte[1]), session.authorize(OWN)))
                        .isInstanceOf(TpmException.class);
            }
            assertThat(TestKeys.transientHandles(tpm)).hasSizeLessThanOrEqualTo(before);
        }
    }

    /** The TPM has three places: each object that comes sends another one out. */
    @Test
    void sequences_moreThanPlaces_areSwapped() {
        try (LoadedObject key = key(HashAlgorithm.SHA256)) {
            List<LoadedObject> sequences = new java.util.ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sequences.add(begin(key, HashAlgorithm.SHA256));
            }
            for (int i = 0; i < 5; i++) {
                tpm.execute(new SequenceUpdate(sequences.get(i), new byte[i]), session.authorize(KEY));
            }
            for (int i = 0; i < 5; i++) {
                SequenceComplete end = new SequenceComplete(sequences.get(i), new byte[1], Handle.NULL);
                assertThat(tpm.execute(end, session.authorize(KEY)))
                        .isEqualTo(HashAlgorithm.SHA256.hmac(KEY, new byte[i + 1]));
            }
        }
    }

    @Test
    void sequence_afterPowerLoss_isLost() throws Exception {
        try (LoadedObject key = key(HashAlgorithm.SHA256);
                LoadedObject sequence = begin(key, HashAlgorithm.SHA256)) {
            swtpm.kill();
            swtpm.restart();
            SequenceComplete end = new SequenceComplete(sequence, new byte[1], Handle.NULL);
            assertThatThrownBy(() -> tpm.execute(end, session.authorize(KEY)))
                    .isInstanceOf(TpmUnavailableException.class);
            assertThatThrownBy(() -> tpm.execute(end, session.authorize(KEY)))
                    .isInstanceOf(TpmUnavailableException.class);
            assertThat(tpm.execute(new HMAC(key, KEY, HashAlgorithm.SHA256), session.authorize(OWN)))
                    .isEqualTo(HashAlgorithm.SHA256.hmac(KEY, KEY));
        }
    }
}
