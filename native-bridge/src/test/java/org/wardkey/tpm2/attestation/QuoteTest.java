package org.wardkey.tpm2.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Swtpm;
import org.wardkey.tpm2.TestKeys;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.command.GetTime;
import org.wardkey.tpm2.command.PCR_Extend;
import org.wardkey.tpm2.command.Quote;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.NvAttributes;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.TpmFormatException;

/** What a TPM quotes, judged with no TPM: PCRs with the log of what was measured. On the simulator swtpm. */
class QuoteTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final HashAlgorithm SHA384 = HashAlgorithm.SHA384;
    private static final Entity OWNER = Entity.of(Handle.OWNER);
    private static final byte[] NONCE = "a nonce of the verifier".getBytes(StandardCharsets.US_ASCII);
    private static final List<PcrSelection> BOOT =
            List.of(PcrSelection.of(SHA256, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), PcrSelection.of(SHA384, 0, 7));
    private static final LogBuilder LOG = LogBuilder.boot(LogBuilder.agile(SHA256, SHA384));

    @TempDir
    static Path folder;

    private static Swtpm swtpm;
    private static Tpm tpm;
    private static LoadedObject key;
    private static Public keyArea;
    private static AttestationKey judge;

    @BeforeAll
    static void start() throws IOException, AttestationException {
        swtpm = Swtpm.startUnix(folder);
        tpm = swtpm.connect();
        key = attestationKey(Template.attestationP256());
        keyArea = TestKeys.publicOf(tpm, key);
        judge = AttestationKey.of(keyArea);
        for (LogEvent event : EventLog.parse(LOG.bytes()).events()) {
            Map<HashAlgorithm, byte[]> digests = new LinkedHashMap<>(event.digests());
            tpm.execute(new PCR_Extend(Entity.of(Handle.pcr(event.pcr())), digests), Authorization.empty());
        }
    }

    @AfterAll
    static void stop() {
        if (tpm != null) {
            tpm.close();
            swtpm.close();
        }
    }

    /** In the endorsement hierarchy, where clock and firmware are not obfuscated. */
    private static LoadedObject attestationKey(Public template) {
        Public usable = template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH));
        return tpm.createPrimary(Entity.of(Handle.ENDORSEMENT), usable, Authorization.empty());
    }

    private static Quote.Result quote(Entity signer, List<PcrSelection> selection) {
        return tpm.execute(new Quote(signer, NONCE, Scheme.NULL, selection), Authorization.empty());
    }

    private static void refused(
            Quote.Result quote, byte[] nonce, List<PcrSelection> asked, PcrValues shown, String why) {
        assertThatThrownBy(() -> judge.requireQuote(quote.attest(), quote.signature(), nonce, asked, shown))
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining(why);
    }

    @Test
    void quote_bootedMachine_provesItsLog() throws Exception {
        Quote.Result quote = quote(key, BOOT);
        PcrValues shown = PcrReader.read(tpm, BOOT);
        VerifiedQuote verified = judge.requireQuote(quote.attest(), quote.signature(), NONCE, BOOT, shown);
        assertThat(verified.clockInfo().safe()).isTrue();
        assertThat(verified.clockInfo().resetCount()).isEqualTo(1);
        assertThat(verified.pcrs().pcrs(SHA256)).hasSize(10);
        assertThat(verified.pcrs().pcrs(SHA384)).containsExactlyInAnyOrder(0, 7);
        EventLog log = EventLog.parse(LOG.bytes());
        assertThat(log.requireReplaysTo(verified)).hasSize(11);
        List<byte[]> less = new ArrayList<>(LOG.parts());
        less.remove(less.size() - 1);
        EventLog shorter = EventLog.parse(LogBuilder.joined(less));
        assertThatThrownBy(() -> shorter.requireReplaysTo(verified))
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining("the value of PCR 9 in bank SHA256");
        EventLog oneBank =
                EventLog.parse(LogBuilder.boot(LogBuilder.agile(SHA256)).bytes());
        assertThatThrownBy(() -> oneBank.requireReplaysTo(verified)).hasMessageContaining("for the bank SHA384");
    }

    @Test
    void quote_everyLie_isRefused() throws Exception {
        Quote.Result quote = quote(key, BOOT);
        PcrValues shown = PcrReader.read(tpm, BOOT);
        refused(quote, new byte[] {1}, BOOT, shown, "answer to another question");
        refused(quote, new byte[0], BOOT, shown, "answer to another question");
        for (int i = 0; i < quote.attest().length; i++) {
            byte[] forged = quote.attest().clone();
            forged[i] ^= 1;
            refused(new Quote.Result(forged, quote.signature()), NONCE, BOOT, shown, "signature is not the key's");
        }
        try (LoadedObject other = tpm.createPrimary(OWNER, keyArea, Authorization.empty())) {
            refused(quote(other, BOOT), NONCE, BOOT, shown, "signature is not the key's");
        }
        for (PcrSelection bank : BOOT) {
            for (int pcr : PcrValues.pcrs(bank)) {
                PcrValues lie = PcrReader.read(tpm, BOOT);
                byte[] value = lie.value(bank.bank(), pcr).orElseThrow();
                value[31] ^= 1;
                lie.put(bank.bank(), pcr, value);
                refused(quote, NONCE, BOOT, lie, "expected the digest of the values that are shown");
            }
        }
    }

    @Test
    void quote_otherPcrsThanAsked_isRefused() {
        PcrValues shown = PcrReader.read(tpm, BOOT);
        Quote.Result quote = quote(key, BOOT);
        List<PcrSelection> fewer = List.of(PcrSelection.of(SHA256, 0, 7));
        refused(quote(key, fewer), NONCE, BOOT, shown, "got SHA256:0,7");
        refused(quote, NONCE, fewer, shown, "expected the PCRs that were asked for, SHA256:0,7, got SHA256:0,1,2");
        refused(quote, NONCE, List.of(BOOT.get(1), BOOT.get(0)), shown, "expected the PCRs that were asked for");
        List<PcrSelection> other = List.of(PcrSelection.of(SHA384, 0, 7));
        refused(quote(key, other), NONCE, fewer, shown, "asked for, SHA256:0,7, got SHA384:0,7");
        refused(quote, NONCE, BOOT, PcrReader.read(tpm, fewer), "are not shown");
        List<PcrSelection> none = List.of(PcrSelection.of(SHA256));
        assertThatThrownBy(() -> judge.requireQuote(quote.attest(), quote.signature(), NONCE, none, shown))
                .isInstanceOf(IllegalArgumentException.class);
        List<PcrSelection> absent = List.of(PcrSelection.of(HashAlgorithm.SHA3_256, 0));
        assertThatThrownBy(() -> PcrReader.read(tpm, absent))
                .isInstanceOfAny(TpmFormatException.class, TpmException.class);
    }

    /** The digest over the PCRs is made with the hash algorithm of the key's scheme, not with that of the bank. */
    @Test
    void quote_rsaKeyWithAnotherHash_isJudgedByItsScheme() throws Exception {
        for (Scheme scheme : List.of(Scheme.rsassa(SHA384), Scheme.rsapss(SHA256))) {
            Public template = new Public(
                    SHA256,
                    keyArea.attributes(),
                    new byte[0],
                    new PublicArea.Rsa(Symmetric.NULL, scheme, 2048, 0, new byte[0]));
            try (LoadedObject rsa = attestationKey(template)) {
                AttestationKey rsaJudge = AttestationKey.of(TestKeys.publicOf(tpm, rsa));
                Quote.Result quote = quote(rsa, BOOT);
                PcrValues shown = PcrReader.read(tpm, BOOT);
                rsaJudge.requireQuote(quote.attest(), quote.signature(), NONCE, BOOT, shown);
                byte[] forged = quote.attest().clone();
                forged[forged.length - 1] ^= 1;
                assertThatThrownBy(() -> rsaJudge.requireQuote(forged, quote.signature(), NONCE, BOOT, shown))
                        .isInstanceOf(AttestationException.class)
                        .hasMessageContaining("signature is not the key's");
            }
        }
    }

    /** The verifier takes only one kind of statement, whatever it says: all are signed by the same key over the same nonce. */
    @Test
    void statements_ofAnotherKind_areRefused() throws Exception {
        Quote.Result quote = quote(key, BOOT);
        GetTime.Result time = time();
        assertThatThrownBy(() -> judge.requireTime(quote.attest(), quote.signature(), NONCE))
                .isInstanceOf(AttestationException.class)
                .hasMessage("attestation: expected TPM_ST_ATTEST_TIME (0x8019), got 0x8018");
        refused(
                new Quote.Result(time.attest(), time.signature()),
                NONCE,
                BOOT,
                PcrReader.read(tpm, BOOT),
                "expected TPM_ST_ATTEST_QUOTE (0x8018), got 0x8019");
        NvPublic counter = new NvPublic(
                new Handle(0x01500001),
                SHA256,
                new NvAttributes(NvAttributes.COUNTER | NvAttributes.WRITTEN),
                new byte[0],
                8);
        assertThatThrownBy(() -> judge.requireCounter(quote.attest(), quote.signature(), NONCE, counter))
                .hasMessage("attestation: expected TPM_ST_ATTEST_NV (0x8014), got 0x8018");
        Public unrestricted = keyArea.withAttributes(keyArea.attributes().without(Attributes.RESTRICTED));
        assertThatThrownBy(() -> AttestationKey.of(unrestricted)).hasMessageContaining("restricted signing key");
    }

    /** Anything but TPM_GENERATED in front could come from an application: a key that is not restricted signs it as well as a quote. */
    @Test
    void statement_withoutTheMagic_isRefusedWhoeverSigned() throws Exception {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = pairs.generateKeyPair();
        Public own = Template.verification((ECPublicKey) pair.getPublic());
        PublicArea.Ecc area = (PublicArea.Ecc) keyArea.area();
        AttestationKey software = AttestationKey.of(new Public(
                SHA256,
                keyArea.attributes(),
                new byte[0],
                new PublicArea.Ecc(
                        Symmetric.NULL,
                        area.scheme(),
                        area.curve(),
                        Scheme.NULL,
                        ((PublicArea.Ecc) own.area()).point())));
        byte[] attest = quote(key, BOOT).attest();
        PcrValues shown = PcrReader.read(tpm, BOOT);
        software.requireQuote(attest, signed(pair.getPrivate(), attest), NONCE, BOOT, shown);
        for (int i = 0; i < 6; i++) {
            byte[] forged = attest.clone();
            forged[i] ^= 1;
            Signature signature = signed(pair.getPrivate(), forged);
            assertThatThrownBy(() -> software.requireQuote(forged, signature, NONCE, BOOT, shown))
                    .isInstanceOf(AttestationException.class)
                    .hasMessageContaining(i < 4 ? "TPMS_ATTEST.magic: expected 0xFF544347" : "expected ");
        }
    }

    private static Signature signed(PrivateKey key, byte[] attest) throws Exception {
        java.security.Signature signer = java.security.Signature.getInstance("SHA256withECDSAinP1363Format");
        signer.initSign(key);
        signer.update(attest);
        byte[] both = signer.sign();
        return new Signature.Ecc(Scheme.ecdsa(SHA256), Arrays.copyOf(both, 32), Arrays.copyOfRange(both, 32, 64));
    }

    private static GetTime.Result time() {
        return tpm.execute(
                new GetTime(Entity.of(Handle.ENDORSEMENT), key, NONCE, Scheme.NULL),
                Authorization.empty(),
                Authorization.empty());
    }

    @Test
    void attestationKey_thatIsNoKey_isRefusedWithItsType() {
        PublicArea.Rsa small =
                new PublicArea.Rsa(Symmetric.NULL, Scheme.rsassa(SHA256), 2048, 0, new byte[] {(byte) 0x80, 1});
        Public rsa = new Public(SHA256, keyArea.attributes(), new byte[0], small);
        assertThatThrownBy(() -> AttestationKey.of(rsa))
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining("expected a modulus of 2048 bits");
    }

    @Test
    void values_thatAreNotThoseOfTheSelection_areRefused() {
        assertThatThrownBy(() -> PcrValues.of(List.of(PcrSelection.of(SHA256, 1, 2)), List.of(new byte[32])))
                .isInstanceOf(TpmFormatException.class)
                .hasMessageContaining("got only 1");
        assertThatThrownBy(() -> PcrValues.of(List.of(PcrSelection.of(SHA256, 1)), List.of(new byte[32], new byte[32])))
                .hasMessageContaining("expected 1, got 2");
        assertThatThrownBy(() -> PcrValues.of(List.of(PcrSelection.of(SHA256, 1)), List.of(new byte[20])))
                .hasMessageContaining("expected 32 bytes in bank SHA256, got 20");
    }
}
