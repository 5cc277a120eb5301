package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.EvictControl;
import org.wardkey.tpm2.command.GetCapability;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.command.PolicyAuthValue;
import org.wardkey.tpm2.command.PolicyGetDigest;
import org.wardkey.tpm2.command.PolicyRestart;
import org.wardkey.tpm2.command.SelfTest;
import org.wardkey.tpm2.command.Shutdown;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.CapabilityData;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;

/** Objects, places and salted sessions, on the simulator swtpm. */
class SimulatedObjectsTest {
    @TempDir
    static Path folder;

    private static final byte[] AUTH = "correct horse battery".getBytes(StandardCharsets.US_ASCII);

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

    @Test
    void objects_moreThanPlaces_areSwapped() {
        List<LoadedObject> keys = new java.util.ArrayList<>();
        Create.Result created = create(userKey(Template.ecdsa(Curve.P256)));
        try {
            for (int i = 0; i < 6; i++) {
                keys.add(load(created));
            }
            for (int round = 0; round < 2; round++) {
                for (LoadedObject key : keys) {
                    sign(key);
                }
            }
        } finally {
            keys.forEach(LoadedObject::close);
        }
        assertThat(TestKeys.transientHandles(tpm)).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("salts")
    void session_everySaltKeyAndCipher_signs(Salt salt) {
        try (LoadedObject primary = tpm.createPrimary(Entity.of(Handle.OWNER), salt.template(), Authorization.empty());
                KeptSession own = new KeptSession(tpm, TestKeys.saltKey(tpm, primary), salt.hash(), salt.symmetric())) {
            byte[] random = tpm.execute(new GetRandom(16), own.protection());
            assertThat(random).hasSize(16);
            Create.Result created;
            try (SensitiveCreate sensitive = SensitiveCreate.of(AUTH)) {
                created = tpm.execute(
                        new Create(primary, sensitive, userKey(Template.ecdsa(Curve.P256)), new byte[0], List.of()),
                        own.authorize(new byte[0]));
            }
            try (LoadedObject key =
                    tpm.load(primary, created.outPrivate(), created.outPublic(), own.authorize(new byte[0]))) {
                tpm.execute(
                        new Sign(key, new byte[32], Scheme.ecdsa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK),
                        own.authorize(AUTH),
                        session.protection());
            }
        }
    }

    @Test
    void administration_testsAndRestarts_areDone() {
        tpm.execute(new SelfTest(false));
        tpm.execute(new Shutdown(0));
        try (PolicySession trial = tpm.startTrialSession(HashAlgorithm.SHA256)) {
            tpm.execute(new PolicyAuthValue(trial));
            tpm.execute(new PolicyRestart(trial));
            assertThat(tpm.execute(new PolicyGetDigest(trial))).isEqualTo(new byte[32]);
        }
        var algorithms = tpm.execute(new GetCapability(CapabilityData.ALGORITHMS, 0, 100))
                .capabilityData();
        assertThat(algorithms)
                .isInstanceOfSatisfying(
                        CapabilityData.Algorithms.class,
                        known -> assertThat(known.attributes()).containsKey(HashAlgorithm.SHA256.id()));
        var commands =
                tpm.execute(new GetCapability(CapabilityData.COMMANDS, 0, 254)).capabilityData();
        assertThat(commands).isInstanceOf(CapabilityData.Commands.class);
        var curves =
                tpm.execute(new GetCapability(CapabilityData.ECC_CURVES, 0, 50)).capabilityData();
        assertThat(curves)
                .isInstanceOfSatisfying(
                        CapabilityData.Curves.class,
                        known -> assertThat(known.curves()).contains(Curve.P256.id(), Curve.P384.id()));
        var banks = tpm.execute(new GetCapability(CapabilityData.PCRS, 0, 8)).capabilityData();
        assertThat(banks).isInstanceOf(CapabilityData.Pcrs.class);
    }

    @Test
    void saltKey_anotherName_isRefused() {
        Public shown = TestKeys.publicOf(tpm, srk);
        assertThatThrownBy(() -> SaltKey.pinned(srk, shown, Template.srkP256().name()))
                .isInstanceOf(org.wardkey.tpm2.session.TpmIntegrityException.class)
                .hasMessageContaining("salt key: expected the Name");
    }

    @Test
    void evictControl_persistentKey_signsUnderItsHandle() {
        Handle at = new Handle(0x81000110);
        Create.Result created = create(userKey(Template.ecdsa(Curve.P256)));
        try (LoadedObject key = load(created)) {
            tpm.execute(new EvictControl(Entity.of(Handle.OWNER), key, at), session.authorize(new byte[0]));
        }
        Entity persistent = tpm.persistent(at);
        assertThat(persistent.name()).isEqualTo(created.outPublic().name());
        sign(persistent);
        tpm.execute(new EvictControl(Entity.of(Handle.OWNER), persistent, at), session.authorize(new byte[0]));
        assertThatThrownBy(() -> tpm.persistent(at))
                .isInstanceOf(TpmException.class)
                .hasMessageContaining("TPM_RC_HANDLE");
    }

    record Salt(Public template, HashAlgorithm hash, Symmetric symmetric) {}

    static Stream<Salt> salts() {
        return Stream.of(
                new Salt(Template.srkP256(), HashAlgorithm.SHA256, Symmetric.AES_128_CFB),
                new Salt(Template.srkP256(), HashAlgorithm.SHA384, Symmetric.AES_256_CFB),
                new Salt(Template.srkP384(), HashAlgorithm.SHA384, Symmetric.AES_256_CFB),
                new Salt(Template.srkRsa2048(), HashAlgorithm.SHA256, Symmetric.AES_128_CFB),
                new Salt(Template.srkP256(), HashAlgorithm.SHA256, Symmetric.xor(HashAlgorithm.SHA256)));
    }

    private static void sign(Entity key) {
        tpm.execute(
                new Sign(key, new byte[32], Scheme.ecdsa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK),
                session.authorize(AUTH));
    }

    private static Public userKey(Public template) {
        return template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH | Attributes.NO_DA));
    }

    private static Create.Result create(Public template) {
        try (SensitiveCreate sensitive = SensitiveCreate.of(AUTH)) {
            return tpm.execute(
                    new Create(srk, sensitive, template, new byte[0], List.of()), session.authorize(new byte[0]));
        }
    }

    private static LoadedObject load(Create.Result created) {
        return tpm.load(srk, created.outPrivate(), created.outPublic(), session.authorize(new byte[0]));
    }
}
