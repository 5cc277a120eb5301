package org.wardkey.tpm2.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.tpm2.KeptSession;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Swtpm;
import org.wardkey.tpm2.TestKeys;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.command.ActivateCredential;
import org.wardkey.tpm2.command.Certify;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.PolicyAuthValue;
import org.wardkey.tpm2.command.PolicyCommandCode;
import org.wardkey.tpm2.command.PolicySecret;
import org.wardkey.tpm2.command.Quote;
import org.wardkey.tpm2.policy.PolicyDigest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.Attributes;
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

/** An authority with no TPM judges a device with one: credentials, and keys that it certifies. On the simulator swtpm. */
class AuthorityTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final byte[] NONCE = "a nonce of the authority".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECRET = "challenge".getBytes(StandardCharsets.US_ASCII);
    private static final int CERTIFY = 0x148;
    private static final PolicyDigest ONLY_POLICY =
            PolicyDigest.start(SHA256).commandCode(CERTIFY).authValue();

    @TempDir
    static Path folder;

    private static Swtpm swtpm;
    private static Tpm tpm;
    private static LoadedObject srk;
    private static SaltKey saltKey;
    private static KeptSession session;
    private static Create.Result attestationKey;

    @BeforeAll
    static void start() throws IOException {
        swtpm = Swtpm.startUnix(folder);
        tpm = swtpm.connect();
        srk = tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
        saltKey = TestKeys.saltKey(tpm, srk);
        session = new KeptSession(tpm, saltKey, SHA256, Symmetric.AES_128_CFB);
        attestationKey = create(Template.attestationP256(), Attributes.USER_WITH_AUTH);
    }

    @AfterAll
    static void stop() {
        if (tpm != null) {
            tpm.close();
            swtpm.close();
        }
    }

    private static Create.Result create(Public template, int more) {
        Public usable = template.withAttributes(template.attributes().with(more));
        try (SensitiveCreate none = SensitiveCreate.of(new byte[0])) {
            return tpm.execute(new Create(srk, none, usable, new byte[0], List.of()), session.authorize(new byte[0]));
        }
    }

    private static LoadedObject load(Create.Result created) {
        return tpm.load(srk, created.outPrivate(), created.outPublic(), session.authorize(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void credential_madeWithoutATpm_comesBackFromTheOneThatHasBothKeys(boolean rsa) throws Exception {
        Public template = rsa ? Template.ekRsa2048() : Template.ekP256();
        try (LoadedObject ek = tpm.createPrimary(Entity.of(Handle.ENDORSEMENT), template, Authorization.empty());
                LoadedObject ak = load(attestationKey)) {
            Public shown = TestKeys.publicOf(tpm, ek);
            Credential credential = CredentialMaker.make(shown, ak.name(), SECRET, new SecureRandom());
            assertThat(activate(ak, ek, credential)).isEqualTo(SECRET);
            Credential forAnother = CredentialMaker.make(shown, srk.name(), SECRET, new SecureRandom());
            assertThatThrownBy(() -> activate(ak, ek, forAnother))
                    .isInstanceOf(TpmException.class)
                    .hasMessageContaining("TPM_RC_INTEGRITY");
            for (int i = 0; i < credential.blob().length; i += 7) {
                byte[] forged = credential.blob().clone();
                forged[i] ^= 1;
                assertThatThrownBy(() -> activate(ak, ek, new Credential(forged, credential.encryptedSeed())))
                        .as("octet " + i)
                        .isInstanceOf(TpmException.class);
            }
        }
    }

    private static byte[] activate(LoadedObject key, LoadedObject ek, Credential credential) {
        try (PolicySession policy = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB)) {
            tpm.execute(
                    new PolicySecret(Entity.of(Handle.ENDORSEMENT), policy, new byte[0], new byte[0], new byte[0], 0),
                    session.authorize(new byte[0]));
            return tpm.execute(
                    new ActivateCredential(key, ek, credential.blob(), credential.encryptedSeed()),
                    session.authorize(new byte[0]),
                    policy.authorize());
        }
    }

    @Test
    void credential_keysThatAreNone_areRefused() {
        SecureRandom random = new SecureRandom();
        Public signing = attestationKey.outPublic();
        assertThatThrownBy(() -> CredentialMaker.make(signing, srk.name(), SECRET, random))
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining("expected a storage key with fixedTPM");
        Public storage = TestKeys.publicOf(tpm, srk);
        assertThatThrownBy(() -> CredentialMaker.make(storage, srk.name(), new byte[0], random))
                .hasMessageContaining("1 to 32 bytes, got 0");
        assertThatThrownBy(() -> CredentialMaker.make(storage, srk.name(), new byte[33], random))
                .hasMessageContaining("1 to 32 bytes, got 33");
    }

    private static Certify.Result certify(Create.Result key, byte[] nonce) {
        try (LoadedObject signer = load(attestationKey);
                LoadedObject subject = load(key)) {
            if (!key.outPublic().attributes().has(Attributes.ADMIN_WITH_POLICY)) {
                return tpm.execute(
                        new Certify(subject, signer, nonce, Scheme.NULL),
                        session.authorize(new byte[0]),
                        Authorization.empty());
            }
            try (PolicySession policy = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB)) {
                tpm.execute(new PolicyCommandCode(policy, CERTIFY));
                tpm.execute(new PolicyAuthValue(policy));
                return tpm.execute(
                        new Certify(subject, signer, nonce, Scheme.NULL),
                        policy.authorize(new byte[0]),
                        Authorization.empty());
            }
        }
    }

    private static void judge(Certify.Result evidence, byte[] nonce, Public shown, KeyRequirements wanted)
            throws AttestationException {
        AttestationKey.of(attestationKey.outPublic())
                .requireCertified(evidence.attest(), evidence.signature(), nonce, shown, wanted);
    }

    @Test
    void certified_residentKey_isAcceptedAndEveryLieIsNot() throws Exception {
        Create.Result key = create(Template.ecdsa(Curve.P256), Attributes.USER_WITH_AUTH);
        Certify.Result evidence = certify(key, NONCE);
        Public shown = key.outPublic();
        judge(evidence, NONCE, shown, KeyRequirements.resident());
        assertThatThrownBy(() -> judge(evidence, new byte[] {1}, shown, KeyRequirements.resident()))
                .hasMessageContaining("answer to another question");
        assertThatThrownBy(() -> judge(evidence, new byte[0], shown, KeyRequirements.resident()))
                .hasMessageContaining("answer to another question");
        Public other =
                create(Template.ecdsa(Curve.P256), Attributes.USER_WITH_AUTH).outPublic();
        assertThatThrownBy(() -> judge(evidence, NONCE, other, KeyRequirements.resident()))
                .hasMessageContaining("expected the key that is shown");
        for (int i = 0; i < evidence.attest().length; i++) {
            byte[] forged = evidence.attest().clone();
            forged[i] ^= 0x40;
            Certify.Result altered = new Certify.Result(forged, evidence.signature());
            assertThatThrownBy(() -> judge(altered, NONCE, shown, KeyRequirements.resident()))
                    .as("octet " + i)
                    .isInstanceOf(AttestationException.class)
                    .hasMessageContaining("signature is not the key's");
        }
        assertThatThrownBy(
                        () -> judge(evidence, NONCE, shown, KeyRequirements.residentUnderPolicy(ONLY_POLICY.digest())))
                .hasMessageContaining("expected the policy that was agreed");
    }

    @Test
    void certified_keyUnderPolicyAlone_isToldFromOneThatAPasswordOpens() throws Exception {
        KeyRequirements wanted = KeyRequirements.residentUnderPolicy(ONLY_POLICY.digest());
        Public template = Template.ecdsa(Curve.P256).withPolicy(ONLY_POLICY.digest());
        Create.Result strict = create(template, Attributes.ADMIN_WITH_POLICY);
        judge(certify(strict, NONCE), NONCE, strict.outPublic(), wanted);
        Create.Result open = create(template, Attributes.ADMIN_WITH_POLICY | Attributes.USER_WITH_AUTH);
        Certify.Result openEvidence = certify(open, NONCE);
        assertThatThrownBy(() -> judge(openEvidence, NONCE, open.outPublic(), wanted))
                .hasMessageContaining("userWithAuth to be clear");
        Create.Result loose = create(template, Attributes.USER_WITH_AUTH);
        Certify.Result looseEvidence = certify(loose, NONCE);
        assertThatThrownBy(() -> judge(looseEvidence, NONCE, loose.outPublic(), wanted))
                .isInstanceOf(AttestationException.class);
    }

    @Test
    void evidence_ofAnotherKind_isNoCertification() throws Exception {
        Create.Result key = create(Template.ecdsa(Curve.P256), Attributes.USER_WITH_AUTH);
        try (LoadedObject signer = load(attestationKey)) {
            Quote.Result quote = tpm.execute(
                    new Quote(signer, NONCE, Scheme.NULL, List.of(PcrSelection.of(SHA256, 0))),
                    session.authorize(new byte[0]));
            AttestationKey judge = AttestationKey.of(attestationKey.outPublic());
            assertThatCode(() -> judge.verify(quote.attest(), quote.signature(), NONCE))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> judge.requireCertified(
                            quote.attest(), quote.signature(), NONCE, key.outPublic(), KeyRequirements.resident()))
                    .hasMessageContaining("expected TPM_ST_ATTEST_CERTIFY");
        }
    }

    /** What an unrestricted key signs can be anybody's words: a forged TPMS_ATTEST has a valid signature then. */
    @Test
    void attestationKey_thatSignsWhatItIsGiven_isNone() {
        Public unrestricted =
                create(Template.ecdsa(Curve.P256), Attributes.USER_WITH_AUTH).outPublic();
        assertThatThrownBy(() -> AttestationKey.of(unrestricted)).hasMessageContaining("restricted signing key");
        Public elsewhere = attestationKey
                .outPublic()
                .withAttributes(attestationKey.outPublic().attributes().without(Attributes.FIXED_TPM));
        assertThatThrownBy(() -> AttestationKey.of(elsewhere)).hasMessageContaining("restricted signing key");
        Public weak = new Public(
                SHA256,
                attestationKey.outPublic().attributes(),
                new byte[0],
                new PublicArea.Ecc(
                        Symmetric.NULL,
                        Scheme.ecdsa(HashAlgorithm.SHA1),
                        Curve.P256,
                        Scheme.NULL,
                        ((PublicArea.Ecc) attestationKey.outPublic().area()).point()));
        assertThatThrownBy(() -> AttestationKey.of(weak)).hasMessageContaining("SHA-256 or stronger");
    }

    @Test
    void signature_byAnotherScheme_isNotTheKeys() throws Exception {
        Create.Result key = create(Template.ecdsa(Curve.P256), Attributes.USER_WITH_AUTH);
        Certify.Result evidence = certify(key, NONCE);
        Signature.Ecc ecc = (Signature.Ecc) evidence.signature();
        Signature other = new Signature.Ecc(Scheme.ecdsa(HashAlgorithm.SHA384), ecc.r(), ecc.s());
        assertThatThrownBy(() -> AttestationKey.of(attestationKey.outPublic()).verify(evidence.attest(), other, NONCE))
                .hasMessageContaining("expected a signature by the key's scheme");
    }
}
