package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.administration.KeyWindows;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.LeaseAuthority;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.attestation.AttestationException;
import org.wardkey.tpm2.attestation.WindowRequestVerifier;
import org.wardkey.tpm2.command.PCR_Extend;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.policy.LeaseRequest;
import org.wardkey.tpm2.policy.LeaseTicket;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.policy.SignedLease;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;

/** Windows with leases and with PCRs, through the JCA; on the simulator swtpm, no real chip. */
class TpmLeaseIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final byte[] NO_OWNER = new byte[0];
    private static final String PCRS = "sha256:0,7";
    private static final int POLICY_NV = 0x149;
    private static final int SIGN = 0x15D;
    private static final int POLICY_AUTHORIZE = 0x16A;
    private static final int POLICY_AUTH_VALUE = 0x16B;
    private static final int POLICY_COUNTER_TIMER = 0x16D;
    private static final int POLICY_TICKET = 0x172;
    private static final int POLICY_PCR = 0x17F;

    @TempDir
    private Path folder;

    private SimulatedTpm simulator;
    private TpmBus bus;
    private KeyPair authority;
    private KeyPair leases;
    private KeyPair override;
    private TestHome home;
    private WardkeyProvider wardkey;
    private KeyWindows windows;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        simulator = SimulatedTpm.start(folder.resolve("chip"));
        bus = new TpmBus(simulator, folder.resolve("bus.sock"));
        authority = signer("authority.pem");
        override = signer("override.pem");
        leases = signer("leases.pem");
        home = TestHome.with(
                folder,
                "home = home\ntokens { tpm0 { type = tpm2, transport = \"" + bus.address()
                        + "\", authority = authority.pem }\n"
                        + "  ward { type = tpm2, transport = \"" + bus.address()
                        + "\", authority = authority.pem, override = override.pem } }\n");
        wardkey = home.provider();
        windows = wardkey.administration().windows("tpm0");
        windows.provision(NO_OWNER);
    }

    @AfterEach
    void stop() {
        bus.close();
        simulator.close();
    }

    private KeyPair signer(String file) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        return pair;
    }

    /** As the authority does it: the chip's word is verified, and what it quoted signed. */
    private String window(String request, boolean withLeases, KeyPair signer)
            throws GeneralSecurityException, AttestationException {
        WindowRequest asked = WindowRequest.parse(request);
        WindowRequestVerifier.requireAttested(asked);
        byte[] group = asked.subject().policyRef();
        PolicyWindow plain = asked.window(HOUR);
        PolicyWindow window = withLeases ? plain.withLeases((ECPublicKey) leases.getPublic(), group) : plain;
        return SignedWindow.sign(window, group, signer.getPrivate()).text();
    }

    private void open(String pcrs, boolean withLeases) throws GeneralSecurityException, AttestationException {
        windows.install(window(windows.request(pcrs), withLeases, authority));
    }

    private LeaseAuthority leaseOf(Duration duration) {
        return request -> lease(request, duration, leases).text();
    }

    private static SignedLease lease(String request, Duration duration, KeyPair signer) throws IOException {
        try {
            return SignedLease.sign(LeaseRequest.parse(request), duration, signer.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private KeyPair key(String alias) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", wardkey);
        generator.initialize(
                KeyGenParameters.builder(alias, Purpose.SIGN).keySizeBits(256).build());
        return generator.generateKeyPair();
    }

    private KeyPair pump() throws GeneralSecurityException {
        return key("tpm0:pump");
    }

    private void assertSigns(KeyPair pair) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA", wardkey);
        signature.initSign(pair.getPrivate());
        signature.update(new byte[300]);
        byte[] signed = signature.sign();
        Signature verification = Signature.getInstance("SHA256withECDSA", "SunEC");
        verification.initVerify(pair.getPublic());
        verification.update(new byte[300]);
        assertThat(verification.verify(signed)).isTrue();
    }

    private void assertRefused(KeyPair pair, String why) {
        assertThatThrownBy(() -> assertSigns(pair))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-K018")
                .hasMessageContaining(why);
    }

    /** Until the chip's own count is past an end. */
    private void awaitTime(long endMillis) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (Tpm other = bus.connect()) {
            while (other.execute(new ReadClock()).time() <= endMillis) {
                assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private Path leaseFile() {
        return home.home().resolve("tpm0.lease");
    }

    private long leaseEnd() throws IOException {
        return LeaseTicket.parse(Files.readString(leaseFile())).endMillis();
    }

    private void extend(int pcr) {
        try (Tpm other = bus.connect()) {
            other.execute(
                    new PCR_Extend(Entity.of(Handle.pcr(pcr)), Map.of(HashAlgorithm.SHA256, new byte[32])),
                    Authorization.empty());
        }
    }

    @Test
    void lease_overByTheChipsTime_isRefusedByTheChipAndRenewedWithoutAnotherKey() throws Exception {
        open("", true);
        assertThatThrownBy(this::pump)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-K018")
                .hasMessageContaining("it is no-lease");
        windows.renewLease(leaseOf(HOUR));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(leaseFile())))
                .isEqualTo("rw-------");
        KeyPair pair = pump();
        assertSigns(pair);
        assertThat(windows.status()).containsEntry("state", "open").containsKey("lease-authority");
        assertThat(windows.status().get("lease-left")).startsWith("at most PT59M");
        windows.renewLease(leaseOf(SECOND));
        awaitTime(leaseEnd());
        assertRefused(pair, "had a lease, and that is over");
        assertThat(windows.status()).containsEntry("state", "lease-over").containsEntry("lease-left", "none");
        assertThatThrownBy(() -> key("tpm0:other")).hasMessageContaining("it is lease-over");
        windows.renewLease(leaseOf(HOUR));
        assertSigns(pair);
        Files.delete(leaseFile());
        assertRefused(pair, "no lease yet");
        assertThat(windows.status()).containsEntry("state", "no-lease");
    }

    @Test
    void use_inTheSteadyState_takesOneCommandMoreForEachOption() throws Exception {
        open("", true);
        windows.renewLease(leaseOf(HOUR));
        KeyPair pair = pump();
        assertCommands(pair, POLICY_NV, POLICY_COUNTER_TIMER, POLICY_TICKET, POLICY_AUTHORIZE, POLICY_AUTH_VALUE, SIGN);
        open(PCRS, true);
        assertCommands(
                pair,
                POLICY_NV,
                POLICY_COUNTER_TIMER,
                POLICY_PCR,
                POLICY_TICKET,
                POLICY_AUTHORIZE,
                POLICY_AUTH_VALUE,
                SIGN);
        open(PCRS, false);
        assertCommands(pair, POLICY_NV, POLICY_COUNTER_TIMER, POLICY_PCR, POLICY_AUTHORIZE, POLICY_AUTH_VALUE, SIGN);
        open("", false);
        assertCommands(pair, POLICY_NV, POLICY_COUNTER_TIMER, POLICY_AUTHORIZE, POLICY_AUTH_VALUE, SIGN);
    }

    private void assertCommands(KeyPair pair, Integer... codes) throws GeneralSecurityException {
        assertSigns(pair);
        bus.takeCodes();
        for (int again = 0; again < 2; again++) {
            assertSigns(pair);
            assertThat(bus.takeCodes()).containsExactly(codes);
        }
    }

    @Test
    void renewal_byWhatIsNoLeaseForThisSession_isRefusedAndTheOldOneStays() throws Exception {
        open("", true);
        StringBuilder seen = new StringBuilder();
        windows.renewLease(request -> {
            String text = lease(request, HOUR, leases).text();
            seen.append(text);
            return text;
        });
        String before = Files.readString(leaseFile());
        KeyPair pair = pump();
        for (LeaseAuthority wrong : List.<LeaseAuthority>of(
                request -> lease(request, HOUR, authority).text(),
                request -> seen.toString(),
                request -> lease(request.replace("token tpm0", "token ward"), HOUR, leases)
                        .text(),
                request -> lease(request.replace("storage-root-key 000b", "storage-root-key 000c"), HOUR, leases)
                        .text(),
                request -> new SignedLease(3601, lease(request, HOUR, leases).signature()).text(),
                request -> lease(request, HOUR, leases).text() + "\n",
                request -> "",
                request -> {
                    throw new IOException("nobody there");
                },
                request -> {
                    throw new IllegalStateException("a bug of the caller");
                })) {
            assertThatThrownBy(() -> windows.renewLease(wrong))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("WK-K019");
            assertThat(Files.readString(leaseFile())).isEqualTo(before);
            assertSigns(pair);
        }
        open("", false);
        assertThatThrownBy(() -> windows.renewLease(leaseOf(HOUR)))
                .hasMessageContaining("WK-K019")
                .hasMessageContaining("no window with leases");
    }

    @Test
    void lease_ofAnotherTokenOrAltered_isRefusedByTheChip() throws Exception {
        open("", true);
        windows.renewLease(leaseOf(HOUR));
        KeyPair pair = pump();
        String good = Files.readString(leaseFile());
        KeyWindows ward = wardkey.administration().windows("ward");
        ward.provision(NO_OWNER);
        ward.install(window(ward.request(), true, authority));
        ward.renewLease(leaseOf(HOUR));
        Files.copy(home.home().resolve("ward.lease"), folder.resolve("stolen"));
        Files.writeString(leaseFile(), Files.readString(folder.resolve("stolen")));
        assertRefused(pair, "another authority's, token's or TPM's");
        Files.writeString(leaseFile(), leaseOfAnotherChip());
        assertRefused(pair, "another authority's, token's or TPM's");
        int timeout = good.indexOf("timeout ") + 8;
        int ticket = good.lastIndexOf('\n', good.length() - 2) + 1 + "ticket 8025400000010020".length();
        for (int at : new int[] {timeout, timeout + 5, timeout + 15, ticket, ticket + 20, good.length() - 2}) {
            char other = good.charAt(at) == '0' ? '1' : '0';
            Files.writeString(leaseFile(), good.substring(0, at) + other + good.substring(at + 1));
            assertThatThrownBy(() -> assertSigns(pair)).as("at " + at).hasMessageContaining("WK-K018");
        }
        Files.writeString(leaseFile(), "damaged");
        assertThatThrownBy(() -> assertSigns(pair)).hasMessageContaining("WK-K019");
        Files.writeString(leaseFile(), good);
        assertSigns(pair);
    }

    private String leaseOfAnotherChip() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.copy(folder.resolve("authority.pem"), elsewhere.resolve("authority.pem"));
        try (SimulatedTpm other = SimulatedTpm.start(elsewhere.resolve("chip"))) {
            TestHome there = TestHome.with(
                    elsewhere,
                    "home = home\ntokens { tpm0 { type = tpm2, transport = \"" + other.address()
                            + "\", authority = authority.pem } }\n");
            KeyWindows theirs = there.provider().administration().windows("tpm0");
            theirs.provision(NO_OWNER);
            theirs.install(window(theirs.request(), true, authority));
            theirs.renewLease(leaseOf(HOUR));
            assertThat(theirs.status()).containsEntry("state", "open");
            return Files.readString(there.home().resolve("tpm0.lease"));
        }
    }

    @Test
    void powerLoss_endsTheLease_andAnotherOneBegins() throws Exception {
        open("", true);
        windows.renewLease(leaseOf(HOUR));
        KeyPair pair = pump();
        assertSigns(pair);
        bus.losePower();
        assertRefused(pair, "the TPM was reset since");
        assertThat(windows.status()).containsEntry("state", "lease-over").containsEntry("lease-left", "none");
        windows.renewLease(leaseOf(HOUR));
        assertSigns(pair);
        assertThat(windows.status()).containsEntry("state", "open");
    }

    @Test
    void pcrs_changed_areRefusedAndAnotherWindowHasTheValuesOfNow() throws Exception {
        extend(7);
        open(PCRS, false);
        KeyPair pair = pump();
        assertSigns(pair);
        assertThat(windows.status()).containsEntry("state", "open").containsEntry("pcrs", PCRS);
        extend(10);
        assertSigns(pair);
        extend(7);
        assertRefused(pair, "these PCRs changed");
        assertThat(windows.status()).containsEntry("state", "pcrs-changed");
        assertThatThrownBy(() -> key("tpm0:other")).hasMessageContaining("it is pcrs-changed");
        open(PCRS, false);
        assertSigns(pair);
    }

    @Test
    void readBack_saysWhatTheChipHoldsAndWhatBoundRemains() throws Exception {
        open(PCRS, true);
        windows.renewLease(leaseOf(HOUR));
        pump();
        assertThat(bound("tpm0:pump"))
                .contains("clock is below")
                .contains("while its PCRs sha256:0,7 have the values that were signed")
                .contains("while a lease of 000b")
                .endsWith("has one use more until its lease ends or any PCR of 0 to 15 is extended");
        open("", true);
        assertThat(bound("tpm0:pump")).endsWith("has one use more until its lease ends");
        open(PCRS, false);
        assertThat(bound("tpm0:pump")).endsWith("has one use more until any PCR of 0 to 15 is extended");
        open("", false);
        assertThat(bound("tpm0:pump")).endsWith("ms; who held a satisfied session then, not Wardkey, has one use more");
    }

    private String bound(String alias) {
        return String.valueOf(wardkey.administration().show(alias).bounds().get("window"));
    }

    @Test
    void override_withLeases_isRefusedAndWithPcrsHolds() throws Exception {
        KeyWindows ward = wardkey.administration().windows("ward");
        ward.provision(NO_OWNER);
        ward.install(window(ward.request(), false, authority));
        KeyPair scanner = key("ward:scanner");
        ward.revoke(NO_OWNER);
        String leased = window(ward.requestOverride(), true, override);
        assertThatThrownBy(() -> ward.override(leased, NO_OWNER))
                .hasMessageContaining("WK-K019")
                .hasMessageContaining("an emergency must not wait for a network");
        ward.override(window(ward.requestOverride(PCRS), false, override), NO_OWNER);
        assertSigns(scanner);
        assertThat(bound("ward:scanner"))
                .endsWith("has one use more, and under the override one until any PCR of 0 to 15 is extended");
        extend(0);
        assertRefused(scanner, "these PCRs changed");
    }

    @Test
    void revocation_withAPcr_extendsItAndOnlyOneThatCounts() throws Exception {
        open(PCRS, false);
        KeyPair pair = pump();
        for (int pcr : new int[] {-1, 16, 21, 22, 23, 24}) {
            assertThatThrownBy(() -> windows.revoke(NO_OWNER, pcr))
                    .as("PCR " + pcr)
                    .hasMessageContaining("WK-K019")
                    .hasMessageContaining("Expected a PCR from 0 to 15");
            assertSigns(pair);
        }
        bus.takeCodes();
        windows.revoke(NO_OWNER, 12);
        assertThat(bus.takeCodes()).contains(0x182);
        assertRefused(pair, "revoked");
        open(PCRS, false);
        assertSigns(pair);
    }

    @Test
    void request_ofPcrsThatAreNone_saysSo() {
        for (String wrong : new String[] {"7", "sha1:7", "sha256:24", "sha256:7,7", "sha256:"}) {
            assertThatThrownBy(() -> windows.request(wrong))
                    .as(wrong)
                    .hasMessageContaining("WK-K019")
                    .hasMessageContaining("expected PCRs like sha256:0,2,7");
        }
        assertThatThrownBy(() -> windows.request("sha3_512:7")).isInstanceOf(BackendException.class);
    }

    @Test
    void request_withPcrs_saysWhatTheChipQuotedAndNothingElse() throws Exception {
        String text = windows.request(PCRS);
        WindowRequestVerifier.requireAttested(WindowRequest.parse(text));
        String others = windows.request("sha256:0,8");
        extend(0);
        String later = windows.request(PCRS);
        for (String field : List.of("quote", "quote-signature", "pcrs")) {
            for (String from : List.of(others, later)) {
                String mixed = text.replace(line(text, field), line(from, field));
                if (!mixed.equals(text)) {
                    assertNotAttested(mixed);
                }
            }
        }
        String both = text.replace(line(text, "quote"), line(later, "quote"))
                .replace(line(text, "quote-signature"), line(later, "quote-signature"));
        // The same question, a later answer of the same run of the chip: true at that time, and so it is taken.
        WindowRequestVerifier.requireAttested(WindowRequest.parse(both));
        // An older one than the clock is not, nor one from before a reset: those values may be other firmware's.
        String older = later.replace(line(later, "quote"), line(text, "quote"))
                .replace(line(later, "quote-signature"), line(text, "quote-signature"));
        assertNotAttested(older);
        simulator.kill();
        simulator.restart();
        String afterReset = windows.request(PCRS);
        WindowRequestVerifier.requireAttested(WindowRequest.parse(afterReset));
        for (String statement : List.of("quote", "counter", "root")) {
            assertNotAttested(afterReset
                    .replace(line(afterReset, statement), line(text, statement))
                    .replace(line(afterReset, statement + "-signature"), line(text, statement + "-signature")));
        }
        String otherQuestion = text.replace(line(text, "quote"), line(others, "quote"))
                .replace(line(text, "quote-signature"), line(others, "quote-signature"));
        assertNotAttested(otherQuestion);
        assertNotAttested(otherQuestion.replace(line(text, "pcrs"), line(others, "pcrs")));
    }

    private static String line(String text, String field) {
        return text.lines()
                        .filter(line -> line.startsWith(field + " "))
                        .findFirst()
                        .orElseThrow()
                + "\n";
    }

    private static void assertNotAttested(String text) {
        assertThatThrownBy(() -> WindowRequestVerifier.requireAttested(WindowRequest.parse(text)))
                .as(text)
                .isInstanceOfAny(AttestationException.class, IllegalArgumentException.class);
    }

    @Test
    void renewals_areRecordedAndThoseThatFailedToo() throws Exception {
        open("", true);
        windows.renewLease(leaseOf(HOUR));
        assertThatThrownBy(() -> windows.renewLease(request -> "nothing")).isInstanceOf(BackendException.class);
        List<String> records = Files.readAllLines(home.home().resolve("audit/0001/00000001.jsonl")).stream()
                .filter(record -> record.contains("lease renewed"))
                .toList();
        assertThat(records).hasSize(2);
        assertThat(records.get(0)).doesNotContainIgnoringCase("failed");
        assertThat(records.get(1)).containsIgnoringCase("failed");
    }
}
