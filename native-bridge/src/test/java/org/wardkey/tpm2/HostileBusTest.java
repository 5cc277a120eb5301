package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.command.Unseal;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.session.TpmIntegrityException;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmFormatException;

/**
 * One bad thing done to each command of a whole story in turn: the story ends well, or with a typed exception; nothing false is believed; and
 * nothing stays behind in the TPM. On the simulator swtpm.
 */
class HostileBusTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final byte[] PIN = "the pin".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "the sealed data".getBytes(StandardCharsets.US_ASCII);
    private static final BackOff SHORT =
            new BackOff(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(8), pause -> {});

    @TempDir
    static Path folder;

    private static Swtpm swtpm;
    private static Name pinned;
    private static int commandsOfTheStory;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        swtpm = Swtpm.startUnix(folder);
        try (Tpm tpm = swtpm.connect();
                LoadedObject srk =
                        tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty())) {
            pinned = srk.name();
        }
        HostileTransport honest = new HostileTransport(swtpm.transport(), HostileTransport.answer(0), 0, 0);
        try (Tpm tpm = new Tpm(honest)) {
            story(tpm);
            commandsOfTheStory = honest.commands();
        }
        assertThat(commandsOfTheStory).isGreaterThan(8);
    }

    @AfterAll
    static void stop() {
        if (swtpm != null) {
            swtpm.close();
        }
    }

    static Map<String, HostileTransport.Attack> attacks() {
        Map<String, HostileTransport.Attack> attacks = new LinkedHashMap<>();
        for (double where : new double[] {0, 0.05, 0.15, 0.3, 0.5, 0.75, 0.9, 0.97, 1}) {
            attacks.put("flip bit 0 of the response at " + where, HostileTransport.flipResponse(where, 0));
            attacks.put("flip bit 6 of the response at " + where, HostileTransport.flipResponse(where, 6));
            attacks.put("flip bit 3 of the command at " + where, HostileTransport.flipCommand(where, 3));
        }
        for (double where : new double[] {0, 0.1, 0.5, 0.99}) {
            attacks.put("cut at " + where, HostileTransport.truncate(where, false));
            attacks.put("cut at " + where + " with its size", HostileTransport.truncate(where, true));
        }
        attacks.put("replay after running", HostileTransport.replay(true));
        attacks.put("replay instead of running", HostileTransport.replay(false));
        attacks.put("break after running", HostileTransport.breakConnection(true));
        attacks.put("break before running", HostileTransport.breakConnection(false));
        attacks.put("say that all went well", HostileTransport.answerNothing(0x8001));
        attacks.put("say that all went well, with sessions", HostileTransport.answerNothing(0x8002));
        for (int code :
                new int[] {0x922, 0x908, 0x90A, 0x920, 0x921, 0x902, 0x903, 0x910, 0x918, 0x98E, 0x9A2, 0x101}) {
            attacks.put(String.format("answer 0x%03X", code), HostileTransport.answer(code));
        }
        return attacks;
    }

    static List<String> attackNames() {
        return List.copyOf(attacks().keySet());
    }

    @ParameterizedTest
    @MethodSource("attackNames")
    void story_oneCommandAttacked_isRightOrTypedAndLeavesNothing(String name)
            throws IOException, GeneralSecurityException {
        for (int number = 0; number < commandsOfTheStory; number++) {
            attacked(name, number, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x922, 0x920, 0x902, 0x903, 0x910, 0x918})
    void story_codeForEver_ends(int code) throws IOException, GeneralSecurityException {
        for (int number = 0; number < commandsOfTheStory; number++) {
            attacked(String.format("answer 0x%03X", code), number, 100);
        }
    }

    private static void attacked(String name, int number, int count) throws IOException, GeneralSecurityException {
        HostileTransport hostile = new HostileTransport(
                swtpm.transport(Duration.ofSeconds(3)), attacks().get(name), number, count);
        try (Tpm tpm = new Tpm(hostile, new SecureRandom(), SHORT)) {
            story(tpm);
        } catch (TpmException | TpmUnavailableException | TpmFormatException | TpmIntegrityException typed) {
            assertThat(typed).as("%s, command %d", name, number).hasMessageNotContaining("null");
        }
        if (number + count <= commandsOfTheStory) {
            requireNothingLeft(name + ", command " + number);
        } else {
            cleanUp();
        }
    }

    private static void requireNothingLeft(String when) throws IOException {
        try (Tpm honest = swtpm.connect()) {
            assertThat(TestKeys.transientHandles(honest)).as(when).isEmpty();
            assertThat(TestKeys.sessionHandles(honest)).as(when).isEmpty();
        }
    }

    /** Whoever answers for the TPM until the end can keep it from flushing. */
    private static void cleanUp() throws IOException {
        try (Tpm honest = swtpm.connect()) {
            List<Handle> left = new ArrayList<>(TestKeys.transientHandles(honest));
            left.addAll(TestKeys.sessionHandles(honest));
            left.forEach(handle -> honest.execute(new org.wardkey.tpm2.command.FlushContext(handle)));
        }
    }

    /** Seals and signs; whatever comes out must be right. */
    private static void story(Tpm tpm) throws GeneralSecurityException {
        try (LoadedObject srk = tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty())) {
            SaltKey saltKey = SaltKey.pinned(srk, TestKeys.publicOf(tpm, srk), pinned);
            try (KeptSession session = new KeptSession(tpm, saltKey, SHA256, Symmetric.AES_128_CFB)) {
                signs(tpm, srk, session);
                seals(tpm, srk, session);
            }
        }
    }

    private static void signs(Tpm tpm, Entity srk, KeptSession session) throws GeneralSecurityException {
        Create.Result made = create(tpm, srk, session, Template.ecdsa(Curve.P256), new byte[0]);
        try (LoadedObject key = tpm.load(srk, made.outPrivate(), made.outPublic(), session.authorize(new byte[0]))) {
            byte[] digest = tpm.execute(new GetRandom(32), session.protection());
            assertThat(digest).hasSize(32);
            Signature signature = tpm.execute(
                    new Sign(key, digest, Scheme.ecdsa(SHA256), Ticket.NULL_HASHCHECK), session.authorize(PIN));
            java.security.Signature verifier = java.security.Signature.getInstance("NONEwithECDSA");
            verifier.initVerify(((PublicArea.Ecc) made.outPublic().area()).publicKey());
            verifier.update(digest);
            assertThat(verifier.verify(signature.toJca())).isTrue();
        }
    }

    private static void seals(Tpm tpm, Entity srk, KeptSession session) {
        Create.Result made = create(tpm, srk, session, Template.sealed(), DATA);
        try (LoadedObject sealed = tpm.load(srk, made.outPrivate(), made.outPublic(), session.authorize(new byte[0]))) {
            assertThat(tpm.execute(new Unseal(sealed), session.authorize(PIN))).isEqualTo(DATA);
        }
    }

    private static Create.Result create(Tpm tpm, Entity srk, KeptSession session, Public template, byte[] data) {
        Public usable =
                template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH | Attributes.NO_DA));
        try (SensitiveCreate sensitive = SensitiveCreate.of(PIN, data)) {
            return tpm.execute(
                    new Create(srk, sensitive, usable, new byte[0], List.of()), session.authorize(new byte[0]));
        }
    }

    @Test
    void protectedResponse_anyBitFlipped_isNeverBelieved() throws IOException {
        AtomicInteger bit = new AtomicInteger(-1);
        HostileTransport.Attack flip = (command, previous, real) -> {
            byte[] response = real.transmit(command);
            int at = bit.getAndSet(-1);
            if (at >= 0) {
                response[at / 8] ^= (byte) (1 << (at % 8));
            }
            return response;
        };
        HostileTransport hostile = new HostileTransport(swtpm.transport(), flip, 0, Integer.MAX_VALUE);
        try (Tpm tpm = new Tpm(hostile, new SecureRandom(), SHORT);
                LoadedObject srk =
                        tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
                KeptSession session = new KeptSession(tpm, TestKeys.saltKey(tpm, srk), SHA256, Symmetric.AES_128_CFB)) {
            int responseBytes = 10 + 4 + 2 + 16 + 2 + 32 + 1 + 2 + 32;
            for (int at = 0; at < 8 * responseBytes; at++) {
                assertThat(tpm.execute(new GetRandom(16), session.protection())).hasSize(16);
                bit.set(at);
                assertThatThrownBy(() -> tpm.execute(new GetRandom(16), session.protection()))
                        .as("bit %d", at)
                        .isInstanceOfAny(TpmException.class, TpmFormatException.class, TpmIntegrityException.class);
            }
        }
        requireNothingLeft("after all bits");
    }

    @Test
    void retry_untilTheTimeIsOver_isTheCallersThen() {
        List<Duration> pauses = new ArrayList<>();
        BackOff recorded =
                new BackOff(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(100), pauses::add);
        HostileTransport busy = new HostileTransport(swtpm.transport(), HostileTransport.answer(0x922), 0, 7);
        try (Tpm tpm = new Tpm(busy, new SecureRandom(), recorded)) {
            assertThatThrownBy(() -> tpm.execute(new GetRandom(8)))
                    .isInstanceOf(TpmException.class)
                    .hasMessageContaining("TPM_RC_RETRY");
            assertThat(pauses)
                    .containsExactly(
                            Duration.ofMillis(5),
                            Duration.ofMillis(10),
                            Duration.ofMillis(20),
                            Duration.ofMillis(20),
                            Duration.ofMillis(20),
                            Duration.ofMillis(20));
        }
    }

    @Test
    void lostResponse_repeatableCommand_isSentAgain() {
        HostileTransport once = new HostileTransport(swtpm.transport(), HostileTransport.breakConnection(true), 0, 1);
        try (Tpm tpm = new Tpm(once)) {
            assertThat(tpm.execute(new GetRandom(8))).hasSize(8);
        }
    }
}
