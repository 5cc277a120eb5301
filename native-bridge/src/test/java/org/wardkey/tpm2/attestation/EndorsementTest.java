package org.wardkey.tpm2.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Swtpm;
import org.wardkey.tpm2.TestKeys;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.NV_DefineSpace;
import org.wardkey.tpm2.command.NV_ReadPublic;
import org.wardkey.tpm2.command.NV_UndefineSpace;
import org.wardkey.tpm2.command.NV_Write;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.NvAttributes;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.TpmFormatException;

/** Endorsement keys and the certificates that came with the TPM: on the simulator swtpm, with an authority of its tools. */
class EndorsementTest {
    private static final Entity OWNER = Entity.of(Handle.OWNER);
    private static final int READABLE = NvAttributes.AUTHREAD | NvAttributes.AUTHWRITE | NvAttributes.NO_DA;

    @TempDir
    static Path folder;

    private static Swtpm swtpm;
    private static Tpm tpm;
    private static EndorsementVerifier verifier;
    private static X509Certificate issuer;

    @BeforeAll
    static void start() throws Exception {
        swtpm = Swtpm.startWithCertificates(folder);
        tpm = swtpm.connect();
        Path authority = folder.resolve("ca");
        verifier = EndorsementVerifier.pinned(
                List.of(TestAuthority.certificate(authority.resolve("swtpm-localca-rootca-cert.pem"))));
        issuer = TestAuthority.certificate(authority.resolve("issuercert.pem"));
    }

    @AfterAll
    static void stop() {
        if (tpm != null) {
            tpm.close();
            swtpm.close();
        }
    }

    private static EndorsementIdentity identity(EndorsementTemplate template) throws AttestationException {
        X509Certificate certificate =
                EndorsementCertificates.read(tpm, template).orElseThrow();
        return verifier.verify(certificate, List.of(issuer), Instant.now());
    }

    @ParameterizedTest
    @EnumSource(
            value = EndorsementTemplate.class,
            names = {"L1_RSA_2048", "H3_P384"})
    void certificate_ofTheTpm_isOfTheKeyThatItsTemplateMakes(EndorsementTemplate template) throws Exception {
        EndorsementIdentity identity = identity(template);
        assertThat(identity.manufacturer()).isEqualTo("id:00001014");
        assertThat(identity.model()).isEqualTo("swtpm");
        assertThat(identity.version()).matches("id:[0-9]{8}");
        try (LoadedObject key = template.create(tpm, Authorization.empty())) {
            Public shown = TestKeys.publicOf(tpm, key);
            identity.requireKey(shown, template);
            assertThat(CredentialMaker.make(shown, key.name(), new byte[16], new SecureRandom())
                            .blob())
                    .isNotEmpty();
            Public looser = shown.withPolicy(new byte[0]);
            assertThatThrownBy(() -> identity.requireKey(looser, template))
                    .isInstanceOf(AttestationException.class)
                    .hasMessageContaining("expected a public area from the template " + template);
        }
    }

    @ParameterizedTest
    @EnumSource(EndorsementTemplate.class)
    void create_anyTemplate_makesItsKey(EndorsementTemplate template) throws Exception {
        try (LoadedObject key = template.create(tpm, Authorization.empty())) {
            Public shown = TestKeys.publicOf(tpm, key);
            assertThat(shown.isFrom(template.template())).isTrue();
            boolean certified = template == EndorsementTemplate.L1_RSA_2048 || template == EndorsementTemplate.H3_P384;
            EndorsementIdentity other = identity(
                    template == EndorsementTemplate.L1_RSA_2048
                            ? EndorsementTemplate.H3_P384
                            : EndorsementTemplate.L1_RSA_2048);
            assertThatThrownBy(() -> other.requireKey(shown, template))
                    .hasMessage("endorsement key: expected the key of the certificate, got another");
            assertThat(EndorsementCertificates.read(tpm, template).isPresent()).isEqualTo(certified);
        }
    }

    @Test
    void certificate_anyOctetAltered_isRefused() throws Exception {
        X509Certificate certificate =
                EndorsementCertificates.read(tpm, EndorsementTemplate.H3_P384).orElseThrow();
        byte[] der = certificate.getEncoded();
        // The JDK clears as many bits as are said to be unused: where they are zeros, it reads the same signature.
        int unusedBits = der.length - certificate.getSignature().length - 1;
        for (int i = 0; i < der.length; i++) {
            if (i == unusedBits) {
                continue;
            }
            byte[] altered = der.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> verifier.verify(
                            EndorsementCertificates.split(altered).get(0), List.of(issuer), Instant.now()))
                    .as("octet " + i)
                    .isInstanceOfAny(AttestationException.class, TpmFormatException.class);
        }
    }

    private static void define(int index, int size) {
        NvPublic area =
                new NvPublic(new Handle(index), HashAlgorithm.SHA256, new NvAttributes(READABLE), new byte[0], size);
        tpm.execute(new NV_DefineSpace(OWNER, new byte[0], area), Authorization.empty());
    }

    private static void write(int index, byte[] octets) {
        for (int offset = 0; offset < octets.length; offset += 512) {
            Entity entity = entity(index);
            byte[] part = Arrays.copyOfRange(octets, offset, Math.min(offset + 512, octets.length));
            tpm.execute(new NV_Write(entity, entity, part, offset), Authorization.empty());
        }
    }

    private static Entity entity(int index) {
        Handle handle = new Handle(index);
        return Entity.of(
                handle, tpm.execute(new NV_ReadPublic(Entity.unnamed(handle))).nvName());
    }

    private static void undefine(int index) {
        tpm.execute(new NV_UndefineSpace(OWNER, entity(index)), Authorization.empty());
    }

    /** An index that is longer than its certificate, and than what TPM2_NV_Read gives at a time. */
    @Test
    void read_indexThatIsLonger_givesTheCertificate() throws Exception {
        int index = EndorsementTemplate.L2_P256.certificateIndex().value();
        define(index, 1600);
        try {
            assertThat(EndorsementCertificates.read(tpm, EndorsementTemplate.L2_P256))
                    .as("defined, and never written")
                    .isEmpty();
            byte[] filled = new byte[1600];
            Arrays.fill(filled, (byte) 0xFF);
            System.arraycopy(issuer.getEncoded(), 0, filled, 0, issuer.getEncoded().length);
            write(index, filled);
            assertThat(EndorsementCertificates.read(tpm, EndorsementTemplate.L2_P256))
                    .contains(issuer);
        } finally {
            undefine(index);
        }
    }

    @Test
    void read_whatIsNoCertificate_isTyped() {
        int index = EndorsementTemplate.H2_P256.certificateIndex().value();
        List<byte[]> bad =
                List.of(new byte[8], new byte[] {0x30, (byte) 0x82, 4, 0, 1}, new byte[] {0x30, 1, 0}, new byte[1]);
        for (byte[] octets : bad) {
            define(index, octets.length);
            try {
                write(index, octets);
                assertThatThrownBy(() -> EndorsementCertificates.read(tpm, EndorsementTemplate.H2_P256))
                        .isInstanceOf(TpmFormatException.class)
                        .hasMessageContaining("expected ");
            } finally {
                undefine(index);
            }
        }
    }

    @Test
    void readChain_overTwoIndices_isPutTogether() throws Exception {
        assertThat(EndorsementCertificates.readChain(tpm)).isEmpty();
        byte[] root = TestAuthority.certificate(folder.resolve("ca/swtpm-localca-rootca-cert.pem"))
                .getEncoded();
        byte[] all = LogBuilder.joined(List.of(issuer.getEncoded(), root, new byte[20]));
        int half = all.length / 3;
        define(0x01C00100, half);
        define(0x01C00101, all.length - half);
        define(0x01C001FF, 8);
        try {
            write(0x01C00100, Arrays.copyOf(all, half));
            write(0x01C00101, Arrays.copyOfRange(all, half, all.length));
            List<X509Certificate> chain = EndorsementCertificates.readChain(tpm);
            assertThat(chain).hasSize(2).startsWith(issuer);
            X509Certificate certificate = EndorsementCertificates.read(tpm, EndorsementTemplate.L1_RSA_2048)
                    .orElseThrow();
            assertThat(verifier.verify(certificate, chain, Instant.now()).model())
                    .isEqualTo("swtpm");
        } finally {
            undefine(0x01C00100);
            undefine(0x01C00101);
            undefine(0x01C001FF);
        }
    }
}
