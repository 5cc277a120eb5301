package org.wardkey.tpm2.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Ticket;

/** Leases, and windows with leases and PCRs, as text, digests and signatures; no TPM. */
class LeaseTextTest {
    private static final KeyGroup GROUP = new KeyGroup("tpm0", Name.of(HashAlgorithm.SHA256, new byte[] {1}));
    private static final LeaseRequest REQUEST = new LeaseRequest(GROUP, HashAlgorithm.SHA256.digest(new byte[] {9}));
    private static final PcrCondition PCRS =
            new PcrCondition(PcrChoice.parse("sha256:0,2,7"), HashAlgorithm.SHA256.digest(new byte[] {7}));
    private static final Name COUNTER =
            EpochCounter.at(new Handle(0x0180574B)).written().name();

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static PolicyWindow window(Optional<PcrCondition> pcrs, Optional<ECPublicKey> leases) {
        PolicyWindow plain = new PolicyWindow(COUNTER, 3, 90_000, pcrs, Optional.empty());
        return leases.map(key -> plain.withLeases(key, GROUP.policyRef())).orElse(plain);
    }

    /** Cut at every length, and every character another one: none of these is taken. */
    private static void assertOneFormOnly(String text, Predicate<String> isTaken) {
        assertThat(isTaken.test(text)).isTrue();
        for (int i = 0; i < text.length(); i++) {
            for (char other : new char[] {'0', '1', 'f', ' ', '\n', '-'}) {
                if (text.charAt(i) != other) {
                    String altered = text.substring(0, i) + other + text.substring(i + 1);
                    assertThat(isTaken.test(altered)).as(altered).isFalse();
                }
            }
            assertThat(isTaken.test(text.substring(0, i))).as("cut at " + i).isFalse();
        }
        assertThat(isTaken.test(text + "\n")).isFalse();
        assertThat(isTaken.test(text.replace("\n", "\r\n"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void lease_writtenAndRead_isSignedForItsRequestAlone(String curve) throws Exception {
        KeyPair authority = pair(curve);
        assertThat(LeaseRequest.parse(REQUEST.text()).text()).isEqualTo(REQUEST.text());
        SignedLease signed = SignedLease.sign(REQUEST, Duration.ofMinutes(15), authority.getPrivate());
        SignedLease read = SignedLease.parse(signed.text());
        assertThat(read.expiration()).isEqualTo(-900);
        ECPublicKey key = (ECPublicKey) authority.getPublic();
        assertThat(read.isSignedBy(key, REQUEST)).isTrue();
        assertThat(read.isSignedBy((ECPublicKey) pair(curve).getPublic(), REQUEST))
                .isFalse();
        for (LeaseRequest other : List.of(
                new LeaseRequest(GROUP, new byte[32]),
                new LeaseRequest(new KeyGroup("tpm1", GROUP.storageRootKey()), REQUEST.nonce()),
                new LeaseRequest(new KeyGroup("tpm0", COUNTER), REQUEST.nonce()))) {
            assertThat(read.isSignedBy(key, other)).as(other.text()).isFalse();
        }
        assertThat(new SignedLease(901, signed.signature()).isSignedBy(key, REQUEST))
                .isFalse();
    }

    @Test
    void lease_anyCharacterAltered_isNotReadOrNotSigned() throws Exception {
        KeyPair authority = pair("secp256r1");
        ECPublicKey key = (ECPublicKey) authority.getPublic();
        String text = SignedLease.sign(REQUEST, Duration.ofMinutes(15), authority.getPrivate())
                .text();
        assertOneFormOnly(text, altered -> {
            try {
                return SignedLease.parse(altered).isSignedBy(key, REQUEST);
            } catch (IllegalArgumentException e) {
                return false;
            }
        });
    }

    @Test
    void lease_ofNoLengthOrMoreThanTheTpmCounts_isNotSigned() throws Exception {
        KeyPair authority = pair("secp256r1");
        for (Duration wrong : List.of(
                Duration.ZERO,
                Duration.ofSeconds(-1),
                Duration.ofMillis(999),
                Duration.ofMillis(1_500),
                Duration.ofSeconds(Integer.MAX_VALUE + 1L),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> SignedLease.sign(REQUEST, wrong, authority.getPrivate()))
                    .as(wrong.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 2147483647");
        }
        assertThat(SignedLease.sign(REQUEST, Duration.ofSeconds(Integer.MAX_VALUE), authority.getPrivate())
                        .expiration())
                .isEqualTo(-Integer.MAX_VALUE);
        assertThatThrownBy(() -> SignedLease.parse("wardkey-tpm-lease/v1\nseconds 0\nsignature 0000\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void request_ofAnotherForm_isNotRead() {
        String text = REQUEST.text();
        for (String wrong : new String[] {
            "",
            text + "\n",
            text.replace("token tpm0", "token ../x"),
            text.replace("lease-request/v1", "lease-request/v2"),
            text.replace("nonce ", "nonce 00"),
            text.replaceAll("nonce .*", "nonce "),
            text.substring(0, text.length() - 9) + "\n",
            text.toUpperCase(java.util.Locale.ROOT)
        }) {
            assertThatThrownBy(() -> LeaseRequest.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void request_withANonceOfAnotherLength_isNoneEvenInMemory() {
        for (int length : new int[] {0, 16, 28, 31, 33, 64}) {
            assertThatThrownBy(() -> new LeaseRequest(GROUP, new byte[length]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected a nonce of 32 bytes, got " + length);
        }
    }

    /**
     * One key signs windows and leases. A nonce of 28 bytes would make a message under a lease as long as one under a window; whoever chose it would have chosen the policy that
     * is approved. No such request is signed; and if one were, the reference at its end is not that of windows.
     */
    @Test
    void lease_signedByTheAuthorityOfWindows_isNeverAWindow() throws Exception {
        KeyPair both = pair("secp256r1");
        ECPublicKey key = (ECPublicKey) both.getPublic();
        PolicyWindow evil = new PolicyWindow(COUNTER, 3, Long.MAX_VALUE);
        SignedLease lease = SignedLease.sign(REQUEST, Duration.ofMinutes(15), both.getPrivate());
        for (byte[] ref : List.of(GROUP.policyRef(), GROUP.leaseRef())) {
            assertThat(new SignedWindow(evil, ref, lease.signature()).isSignedBy(key))
                    .isFalse();
        }
        assertThat(GROUP.leaseRef()).isNotEqualTo(GROUP.policyRef()).hasSize(32);
        byte[] digest = evil.policy().digest();
        byte[] message = ByteBuffer.allocate(64)
                .put(Arrays.copyOf(digest, 28))
                .put(Arrays.copyOfRange(digest, 28, 32))
                .put(GROUP.leaseRef())
                .array();
        byte[] signature = WindowSignature.sign(message, both.getPrivate());
        assertThat(new SignedWindow(evil, GROUP.policyRef(), signature).isSignedBy(key))
                .isFalse();
        // And the reverse: a window is no lease, whatever length the nonce had.
        SignedWindow window = SignedWindow.sign(evil, GROUP.policyRef(), both.getPrivate());
        byte[] asNonce = Arrays.copyOf(evil.message(GROUP.policyRef()), 32);
        assertThat(new SignedLease(900, window.signature()).isSignedBy(key, new LeaseRequest(GROUP, asNonce)))
                .isFalse();
    }

    @Test
    void ticket_writtenAndRead_hasOneForm() {
        LeaseTicket ticket = new LeaseTicket(
                5_000,
                -1,
                0,
                new byte[] {0, 0, 0, 0, 0, 0, 19, (byte) 136},
                new Ticket(Ticket.AUTH_SIGNED, Handle.OWNER, new byte[32]));
        String text = ticket.text();
        assertThat(text).contains("resets 4294967295\n");
        assertThat(LeaseTicket.parse(text).text()).isEqualTo(text);
        for (int i = 0; i < text.length(); i++) {
            String cut = text.substring(0, i);
            assertThatThrownBy(() -> LeaseTicket.parse(cut))
                    .as("cut at " + i)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String wrong : new String[] {
            text + "\n",
            text.replace("ticket 8025", "ticket 8022"),
            text.replace("time-end 5000", "time-end -5000"),
            text.replace("time-end 5000", "time-end 05000"),
            text.replace("resets 4294967295", "resets -1"),
            text.replace("timeout 00", "timeout " + "00".repeat(60))
        }) {
            assertThatThrownBy(() -> LeaseTicket.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void window_withOptions_anyCharacterAltered_isNotReadOrNotSigned() throws Exception {
        KeyPair authority = pair("secp256r1");
        ECPublicKey key = (ECPublicKey) authority.getPublic();
        ECPublicKey leases = (ECPublicKey) pair("secp384r1").getPublic();
        for (PolicyWindow window : List.of(
                window(Optional.of(PCRS), Optional.empty()),
                window(Optional.empty(), Optional.of(leases)),
                window(Optional.of(PCRS), Optional.of(leases)))) {
            String text = SignedWindow.sign(window, GROUP.policyRef(), authority.getPrivate())
                    .text();
            assertThat(text).startsWith("wardkey-tpm-window/v2\n");
            assertThat(SignedWindow.parse(text).text()).isEqualTo(text);
            assertOneFormOnly(text, altered -> {
                try {
                    return SignedWindow.parse(altered).isSignedBy(key);
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageNotContaining("null");
                    return false;
                }
            });
        }
    }

    @Test
    void window_withoutOptions_isTheFirstFormForEver() throws Exception {
        KeyPair authority = pair("secp256r1");
        SignedWindow signed = SignedWindow.sign(
                window(Optional.empty(), Optional.empty()), GROUP.policyRef(), authority.getPrivate());
        assertThat(signed.text())
                .isEqualTo("wardkey-tpm-window/v1\ngroup "
                        + HexFormat.of().formatHex(GROUP.policyRef()) + "\nepoch-index " + COUNTER
                        + "\nepoch 3\nclock-end 90000\nsignature "
                        + HexFormat.of().formatHex(signed.signature()) + "\n");
        String second = signed.text()
                .replace("window/v1", "window/v2")
                .replace("\nsignature", "\npcrs none\npcr-digest none\nlease-authority none\nsignature");
        assertThatThrownBy(() -> SignedWindow.parse(second)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void window_withLeasesForAnotherGroup_isNotMade() throws Exception {
        KeyPair authority = pair("secp256r1");
        PolicyWindow window = window(Optional.empty(), Optional.of((ECPublicKey) authority.getPublic()));
        assertThatThrownBy(() -> SignedWindow.sign(window, new byte[32], authority.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leases for the group of the window");
    }

    @Test
    void leaseAuthority_onAnotherCurveOrWithOtherAttributes_isNone() throws Exception {
        ECPublicKey large = (ECPublicKey) pair("secp521r1").getPublic();
        assertThatThrownBy(() -> LeaseCondition.of(large, GROUP.policyRef()))
                .isInstanceOf(IllegalArgumentException.class);
        LeaseCondition good = LeaseCondition.of((ECPublicKey) pair("secp256r1").getPublic(), GROUP.policyRef());
        byte[] octets = good.authority().toBytes();
        for (int i = 0; i < octets.length; i++) {
            byte[] altered = octets.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> LeaseCondition.of(altered, GROUP.policyRef()))
                    .as("octet " + i)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("null");
        }
    }

    @Test
    void pcrs_asPeopleWriteThem_haveOneForm() {
        assertThat(PcrChoice.parse("sha256:7,0,2")).hasToString("sha256:0,2,7");
        assertThat(PcrChoice.parse("sha384:20").selection().get(0).toBytes())
                .containsExactly(0x00, 0x0C, 3, 0, 0, 0x10);
        for (String wrong : new String[] {
            "",
            "sha256",
            "sha256:",
            "sha1:0",
            "sm3_256:0",
            "sha256:0,0",
            "sha256:24",
            "sha256:0,16",
            "sha256:21",
            "sha256:23",
            "sha256:-1",
            "sha256:0,",
            "sha256:0 7",
            "SHA256:0",
            "sha256:0;7",
            "sha256:999999999999"
        }) {
            assertThatThrownBy(() -> PcrChoice.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void policy_ofEveryOption_isAnother() throws Exception {
        ECPublicKey one = (ECPublicKey) pair("secp256r1").getPublic();
        ECPublicKey two = (ECPublicKey) pair("secp256r1").getPublic();
        PcrCondition otherPcrs = new PcrCondition(PcrChoice.parse("sha256:0,2"), PCRS.digest());
        PcrCondition otherValues = new PcrCondition(PCRS.pcrs(), new byte[32]);
        assertThat(Stream.of(
                                window(Optional.empty(), Optional.empty()),
                                window(Optional.of(PCRS), Optional.empty()),
                                window(Optional.of(otherPcrs), Optional.empty()),
                                window(Optional.of(otherValues), Optional.empty()),
                                window(Optional.empty(), Optional.of(one)),
                                window(Optional.empty(), Optional.of(two)),
                                window(Optional.of(PCRS), Optional.of(one)))
                        .map(window -> HexFormat.of().formatHex(window.policy().digest())))
                .doesNotHaveDuplicates();
    }
}
