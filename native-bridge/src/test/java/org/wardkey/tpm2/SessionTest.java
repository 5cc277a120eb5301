package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.DictionaryAttackLockReset;
import org.wardkey.tpm2.command.DictionaryAttackParameters;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.command.PolicyAuthValue;
import org.wardkey.tpm2.command.PolicyPassword;
import org.wardkey.tpm2.command.Unseal;
import org.wardkey.tpm2.policy.PolicyDigest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.HmacSession;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;

/** Sessions: what crosses the bus, swapping, wrong authorizations and lockout. On the simulator swtpm. */
class SessionTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final byte[] PIN = "PIN-7391-of-the-ward".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "sealed-root-of-the-pump".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private Swtpm swtpm;
    private CountingTransport bus;
    private Tpm tpm;
    private LoadedObject srk;
    private SaltKey saltKey;
    private KeptSession session;

    @BeforeEach
    void start() throws IOException {
        swtpm = Swtpm.start(folder);
        bus = new CountingTransport(swtpm.transport());
        tpm = new Tpm(bus);
        srk = tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
        saltKey = TestKeys.saltKey(tpm, srk);
        session = new KeptSession(tpm, saltKey, SHA256, Symmetric.AES_128_CFB);
    }

    @AfterEach
    void stop() {
        if (tpm != null) {
            tpm.close();
            swtpm.close();
        }
    }

    private LoadedObject seal(Public template) {
        try (SensitiveCreate sensitive = SensitiveCreate.of(PIN, DATA)) {
            Create.Result made = tpm.execute(
                    new Create(srk, sensitive, template, new byte[0], List.of()), session.authorize(new byte[0]));
            return tpm.load(srk, made.outPrivate(), made.outPublic(), session.authorize(new byte[0]));
        }
    }

    private static Public byAuth() {
        return Template.sealed().withAttributes(Template.sealed().attributes().with(Attributes.USER_WITH_AUTH));
    }

    private static Public byPolicy(PolicyDigest policy) {
        Public template = Template.sealed().withPolicy(policy.digest());
        return template.withAttributes(template.attributes().with(Attributes.NO_DA));
    }

    private boolean busCarried(byte[] secret) {
        String all = new String(bus.seen(), StandardCharsets.ISO_8859_1);
        return all.contains(new String(secret, StandardCharsets.ISO_8859_1));
    }

    @Test
    void bus_sealAndUnseal_carriesNoSecret() {
        try (LoadedObject sealed = seal(byAuth())) {
            assertThat(tpm.execute(new Unseal(sealed), session.authorize(PIN))).isEqualTo(DATA);
        }
        PolicyDigest policy = PolicyDigest.start(SHA256).authValue();
        try (LoadedObject sealed = seal(byPolicy(policy));
                PolicySession own = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB)) {
            tpm.execute(new PolicyAuthValue(own));
            assertThat(tpm.execute(new Unseal(sealed), own.authorizeWithAuthValue(PIN)))
                    .isEqualTo(DATA);
        }
        byte[] random = tpm.execute(new GetRandom(32), session.protection());
        assertThat(busCarried(PIN)).isFalse();
        assertThat(busCarried(DATA)).isFalse();
        assertThat(busCarried(random)).isFalse();
        byte[] open = tpm.execute(new GetRandom(32));
        assertThat(busCarried(open)).as("the search finds what is in clear").isTrue();
    }

    @Test
    void policyPassword_inClear_saysSoByItsName() {
        PolicyDigest policy = PolicyDigest.start(SHA256).password();
        try (LoadedObject sealed = seal(byPolicy(policy));
                PolicySession own = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB)) {
            tpm.execute(new PolicyPassword(own));
            assertThat(tpm.execute(new Unseal(sealed), own.authorizeWithPasswordInClear(PIN)))
                    .isEqualTo(DATA);
        }
        assertThat(busCarried(PIN)).isTrue();
    }

    @Test
    void keptSession_manyCommands_isStartedOnce() {
        tpm.execute(new GetRandom(8), session.protection());
        int before = bus.commands();
        for (int i = 0; i < 20; i++) {
            tpm.execute(new GetRandom(8), session.protection());
        }
        assertThat(bus.commands() - before).isEqualTo(20);
        assertThat(TestKeys.sessionHandles(tpm)).hasSize(1);
    }

    @Test
    void sessions_moreThanPlaces_areSwapped() {
        List<HmacSession> many = new ArrayList<>();
        try {
            for (int i = 0; i < 7; i++) {
                many.add(tpm.startHmacSession(saltKey, SHA256, Symmetric.AES_128_CFB));
            }
            for (int round = 0; round < 3; round++) {
                for (HmacSession each : many) {
                    assertThat(tpm.execute(new GetRandom(8), each.protection())).hasSize(8);
                }
            }
        } finally {
            many.forEach(HmacSession::close);
        }
        assertThat(TestKeys.sessionHandles(tpm)).isEmpty();
    }

    @Test
    void session_closed_isRefusedHere() {
        HmacSession own = tpm.startHmacSession(saltKey, SHA256, Symmetric.AES_128_CFB);
        own.close();
        own.close();
        assertThat(own.isOpen()).isFalse();
        assertThatThrownBy(() -> tpm.execute(new GetRandom(8), own.protection()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed or broken");
    }

    @Test
    void lockout_afterWrongAuthorizations_isTypedAndEndsByReset() {
        tpm.execute(
                new DictionaryAttackParameters(Entity.of(Handle.LOCKOUT), 3, 1000, 2000),
                session.authorize(new byte[0]));
        try (LoadedObject sealed = seal(byAuth())) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> tpm.execute(new Unseal(sealed), session.authorize(new byte[] {1})))
                        .isInstanceOfSatisfying(
                                TpmException.class,
                                wrong ->
                                        assertThat(wrong.isWrongAuthorization()).isTrue());
            }
            int before = bus.commands();
            assertThatThrownBy(() -> tpm.execute(new Unseal(sealed), session.authorize(PIN)))
                    .isInstanceOfSatisfying(TpmLockoutException.class, locked -> {
                        assertThat(locked.interval()).isEqualTo(Duration.ofSeconds(1000));
                        assertThat(locked.recovery()).isEqualTo(Duration.ofSeconds(2000));
                    })
                    .hasMessageContaining("TPM_RC_LOCKOUT");
            assertThat(bus.commands() - before)
                    .as("Unseal once, perhaps a session anew, and the question how long")
                    .isLessThanOrEqualTo(4);
            tpm.execute(new DictionaryAttackLockReset(Entity.of(Handle.LOCKOUT)), session.authorize(new byte[0]));
            assertThat(tpm.execute(new Unseal(sealed), session.authorize(PIN))).isEqualTo(DATA);
        }
    }

    @Test
    void execute_withoutAuthorization_saysHowManyAreNeeded() {
        assertThatThrownBy(() -> tpm.execute(new Unseal(srk)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 1 authorizations for Unseal, got 0");
        assertThatThrownBy(() -> tpm.execute(new Unseal(Entity.unnamed(srk.handle())), session.authorize(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected the Name of");
    }

    @Test
    void close_whateverIsOpen_leavesNothingInTheTpm() {
        LoadedObject forgotten = seal(byAuth());
        HmacSession open = tpm.startHmacSession(saltKey, SHA256, Symmetric.AES_128_CFB);
        assertThat(forgotten.name()).isNotEqualTo(srk.name());
        assertThat(open.isOpen()).isTrue();
        tpm.close();
        try (Tpm other = swtpm.connect()) {
            assertThat(TestKeys.transientHandles(other)).isEmpty();
            assertThat(TestKeys.sessionHandles(other)).isEmpty();
        }
    }
}
