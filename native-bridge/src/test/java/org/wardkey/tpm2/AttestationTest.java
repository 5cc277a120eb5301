package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.command.ActivateCredential;
import org.wardkey.tpm2.command.Certify;
import org.wardkey.tpm2.command.CertifyCreation;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.GetTime;
import org.wardkey.tpm2.command.Hash;
import org.wardkey.tpm2.command.MakeCredential;
import org.wardkey.tpm2.command.PCR_Extend;
import org.wardkey.tpm2.command.PCR_Read;
import org.wardkey.tpm2.command.PolicySecret;
import org.wardkey.tpm2.command.Quote;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.Attest;
import org.wardkey.tpm2.structure.Attested;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.CreationData;
import org.wardkey.tpm2.structure.Credential;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmReader;

/** What a TPM says about itself: certified keys, quotes, its clock, and credentials. On the simulator swtpm. */
class AttestationTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final byte[] NONCE = "a nonce of the verifier".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @TempDir
    static Path folder;

    private static Swtpm swtpm;
    private static Tpm tpm;
    private static LoadedObject endorsement;
    private static LoadedObject srk;
    private static SaltKey saltKey;
    private static KeptSession session;

    @BeforeAll
    static void start() throws IOException {
        swtpm = Swtpm.startUnix(folder);
        tpm = swtpm.connect();
        endorsement = tpm.createPrimary(Entity.of(Handle.ENDORSEMENT), Template.ekP256(), Authorization.empty());
        srk = tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
        saltKey = TestKeys.saltKey(tpm, endorsement);
        session = new KeptSession(tpm, saltKey, SHA256, Symmetric.AES_128_CFB);
    }

    @AfterAll
    static void stop() {
        if (tpm != null) {
            tpm.close();
            swtpm.close();
        }
    }

    private static Create.Result create(Public template) {
        Public usable = template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH));
        try (SensitiveCreate none = SensitiveCreate.of(new byte[0])) {
            return tpm.execute(
                    new Create(srk, none, usable, NONCE, List.of(PcrSelection.of(SHA256, 7))),
                    session.authorize(new byte[0]));
        }
    }

    private static LoadedObject load(Create.Result created) {
        return tpm.load(srk, created.outPrivate(), created.outPublic(), session.authorize(new byte[0]));
    }

    private static Attest verified(Create.Result key, byte[] attest, Signature signature)
            throws GeneralSecurityException {
        ECPublicKey publicKey = ((PublicArea.Ecc) key.outPublic().area()).publicKey();
        java.security.Signature verifier = java.security.Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(publicKey);
        verifier.update(attest);
        assertThat(verifier.verify(signature.toJca())).isTrue();
        return TpmReader.readAll(attest, "TPM2B_ATTEST", Attest::read);
    }

    @Test
    void certify_andCreation_nameTheKey() throws GeneralSecurityException {
        Create.Result ak = create(Template.attestationP256());
        Create.Result device = create(Template.ecdsa(Curve.P256));
        try (LoadedObject signer = load(ak);
                LoadedObject key = load(device)) {
            Certify.Result certified = tpm.execute(
                    new Certify(key, signer, NONCE, Scheme.NULL),
                    session.authorize(new byte[0]),
                    Authorization.empty());
            Attest attest = verified(ak, certified.attest(), certified.signature());
            assertThat(attest.extraData()).isEqualTo(NONCE);
            assertThat(attest.attested())
                    .isInstanceOfSatisfying(
                            Attested.Certify.class,
                            about -> assertThat(about.name()).isEqualTo(key.name()));

            CertifyCreation.Result made = tpm.execute(
                    new CertifyCreation(
                            signer, key, NONCE, device.creationHash(), Scheme.NULL, device.creationTicket()),
                    session.authorize(new byte[0]));
            assertThat(verified(ak, made.attest(), made.signature()).attested())
                    .isInstanceOfSatisfying(
                            Attested.Creation.class,
                            about -> assertThat(about.creationHash()).isEqualTo(SHA256.digest(device.creationData())));
            CreationData data = TpmReader.readAll(device.creationData(), "TPMS_CREATION_DATA", CreationData::read);
            assertThat(data.outsideInfo()).isEqualTo(NONCE);
            assertThat(data.parentName()).isEqualTo(srk.name());
            assertThat(data.toBytes()).isEqualTo(device.creationData());
        }
    }

    @Test
    void quote_pcr_isTheDigestOfItsValue() throws GeneralSecurityException {
        Create.Result ak = create(Template.attestationP256());
        List<PcrSelection> selection = List.of(PcrSelection.of(SHA256, 16));
        tpm.execute(
                new PCR_Extend(Entity.of(Handle.pcr(16)), Map.of(SHA256, SHA256.digest(NONCE))), Authorization.empty());
        PCR_Read.Result read = tpm.execute(new PCR_Read(selection));
        assertThat(read.pcrValues()).hasSize(1);
        try (LoadedObject signer = load(ak)) {
            Quote.Result quote =
                    tpm.execute(new Quote(signer, NONCE, Scheme.NULL, selection), session.authorize(new byte[0]));
            assertThat(verified(ak, quote.attest(), quote.signature()).attested())
                    .isInstanceOfSatisfying(Attested.Quote.class, about -> {
                        assertThat(about.pcrDigest())
                                .isEqualTo(SHA256.digest(read.pcrValues().get(0)));
                        assertThat(about.pcrs().get(0).has(16)).isTrue();
                        assertThat(about.pcrs().get(0).has(15)).isFalse();
                    });
        }
    }

    @Test
    void getTime_clock_isSigned() throws GeneralSecurityException {
        Create.Result ak = create(Template.attestationP256());
        try (LoadedObject signer = load(ak)) {
            GetTime.Result time = tpm.execute(
                    new GetTime(Entity.of(Handle.ENDORSEMENT), signer, NONCE, Scheme.NULL),
                    Authorization.empty(),
                    session.authorize(new byte[0]));
            assertThat(verified(ak, time.attest(), time.signature()).attested())
                    .isInstanceOfSatisfying(
                            Attested.Time.class,
                            about ->
                                    assertThat(about.time().clockInfo().clock()).isPositive());
        }
    }

    @Test
    void credential_rightKeys_givesTheSecret() {
        byte[] secret = "challenge of the authority".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Create.Result ak = create(Template.attestationP256());
        try (LoadedObject key = load(ak)) {
            Credential credential = tpm.execute(new MakeCredential(endorsement, secret, key.name()));
            assertThat(activate(key, credential)).isEqualTo(secret);
            Credential other = tpm.execute(new MakeCredential(endorsement, secret, srk.name()));
            assertThatThrownBy(() -> activate(key, other))
                    .isInstanceOf(TpmException.class)
                    .hasMessageContaining("TPM_RC_INTEGRITY (parameter 1)");
        }
    }

    private static byte[] activate(LoadedObject key, Credential credential) {
        try (PolicySession policy = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB)) {
            tpm.execute(
                    new PolicySecret(Entity.of(Handle.ENDORSEMENT), policy, new byte[0], new byte[0], new byte[0], 0),
                    session.authorize(new byte[0]));
            return tpm.execute(
                    new ActivateCredential(key, endorsement, credential.blob(), credential.encryptedSeed()),
                    session.authorize(new byte[0]),
                    policy.authorize());
        }
    }

    @Test
    void sign_restrictedKey_needsTheTicketOfHash() {
        Create.Result ak = create(Template.attestationP256());
        try (LoadedObject key = load(ak)) {
            Hash.Result hashed = tpm.execute(new Hash(NONCE, SHA256, Handle.OWNER), session.protection());
            assertThat(hashed.outHash()).isEqualTo(SHA256.digest(NONCE));
            tpm.execute(
                    new Sign(key, hashed.outHash(), Scheme.NULL, hashed.validation()), session.authorize(new byte[0]));
            assertThatThrownBy(() -> tpm.execute(
                            new Sign(key, hashed.outHash(), Scheme.NULL, Ticket.NULL_HASHCHECK),
                            session.authorize(new byte[0])))
                    .hasMessageContaining("TPM_RC_TICKET");
        }
    }
}
