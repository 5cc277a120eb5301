package org.wardkey.tpm2.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.KeptSession;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Swtpm;
import org.wardkey.tpm2.TestKeys;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.GetTime;
import org.wardkey.tpm2.command.NV_Certify;
import org.wardkey.tpm2.command.NV_DefineSpace;
import org.wardkey.tpm2.command.NV_Increment;
import org.wardkey.tpm2.command.NV_ReadPublic;
import org.wardkey.tpm2.command.NV_Write;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.NvAttributes;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;

/** A TPM's time and NV indices, judged with no TPM. On the simulator swtpm. */
class TimeAndCounterTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final Entity OWNER = Entity.of(Handle.OWNER);
    private static final byte[] NONCE = "a nonce of the verifier".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path folder;

    private static Swtpm swtpm;
    private static Tpm tpm;
    private static LoadedObject key;
    private static AttestationKey judge;
    private static KeptSession session;

    @BeforeAll
    static void start() throws IOException, AttestationException {
        swtpm = Swtpm.startUnix(folder);
        tpm = swtpm.connect();
        Public template = Template.attestationP256();
        Public usable = template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH));
        key = tpm.createPrimary(Entity.of(Handle.ENDORSEMENT), usable, Authorization.empty());
        judge = AttestationKey.of(TestKeys.publicOf(tpm, key));
        LoadedObject srk = tpm.createPrimary(OWNER, Template.srkP256(), Authorization.empty());
        session = new KeptSession(tpm, TestKeys.saltKey(tpm, srk), SHA256, Symmetric.AES_128_CFB);
    }

    @AfterAll
    static void stop() {
        if (tpm != null) {
            tpm.close();
            swtpm.close();
        }
    }

    private static GetTime.Result time() {
        return tpm.execute(
                new GetTime(Entity.of(Handle.ENDORSEMENT), key, NONCE, Scheme.NULL),
                Authorization.empty(),
                Authorization.empty());
    }

    @Test
    void time_signed_isGivenBackAndEveryLieIsNot() throws Exception {
        GetTime.Result first = time();
        VerifiedTime earlier = judge.requireTime(first.attest(), first.signature(), NONCE);
        GetTime.Result second = time();
        VerifiedTime later = judge.requireTime(second.attest(), second.signature(), NONCE);
        assertThat(later.time().clockInfo().clock())
                .isGreaterThanOrEqualTo(earlier.time().clockInfo().clock());
        assertThat(earlier.time().time()).isPositive();
        assertThat(earlier.time().clockInfo().safe()).isTrue();
        assertThat(earlier.time().clockInfo().resetCount()).isEqualTo(1);
        assertThat(earlier.firmwareVersion()).isNotZero();
        assertThatThrownBy(() -> judge.requireTime(first.attest(), first.signature(), new byte[] {1}))
                .hasMessageContaining("answer to another question");
        assertThatThrownBy(() -> judge.requireTime(first.attest(), second.signature(), NONCE))
                .hasMessageContaining("signature is not the key's");
        for (int i = 0; i < first.attest().length; i++) {
            byte[] forged = first.attest().clone();
            forged[i] ^= 1;
            assertThatThrownBy(() -> judge.requireTime(forged, first.signature(), NONCE))
                    .isInstanceOf(AttestationException.class);
        }
    }

    private static NvPublic index(int handle, int type) {
        NvAttributes attributes = new NvAttributes(
                type | NvAttributes.AUTHREAD | NvAttributes.AUTHWRITE | NvAttributes.OWNERREAD | NvAttributes.NO_DA);
        return new NvPublic(new Handle(handle), SHA256, attributes, new byte[0], 8);
    }

    private static NV_Certify.Result certify(NvPublic area, int size, int offset) {
        Entity entity = Entity.of(area.index(), area.name());
        return tpm.execute(
                new NV_Certify(key, entity, entity, NONCE, Scheme.NULL, size, offset),
                session.authorize(new byte[0]),
                Authorization.empty());
    }

    @Test
    void counter_certified_isItsValueAndEveryLieIsNot() throws Exception {
        NvPublic area = index(0x01500010, NvAttributes.COUNTER);
        tpm.execute(new NV_DefineSpace(OWNER, new byte[0], area), Authorization.empty());
        NvPublic written = area.written();
        tpm.execute(
                new NV_Increment(Entity.of(area.index(), area.name()), Entity.of(area.index(), area.name())),
                Authorization.empty());
        assertThat(tpm.execute(new NV_ReadPublic(Entity.unnamed(area.index()))).nvName())
                .isEqualTo(written.name());
        NV_Certify.Result first = certify(written, 8, 0);
        long value = judge.requireCounter(first.attest(), first.signature(), NONCE, written);
        Entity entity = Entity.of(area.index(), written.name());
        tpm.execute(new NV_Increment(entity, entity), Authorization.empty());
        NV_Certify.Result second = certify(written, 8, 0);
        assertThat(judge.requireCounter(second.attest(), second.signature(), NONCE, written))
                .isEqualTo(value + 1);
        NvPublic other = index(0x01500011, NvAttributes.COUNTER).written();
        assertThatThrownBy(() -> judge.requireCounter(first.attest(), first.signature(), NONCE, other))
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining("expected the one with the Name " + other.name());
        assertThatThrownBy(() -> judge.requireCounter(first.attest(), first.signature(), NONCE, area))
                .hasMessageContaining("expected a counter that has counted");
        assertThatThrownBy(() -> judge.requireCounter(first.attest(), first.signature(), new byte[3], written))
                .hasMessageContaining("answer to another question");
        NV_Certify.Result part = certify(written, 4, 4);
        assertThatThrownBy(() -> judge.requireCounter(part.attest(), part.signature(), NONCE, written))
                .hasMessageContaining("expected 8 bytes from 0 on, got 4 from 4 on");
        for (int i = 0; i < first.attest().length; i++) {
            byte[] forged = first.attest().clone();
            forged[i] ^= 1;
            assertThatThrownBy(() -> judge.requireCounter(forged, first.signature(), NONCE, written))
                    .isInstanceOf(AttestationException.class);
        }
    }

    /** An index that is no counter holds whatever its owner wrote last. */
    @Test
    void ordinaryIndex_certified_isNoCounter() throws Exception {
        NvPublic area = index(0x01500020, 0);
        tpm.execute(new NV_DefineSpace(OWNER, new byte[0], area), Authorization.empty());
        Entity before = Entity.of(area.index(), area.name());
        byte[] contents = {0, 0, 0, 0, 0, 0, 0, 9};
        tpm.execute(new NV_Write(before, before, contents, 0), Authorization.empty());
        NvPublic written = area.written();
        NV_Certify.Result certified = certify(written, 8, 0);
        assertThat(judge.requireNv(certified.attest(), certified.signature(), NONCE, written, 0, 8))
                .isEqualTo(contents);
        assertThatThrownBy(() -> judge.requireCounter(certified.attest(), certified.signature(), NONCE, written))
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining("expected a counter that has counted");
    }
}
