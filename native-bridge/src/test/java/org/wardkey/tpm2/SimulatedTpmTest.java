package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.ECDH_ZGen;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.command.HMAC;
import org.wardkey.tpm2.command.Load;
import org.wardkey.tpm2.command.LoadExternal;
import org.wardkey.tpm2.command.ObjectChangeAuth;
import org.wardkey.tpm2.command.RSA_Decrypt;
import org.wardkey.tpm2.command.RSA_Encrypt;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.command.StirRandom;
import org.wardkey.tpm2.command.Unseal;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.EccPoint;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Sensitive;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;

/** Keys and their operations over salted, encrypting sessions, on the simulator swtpm. */
class SimulatedTpmTest {
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
    void getRandom_protected_differsEachTime() {
        byte[] first = tpm.execute(new GetRandom(16), session.protection());
        byte[] second = tpm.execute(new GetRandom(16), session.protection());
        assertThat(first).hasSize(16).isNotEqualTo(second);
        tpm.execute(new StirRandom(first), session.protection());
    }

    @ParameterizedTest
    @EnumSource(
            value = Curve.class,
            names = {"P256", "P384"})
    void sign_ecdsa_verifiesInTheJdk(Curve curve) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest("telemetry".getBytes(StandardCharsets.US_ASCII));
        Create.Result created = create(userKey(Template.ecdsa(curve)));
        try (LoadedObject key = load(created)) {
            var signature = tpm.execute(
                    new Sign(key, digest, Scheme.ecdsa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK),
                    session.authorize(AUTH));
            assertThat(verifies("NONEwithECDSA", publicKey(created), digest, signature.toJca()))
                    .isTrue();
            assertThat(key.name()).isEqualTo(created.outPublic().name());
        }
    }

    @Test
    void sign_rsa_verifiesInTheJdk() throws GeneralSecurityException {
        byte[] message = "telemetry".getBytes(StandardCharsets.US_ASCII);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
        Create.Result created = create(userKey(Template.rsaSigning(2048)));
        try (LoadedObject key = load(created)) {
            var pkcs1 = tpm.execute(
                    new Sign(key, digest, Scheme.rsassa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK),
                    session.authorize(AUTH));
            assertThat(verifies("SHA256withRSA", publicKey(created), message, pkcs1.toJca()))
                    .isTrue();
            var pss = tpm.execute(
                    new Sign(key, digest, Scheme.rsapss(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK),
                    session.authorize(AUTH));
            assertThat(pss.toJca()).hasSize(256);
        }
    }

    @Test
    void rsaDecrypt_oaep_givesWhatTheJdkEncrypted() throws GeneralSecurityException {
        byte[] secret = "infusion rate 17".getBytes(StandardCharsets.US_ASCII);
        Create.Result created = create(userKey(Template.rsaDecryption(2048)));
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                publicKey(created),
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        byte[] encrypted = cipher.doFinal(secret);
        try (LoadedObject key = load(created)) {
            assertThat(tpm.execute(
                            new RSA_Decrypt(key, encrypted, Scheme.oaep(HashAlgorithm.SHA256), new byte[0]),
                            session.authorize(AUTH)))
                    .isEqualTo(secret);
        }
    }

    @Test
    void ecdhZGen_peerOfTheJdk_agree() throws GeneralSecurityException {
        Create.Result created = create(userKey(Template.ecdh(Curve.P256)));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var peer = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(peer.getPrivate());
        agreement.doPhase(publicKey(created), true);
        EccPoint point = EccPoint.of(Curve.P256, ((ECPublicKey) peer.getPublic()).getW());
        try (LoadedObject key = load(created)) {
            EccPoint shared = tpm.execute(new ECDH_ZGen(key, point), session.authorize(AUTH));
            assertThat(new BigInteger(1, shared.x())).isEqualTo(new BigInteger(1, agreement.generateSecret()));
        }
    }

    @Test
    void hmac_keyOfTheTpm_isDeterministic() {
        Create.Result created = create(userKey(Template.hmac(HashAlgorithm.SHA256)));
        try (LoadedObject key = load(created)) {
            HMAC command = new HMAC(key, new byte[100], HashAlgorithm.SHA256);
            assertThat(tpm.execute(command, session.authorize(AUTH)))
                    .hasSize(32)
                    .isEqualTo(tpm.execute(command, session.authorize(AUTH)));
        }
    }

    @Test
    void unseal_rightAndWrongAuthorization_givesDataOrRefuses() {
        byte[] data = "the hospital's root seed".getBytes(StandardCharsets.US_ASCII);
        Public template = Template.sealed()
                .withAttributes(Template.sealed().attributes().with(Attributes.USER_WITH_AUTH | Attributes.NO_DA));
        try (SensitiveCreate sensitive = SensitiveCreate.of(AUTH, data)) {
            Create.Result created = tpm.execute(
                    new Create(srk, sensitive, template, new byte[0], List.of()), session.authorize(new byte[0]));
            try (LoadedObject sealed = load(created)) {
                assertThat(tpm.execute(new Unseal(sealed), session.authorize(AUTH)))
                        .isEqualTo(data);
                byte[] wrong = Arrays.copyOf(AUTH, AUTH.length - 1);
                assertThatThrownBy(() -> tpm.execute(new Unseal(sealed), session.authorize(wrong)))
                        .isInstanceOfSatisfying(TpmException.class, refused -> {
                            assertThat(refused.isWrongAuthorization()).isTrue();
                            assertThat(refused).hasMessageContaining("TPM_RC_BAD_AUTH (session 1)");
                        });
                assertThat(tpm.execute(new Unseal(sealed), session.authorize(AUTH)))
                        .isEqualTo(data);
            }
        }
    }

    @Test
    void objectChangeAuth_newValue_holdsForTheNewBlob() {
        Create.Result created = create(userKey(Template.ecdsa(Curve.P256)));
        byte[] changed = "another".getBytes(StandardCharsets.US_ASCII);
        byte[] blob;
        try (LoadedObject key = load(created)) {
            blob = tpm.execute(new ObjectChangeAuth(key, srk, changed), session.authorize(AUTH));
        }
        try (LoadedObject key = tpm.load(srk, blob, created.outPublic(), session.authorize(new byte[0]))) {
            Sign command = new Sign(key, new byte[32], Scheme.ecdsa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK);
            tpm.execute(command, session.authorize(changed));
            assertThatThrownBy(() -> tpm.execute(command, session.authorize(AUTH)))
                    .hasMessageContaining("TPM_RC_BAD_AUTH");
        }
    }

    @Test
    void loadExternal_privateKeyOfTheJdk_signs() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        Public area = Template.verification((ECPublicKey) pair.getPublic());
        byte[] scalar = EccPoint.of(
                        Curve.P256,
                        new java.security.spec.ECPoint(
                                ((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS(), BigInteger.ONE))
                .x();
        try (Sensitive sensitive = new Sensitive(area.area().type(), AUTH, new byte[0], scalar)) {
            Load.Result loaded =
                    tpm.execute(new LoadExternal(Optional.of(sensitive), area, Handle.NULL), session.protection());
            try (LoadedObject key = tpm.own(loaded.objectHandle(), loaded.name())) {
                var signature = tpm.execute(
                        new Sign(key, new byte[32], Scheme.ecdsa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK),
                        session.authorize(AUTH));
                assertThat(verifies("NONEwithECDSA", pair.getPublic(), new byte[32], signature.toJca()))
                        .isTrue();
            }
        }
    }

    @Test
    void rsaEncrypt_thenDecrypt_givesTheMessage() {
        byte[] label = "ward\0".getBytes(StandardCharsets.US_ASCII);
        Create.Result created = create(userKey(Template.rsaDecryption(2048)));
        try (LoadedObject key = load(created)) {
            Scheme oaep = Scheme.oaep(HashAlgorithm.SHA256);
            byte[] encrypted = tpm.execute(new RSA_Encrypt(key, AUTH, oaep, label), session.protection());
            assertThat(tpm.execute(new RSA_Decrypt(key, encrypted, oaep, label), session.authorize(AUTH)))
                    .isEqualTo(AUTH);
        }
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

    private static PublicKey publicKey(Create.Result created) {
        PublicArea area = created.outPublic().area();
        return area instanceof PublicArea.Rsa rsa ? rsa.publicKey() : ((PublicArea.Ecc) area).publicKey();
    }

    private static boolean verifies(String algorithm, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        java.security.Signature verifier = java.security.Signature.getInstance(algorithm);
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }
}
