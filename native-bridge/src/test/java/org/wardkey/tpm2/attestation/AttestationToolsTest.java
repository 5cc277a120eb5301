package org.wardkey.tpm2.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Swtpm;
import org.wardkey.tpm2.TestKeys;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.EvictControl;
import org.wardkey.tpm2.command.PCR_Extend;
import org.wardkey.tpm2.command.Quote;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.TpmReader;

/** Quotes and event logs that tpm2-tools judge as this library does, and the reverse, on one simulator swtpm. */
class AttestationToolsTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final Entity OWNER = Entity.of(Handle.OWNER);
    private static final Handle KEY = new Handle(0x81000210);
    private static final byte[] NONCE = "nonce of both".getBytes(StandardCharsets.US_ASCII);
    private static final String NONCE_HEX = HexFormat.of().formatHex(NONCE);
    private static final List<PcrSelection> ASKED = List.of(PcrSelection.of(SHA256, 0, 2, 4, 7, 9));
    private static final String ASKED_TEXT = "sha256:0,2,4,7,9";
    private static final LogBuilder LOG = LogBuilder.boot(LogBuilder.agile(HashAlgorithm.SHA1, SHA256));

    @TempDir
    static Path folder;

    private static Swtpm swtpm;
    private static AttestationKey judge;

    @BeforeAll
    static void start() throws IOException, AttestationException {
        swtpm = Swtpm.start(folder);
        Public template = Template.attestationP256();
        Public usable = template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH));
        try (Tpm tpm = swtpm.connect();
                LoadedObject key = tpm.createPrimary(Entity.of(Handle.ENDORSEMENT), usable, Authorization.empty())) {
            tpm.execute(new EvictControl(OWNER, key, KEY), Authorization.empty());
            Public area = TestKeys.publicOf(tpm, key);
            judge = AttestationKey.of(area);
            byte[] der = area.publicKey().orElseThrow().getEncoded();
            Files.writeString(
                    folder.resolve("ak.pem"),
                    "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                            + "\n-----END PUBLIC KEY-----\n");
            for (LogEvent event : EventLog.parse(LOG.bytes()).events()) {
                tpm.execute(new PCR_Extend(Entity.of(Handle.pcr(event.pcr())), event.digests()), Authorization.empty());
            }
        }
        Files.write(folder.resolve("log"), LOG.bytes());
    }

    @AfterAll
    static void stop() {
        if (swtpm != null) {
            swtpm.close();
        }
    }

    private static PcrValues shown() {
        try (Tpm tpm = swtpm.connect()) {
            return PcrReader.read(tpm, ASKED);
        }
    }

    private static String checkquote(String nonce) throws IOException, InterruptedException {
        return swtpm.tool(
                "tpm2_checkquote",
                "-u",
                "ak.pem",
                "-m",
                "attest",
                "-s",
                "signature",
                "-f",
                "pcrs",
                "-F",
                "values",
                "-l",
                ASKED_TEXT,
                "-g",
                "sha256",
                "-q",
                nonce);
    }

    @Test
    void tpm2Checkquote_quoteMadeHere_agrees() throws Exception {
        PcrValues shown = shown();
        Quote.Result quote;
        try (Tpm tpm = swtpm.connect()) {
            quote = tpm.execute(new Quote(tpm.persistent(KEY), NONCE, Scheme.NULL, ASKED), Authorization.empty());
        }
        judge.requireQuote(quote.attest(), quote.signature(), NONCE, ASKED, shown);
        Files.write(folder.resolve("attest"), quote.attest());
        Files.write(folder.resolve("signature"), quote.signature().toBytes());
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        PcrValues.pcrs(ASKED.get(0))
                .forEach(pcr -> values.writeBytes(shown.value(SHA256, pcr).orElseThrow()));
        Files.write(folder.resolve("pcrs"), values.toByteArray());
        checkquote(NONCE_HEX);
        assertThatThrownBy(() -> checkquote("00")).isInstanceOf(AssertionError.class);
        byte[] altered = values.toByteArray();
        altered[0] ^= 1;
        Files.write(folder.resolve("pcrs"), altered);
        assertThatThrownBy(() -> checkquote(NONCE_HEX)).isInstanceOf(AssertionError.class);
    }

    @Test
    void quoteOfTpm2Quote_judgedHere_provesTheLog() throws Exception {
        swtpm.tool(
                "tpm2_quote",
                "-c",
                KEY.toString(),
                "-l",
                ASKED_TEXT,
                "-q",
                NONCE_HEX,
                "-m",
                "theirs",
                "-s",
                "theirs.sig",
                "-f",
                "tss");
        byte[] attest = Files.readAllBytes(folder.resolve("theirs"));
        Signature signature =
                TpmReader.readAll(Files.readAllBytes(folder.resolve("theirs.sig")), "TPMT_SIGNATURE", Signature::read);
        VerifiedQuote verified = judge.requireQuote(attest, signature, NONCE, ASKED, shown());
        assertThat(EventLog.parse(LOG.bytes()).requireReplaysTo(verified)).hasSize(10);
    }

    /** It prints what each PCR that has events replays to. */
    @Test
    void tpm2Eventlog_logOfATest_replaysToTheSame() throws Exception {
        String printed = swtpm.tool("tpm2_eventlog", "log");
        EventLog log = EventLog.parse(LOG.bytes());
        for (HashAlgorithm bank : log.banks()) {
            PcrValues replayed = log.replay(bank);
            for (int pcr : new int[] {0, 2, 4, 5, 7, 9}) {
                String value =
                        HexFormat.of().formatHex(replayed.value(bank, pcr).orElseThrow());
                assertThat(printed.toLowerCase(Locale.ROOT)).containsPattern("\\b" + pcr + " *: 0x" + value);
            }
        }
    }
}
