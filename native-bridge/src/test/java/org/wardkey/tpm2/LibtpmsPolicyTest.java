package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.wardkey.tpm2.command.NV_DefineSpace;
import org.wardkey.tpm2.command.NV_Increment;
import org.wardkey.tpm2.command.PolicyAuthValue;
import org.wardkey.tpm2.command.PolicyAuthorize;
import org.wardkey.tpm2.command.PolicyCommandCode;
import org.wardkey.tpm2.command.PolicyCounterTimer;
import org.wardkey.tpm2.command.PolicyGetDigest;
import org.wardkey.tpm2.command.PolicyNV;
import org.wardkey.tpm2.command.PolicyOR;
import org.wardkey.tpm2.command.PolicyPCR;
import org.wardkey.tpm2.command.PolicyPassword;
import org.wardkey.tpm2.command.PolicySecret;
import org.wardkey.tpm2.command.PolicySigned;
import org.wardkey.tpm2.policy.PcrChoice;
import org.wardkey.tpm2.policy.PcrCondition;
import org.wardkey.tpm2.policy.PolicyDigest;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.structure.Comparison;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.NvAttributes;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;

/** Thousands of policies against trial sessions in libtpms, a simulator in this process: all assertions in any order, branches among them. */
class LibtpmsPolicyTest {
    private static final Handle INDEX = new Handle(0x01500010);
    private static final int SIGN = 0x15D;

    private static Path folder;
    private static Tpm tpm;
    private static LoadedObject authority;
    private static Entity counter;
    private static ECPublicKey leases;

    /** A policy as it grows, here and in a session of the TPM. */
    private static final class Trial {
        private final PolicySession session;
        private PolicyDigest digest;

        Trial(PolicySession session) {
            this.session = session;
            this.digest = PolicyDigest.start(session.hash());
        }
    }

    @BeforeContainer
    static void start() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        leases = (ECPublicKey) generator.generateKeyPair().getPublic();
        folder = Files.createTempDirectory("wardkey-libtpms");
        tpm = new Tpm(LibtpmsTransport.start(folder));
        authority = tpm.createPrimary(Entity.of(Handle.NULL), Template.attestationP256(), Authorization.empty());
        NvAttributes attributes = new NvAttributes(
                NvAttributes.COUNTER | NvAttributes.AUTHREAD | NvAttributes.AUTHWRITE | NvAttributes.NO_DA);
        NvPublic index = new NvPublic(INDEX, HashAlgorithm.SHA256, attributes, new byte[0], 8);
        tpm.execute(new NV_DefineSpace(Entity.of(Handle.OWNER), new byte[0], index), Authorization.empty());
        Entity fresh = Entity.of(INDEX, index.name());
        tpm.execute(new NV_Increment(fresh, fresh), Authorization.empty());
        counter = Entity.of(INDEX, index.written().name());
    }

    @AfterContainer
    static void stop() throws IOException {
        if (tpm == null) {
            return;
        }
        tpm.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(LibtpmsPolicyTest::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Property(tries = 3000, shrinking = ShrinkingMode.BOUNDED)
    void digest_anySequence_equalsTheTpmsAfterEachAssertion(
            @ForAll @Size(min = 1, max = 12) List<@From("assertions") Consumer<Trial>> assertions,
            @ForAll("hashes") HashAlgorithm hash) {
        try (PolicySession session = tpm.startTrialSession(hash)) {
            Trial trial = new Trial(session);
            for (Consumer<Trial> assertion : assertions) {
                assertion.accept(trial);
                assertThat(trial.digest.digest()).isEqualTo(tpm.execute(new PolicyGetDigest(session)));
            }
        }
    }

    /** What an authority signs with no TPM at hand is what the TPM comes to, whatever the window wants. */
    @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
    void window_anyOptions_equalsTheTpms(
            @ForAll long epoch,
            @ForAll long end,
            @ForAll boolean withPcrs,
            @ForAll boolean withLeases,
            @ForAll @Size(min = 1, max = 16) Set<@IntRange(max = 15) Integer> pcrs,
            @ForAll @Size(32) byte[] values,
            @ForAll @Size(32) byte[] group) {
        PcrCondition wanted = new PcrCondition(
                new PcrChoice(HashAlgorithm.SHA256, pcrs.stream().sorted().toList()), values);
        PolicyWindow plain = new PolicyWindow(
                counter.name(), epoch, end, withPcrs ? Optional.of(wanted) : Optional.empty(), Optional.empty());
        PolicyWindow window = withLeases ? plain.withLeases(leases, group) : plain;
        try (PolicySession session = tpm.startTrialSession(HashAlgorithm.SHA256)) {
            tpm.execute(
                    new PolicyNV(counter, counter, session, window.epochOperand(), 0, Comparison.EQ),
                    Authorization.empty());
            tpm.execute(new PolicyCounterTimer(
                    session, window.clockOperand(), PolicyWindow.CLOCK_OFFSET, Comparison.UNSIGNED_LT));
            window.pcrs()
                    .ifPresent(condition -> tpm.execute(new PolicyPCR(
                            session, condition.digest(), condition.pcrs().selection())));
            window.lease().ifPresent(condition -> {
                Signature any = new Signature.Ecc(Scheme.ecdsa(HashAlgorithm.SHA256), new byte[32], new byte[32]);
                try (LoadedObject signer = tpm.loadExternal(condition.authority(), Handle.OWNER)) {
                    tpm.execute(new PolicySigned(
                            signer, session, new byte[0], new byte[0], condition.leaseRef(), -900, any));
                }
            });
            assertThat(window.policy().digest()).isEqualTo(tpm.execute(new PolicyGetDigest(session)));
        }
    }

    @Provide
    Arbitrary<HashAlgorithm> hashes() {
        return Arbitraries.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);
    }

    @Provide
    Arbitrary<Consumer<Trial>> assertions() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
        Arbitrary<Comparison> comparison = Arbitraries.of(Comparison.class);
        List<Arbitrary<Consumer<Trial>>> all = List.of(
                Arbitraries.of(List.of(
                        LibtpmsPolicyTest::authValue, LibtpmsPolicyTest::password, LibtpmsPolicyTest::commandCode)),
                bytes.map(reference -> trial -> secret(trial, reference)),
                bytes.map(reference -> trial -> signed(trial, reference)),
                Combinators.combine(bytes, bytes).as((reference, seed) -> trial -> authorize(trial, reference, seed)),
                Combinators.combine(Arbitraries.integers().between(0, 23).set().ofMaxSize(24), bytes)
                        .as((pcrs, seed) -> trial -> pcr(
                                trial, pcrs.stream().mapToInt(Integer::intValue).toArray(), seed)),
                Combinators.combine(Arbitraries.integers().between(0, 17), comparison, bytes)
                        .as((offset, how, seed) -> trial -> counterTimer(trial, offset, how, first(seed, 8))),
                Combinators.combine(Arbitraries.integers().between(0, 4), comparison, bytes)
                        .as((offset, how, seed) -> trial -> nv(trial, offset, how, first(seed, 4))),
                bytes.list().ofMinSize(1).ofMaxSize(7).map(references -> trial -> or(trial, references)));
        return Arbitraries.oneOf(all);
    }

    private static byte[] first(byte[] seed, int most) {
        return Arrays.copyOf(seed, Math.min(seed.length, most));
    }

    private static void authValue(Trial trial) {
        tpm.execute(new PolicyAuthValue(trial.session));
        trial.digest = trial.digest.authValue();
    }

    private static void password(Trial trial) {
        tpm.execute(new PolicyPassword(trial.session));
        trial.digest = trial.digest.password();
    }

    private static void commandCode(Trial trial) {
        tpm.execute(new PolicyCommandCode(trial.session, SIGN));
        trial.digest = trial.digest.commandCode(SIGN);
    }

    private static void secret(Trial trial, byte[] reference) {
        tpm.execute(
                new PolicySecret(Entity.of(Handle.ENDORSEMENT), trial.session, new byte[0], new byte[0], reference, 0),
                Authorization.empty());
        trial.digest = trial.digest.secret(Name.of(Handle.ENDORSEMENT), reference);
    }

    private static void signed(Trial trial, byte[] reference) {
        Signature any = new Signature.Ecc(Scheme.ecdsa(HashAlgorithm.SHA256), new byte[32], new byte[32]);
        tpm.execute(new PolicySigned(authority, trial.session, new byte[0], new byte[0], reference, 0, any));
        trial.digest = trial.digest.signed(authority.name(), reference);
    }

    private static void authorize(Trial trial, byte[] reference, byte[] seed) {
        Name key = Name.of(HashAlgorithm.SHA256, seed);
        Ticket none = new Ticket(Ticket.VERIFIED, Handle.NULL, new byte[0]);
        tpm.execute(new PolicyAuthorize(trial.session, trial.digest.digest(), reference, key, none));
        trial.digest = trial.digest.authorize(key, reference);
    }

    private static void pcr(Trial trial, int[] pcrs, byte[] seed) {
        List<PcrSelection> selection = List.of(PcrSelection.of(HashAlgorithm.SHA256, pcrs));
        byte[] values = PolicyDigest.ofPcrValues(trial.session.hash(), List.of(seed));
        tpm.execute(new PolicyPCR(trial.session, values, selection));
        trial.digest = trial.digest.pcr(selection, values);
    }

    private static void counterTimer(Trial trial, int offset, Comparison comparison, byte[] operand) {
        tpm.execute(new PolicyCounterTimer(trial.session, operand, offset, comparison));
        trial.digest = trial.digest.counterTimer(operand, offset, comparison);
    }

    private static void nv(Trial trial, int offset, Comparison comparison, byte[] operand) {
        tpm.execute(new PolicyNV(counter, counter, trial.session, operand, offset, comparison), Authorization.empty());
        trial.digest = trial.digest.nv(operand, offset, comparison, counter.name());
    }

    /** This policy, or one of others. */
    private static void or(Trial trial, List<byte[]> references) {
        List<PolicyDigest> branches = Stream.concat(
                        Stream.of(trial.digest),
                        references.stream()
                                .map(reference -> PolicyDigest.start(trial.session.hash())
                                        .secret(Name.of(Handle.OWNER), reference)))
                .toList();
        tpm.execute(new PolicyOR(
                trial.session, branches.stream().map(PolicyDigest::digest).toList()));
        trial.digest = trial.digest.or(branches);
    }
}
