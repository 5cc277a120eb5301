package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.EvictControl;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.command.Unseal;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmReader;

/** Keys made here and used by tpm2-tools, and the reverse, in one simulator swtpm. */
class ToolsTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final byte[] MESSAGE = "infusion report".getBytes(StandardCharsets.US_ASCII);
    private static final Handle PARENT = new Handle(0x81000001);

    @TempDir
    static Path folder;

    private static Swtpm swtpm;

    @BeforeAll
    static void start() throws IOException {
        swtpm = Swtpm.start(folder);
        Files.write(folder.resolve("message"), MESSAGE);
        try (Tpm tpm = swtpm.connect();
                LoadedObject srk =
                        tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty())) {
            tpm.execute(new EvictControl(Entity.of(Handle.OWNER), srk, PARENT), Authorization.empty());
        }
    }

    @AfterAll
    static void stop() {
        if (swtpm != null) {
            swtpm.close();
        }
    }

    @Test
    void tpm2Sign_keyMadeHere_verifiesInTheJdk() throws Exception {
        Public made;
        Handle at = new Handle(0x81000111);
        try (Tpm tpm = swtpm.connect();
                SensitiveCreate sensitive = SensitiveCreate.of("pin".getBytes(StandardCharsets.US_ASCII))) {
            Entity parent = tpm.persistent(PARENT);
            Public template = Template.ecdsa(Curve.P256);
            Create.Result created = tpm.execute(
                    new Create(
                            parent,
                            sensitive,
                            template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH)),
                            new byte[0],
                            List.of()),
                    Authorization.empty());
            made = created.outPublic();
            try (LoadedObject key = tpm.load(parent, created.outPrivate(), made, Authorization.empty())) {
                tpm.execute(new EvictControl(Entity.of(Handle.OWNER), key, at), Authorization.empty());
            }
        }
        swtpm.tool(
                "tpm2_sign",
                "-c",
                at.toString(),
                "-p",
                "pin",
                "-g",
                "sha256",
                "-f",
                "plain",
                "-o",
                "by-tool",
                "message");
        assertThat(verifies(made, Files.readAllBytes(folder.resolve("by-tool"))))
                .isTrue();
        String shown = swtpm.tool("tpm2_readpublic", "-c", at.toString());
        assertThat(shown).contains("name: " + made.name());
    }

    private static boolean verifies(Public key, byte[] signature) throws GeneralSecurityException {
        java.security.Signature verifier = java.security.Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(((PublicArea.Ecc) key.area()).publicKey());
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    @Test
    void keyOfTheTools_loadedHere_signsForTpm2Verifysignature() throws Exception {
        swtpm.tool("tpm2_create", "-C", PARENT.toString(), "-G", "ecc", "-p", "pin", "-u", "key.pub", "-r", "key.priv");
        Public area = sized("key.pub", in -> in.sized("TPM2B_PUBLIC", Public::read));
        byte[] blob = sized("key.priv", in -> in.sized("TPM2B_PRIVATE"));
        Handle at = new Handle(0x81000112);
        try (Tpm tpm = swtpm.connect()) {
            Entity parent = tpm.persistent(PARENT);
            SaltKey salt = SaltKey.pinned(parent, TestKeys.publicOf(tpm, parent), parent.name());
            try (KeptSession session = new KeptSession(tpm, salt, SHA256, Symmetric.AES_128_CFB);
                    LoadedObject key = tpm.load(parent, blob, area, session.authorize(new byte[0]))) {
                Signature signature = tpm.execute(
                        new Sign(key, SHA256.digest(MESSAGE), Scheme.ecdsa(SHA256), Ticket.NULL_HASHCHECK),
                        session.authorize("pin".getBytes(StandardCharsets.US_ASCII)));
                Files.write(folder.resolve("by-us"), signature.toBytes());
                tpm.execute(new EvictControl(Entity.of(Handle.OWNER), key, at), session.authorize(new byte[0]));
            }
        }
        swtpm.tool("tpm2_verifysignature", "-c", at.toString(), "-g", "sha256", "-m", "message", "-s", "by-us");
    }

    @Test
    void sealedByTheTools_isUnsealedHere() throws Exception {
        Files.write(folder.resolve("secret"), MESSAGE);
        swtpm.tool(
                "tpm2_create",
                "-C",
                PARENT.toString(),
                "-i",
                "secret",
                "-p",
                "pin",
                "-u",
                "seal.pub",
                "-r",
                "seal.priv");
        Public area = sized("seal.pub", in -> in.sized("TPM2B_PUBLIC", Public::read));
        byte[] blob = sized("seal.priv", in -> in.sized("TPM2B_PRIVATE"));
        try (Tpm tpm = swtpm.connect()) {
            Entity parent = tpm.persistent(PARENT);
            SaltKey salt = SaltKey.pinned(parent, TestKeys.publicOf(tpm, parent), parent.name());
            try (KeptSession session = new KeptSession(tpm, salt, SHA256, Symmetric.AES_128_CFB);
                    LoadedObject sealed = tpm.load(parent, blob, area, session.authorize(new byte[0]))) {
                assertThat(tpm.execute(
                                new Unseal(sealed), session.authorize("pin".getBytes(StandardCharsets.US_ASCII))))
                        .isEqualTo(MESSAGE);
            }
        }
    }

    @Test
    void endorsementKeys_ofTheTools_areThoseOfTheTemplates() throws Exception {
        requireSameName("rsa", new Handle(0x81010001), Template.ekRsa2048());
        requireSameName("ecc", new Handle(0x8101000A), Template.ekP256());
    }

    @Test
    void keysOfSwtpmSetup_areThoseOfTheTemplates(@TempDir Path other) throws Exception {
        try (Swtpm manufactured = Swtpm.startManufactured(other);
                Tpm tpm = manufactured.connect()) {
            requireSame(tpm, Handle.ENDORSEMENT, Template.ekRsa2048(), new Handle(0x81010001));
            requireSame(tpm, Handle.ENDORSEMENT, Template.ekP384(), new Handle(0x81010016));
            requireSame(tpm, Handle.OWNER, Template.srkP384(), PARENT);
        }
    }

    private static void requireSame(Tpm tpm, Handle hierarchy, Public template, Handle at) {
        try (LoadedObject own = tpm.createPrimary(Entity.of(hierarchy), template, Authorization.empty())) {
            assertThat(own.name()).isEqualTo(tpm.persistent(at).name());
        }
    }

    private static void requireSameName(String type, Handle at, Public template) throws Exception {
        swtpm.tool("tpm2_createek", "-G", type, "-c", at.toString(), "-u", "ek.pub");
        try (Tpm tpm = swtpm.connect();
                LoadedObject own = tpm.createPrimary(Entity.of(Handle.ENDORSEMENT), template, Authorization.empty())) {
            assertThat(own.name()).isEqualTo(tpm.persistent(at).name());
        }
    }

    private static <T> T sized(String file, java.util.function.Function<TpmReader, T> structure) throws IOException {
        return TpmReader.readAll(Files.readAllBytes(folder.resolve(file)), file, structure);
    }
}
