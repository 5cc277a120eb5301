package org.wardkey.tpm2.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Swtpm;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.NV_DefineSpace;
import org.wardkey.tpm2.command.NV_Increment;
import org.wardkey.tpm2.command.NV_ReadPublic;
import org.wardkey.tpm2.command.PolicyAuthValue;
import org.wardkey.tpm2.command.PolicyAuthorize;
import org.wardkey.tpm2.command.PolicyCommandCode;
import org.wardkey.tpm2.command.PolicyCounterTimer;
import org.wardkey.tpm2.command.PolicyDuplicationSelect;
import org.wardkey.tpm2.command.PolicyGetDigest;
import org.wardkey.tpm2.command.PolicyNV;
import org.wardkey.tpm2.command.PolicyOR;
import org.wardkey.tpm2.command.PolicyPCR;
import org.wardkey.tpm2.command.PolicyPassword;
import org.wardkey.tpm2.command.PolicySecret;
import org.wardkey.tpm2.command.PolicySigned;
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

/** Digests that were computed here against those of trial sessions in the simulator swtpm. */
class PolicyDigestTest {
    private static final Handle INDEX = new Handle(0x01500010);

    private static Path folder;
    private static Swtpm swtpm;
    private static Tpm tpm;
    private static LoadedObject authority;
    private static Entity counter;

    /** One assertion: in the TPM, and here. */
    interface Assertion {
        void assertIn(PolicySession session);

        PolicyDigest extend(PolicyDigest before);
    }

    @BeforeContainer
    static void start() throws IOException {
        folder = Files.createTempDirectory("wardkey-swtpm");
        swtpm = Swtpm.start(folder);
        tpm = swtpm.connect();
        authority = tpm.createPrimary(Entity.of(Handle.NULL), Template.attestationP256(), Authorization.empty());
        NvAttributes attributes = new NvAttributes(
                NvAttributes.COUNTER | NvAttributes.AUTHREAD | NvAttributes.AUTHWRITE | NvAttributes.NO_DA);
        NvPublic index = new NvPublic(INDEX, HashAlgorithm.SHA256, attributes, new byte[0], 8);
        tpm.execute(new NV_DefineSpace(Entity.of(Handle.OWNER), new byte[0], index), Authorization.empty());
        Entity fresh = Entity.of(INDEX, index.name());
        tpm.execute(new NV_Increment(fresh, fresh), Authorization.empty());
        counter = Entity.of(INDEX, index.written().name());
        Name shown = tpm.execute(new NV_ReadPublic(counter)).nvName();
        assertThat(shown).isEqualTo(counter.name());
    }

    @AfterContainer
    static void stop() throws IOException {
        tpm.close();
        swtpm.close();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void digest_anyAssertions_equalsTheTpms(
            @ForAll @Size(min = 1, max = 5) List<@From("assertions") Assertion> assertions,
            @ForAll("hashes") HashAlgorithm hash) {
        compare(assertions, hash);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void digest_or_equalsTheTpms(
            @ForAll("hashes") HashAlgorithm hash,
            @ForAll @Size(min = 2, max = 8) List<@From("assertions") Assertion> branches) {
        List<PolicyDigest> digests = branches.stream()
                .map(branch -> branch.extend(PolicyDigest.start(hash)))
                .toList();
        List<byte[]> bytes = digests.stream().map(PolicyDigest::digest).toList();
        compare(
                List.of(assertion(session -> tpm.execute(new PolicyOR(session, bytes)), before -> before.or(digests))),
                hash);
    }

    @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
    void digest_commandCode_equalsTheTpms(@ForAll("hashes") HashAlgorithm hash, @ForAll("assertions") Assertion first) {
        int sign = 0x15D;
        compare(
                List.of(
                        first,
                        assertion(
                                session -> tpm.execute(new PolicyCommandCode(session, sign)),
                                before -> before.commandCode(sign))),
                hash);
    }

    @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
    void digest_duplicationSelect_equalsTheTpms(
            @ForAll("hashes") HashAlgorithm hash, @ForAll("bytes") byte[] seed, @ForAll boolean includeObject) {
        Name object = Name.of(HashAlgorithm.SHA256, seed);
        Name parent = Name.of(HashAlgorithm.SHA384, seed);
        compare(
                List.of(assertion(
                        session -> tpm.execute(new PolicyDuplicationSelect(session, object, parent, includeObject)),
                        before -> before.duplicationSelect(object, parent, includeObject))),
                hash);
    }

    @Example
    void digest_endorsementSecret_isThatOfTheProfile() {
        PolicyDigest secret = PolicyDigest.start(HashAlgorithm.SHA256).secret(Name.of(Handle.ENDORSEMENT), new byte[0]);
        assertThat(secret.digest()).isEqualTo(Template.ekP256().authPolicy());
        assertThat(HexFormat.of().formatHex(secret.digest()))
                .isEqualTo("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");
    }

    @Example
    void or_oneBranch_isRefused() {
        PolicyDigest start = PolicyDigest.start(HashAlgorithm.SHA256);
        assertThatThrownBy(() -> start.or(List.of(start)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 2 to 8 branches, got 1");
    }

    private static void compare(List<Assertion> assertions, HashAlgorithm hash) {
        PolicyDigest expected = PolicyDigest.start(hash);
        try (PolicySession session = tpm.startTrialSession(hash)) {
            for (Assertion assertion : assertions) {
                assertion.assertIn(session);
                expected = assertion.extend(expected);
            }
            assertThat(expected.digest()).isEqualTo(tpm.execute(new PolicyGetDigest(session)));
        }
    }

    @Provide
    Arbitrary<HashAlgorithm> hashes() {
        return Arbitraries.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
    }

    @Provide
    Arbitrary<Assertion> assertions() {
        return assertion();
    }

    private Arbitrary<Assertion> assertion() {
        Arbitrary<byte[]> reference = bytes();
        Arbitrary<Comparison> comparison = Arbitraries.of(Comparison.class);
        return Arbitraries.oneOf(
                Arbitraries.of(
                        assertion(session -> tpm.execute(new PolicyAuthValue(session)), PolicyDigest::authValue),
                        assertion(session -> tpm.execute(new PolicyPassword(session)), PolicyDigest::password)),
                reference.map(PolicyDigestTest::secret),
                reference.map(PolicyDigestTest::signed),
                Combinators.combine(reference, bytes()).as(PolicyDigestTest::authorize),
                Combinators.combine(Arbitraries.integers().between(0, 23).set().ofMaxSize(5), bytes())
                        .as((pcrs, seed) ->
                                pcr(pcrs.stream().mapToInt(Integer::intValue).toArray(), seed)),
                Combinators.combine(Arbitraries.integers().between(0, 17), comparison, bytes())
                        .as((offset, operation, seed) -> counterTimer(offset, operation, first(seed, 8))),
                Combinators.combine(Arbitraries.integers().between(0, 4), comparison, bytes())
                        .as((offset, operation, seed) -> nv(offset, operation, first(seed, 4))));
    }

    private static byte[] first(byte[] seed, int most) {
        return java.util.Arrays.copyOf(seed, Math.min(seed.length, most));
    }

    private static Assertion secret(byte[] reference) {
        return assertion(
                session -> tpm.execute(
                        new PolicySecret(
                                Entity.of(Handle.ENDORSEMENT), session, new byte[0], new byte[0], reference, 0),
                        Authorization.empty()),
                before -> before.secret(Name.of(Handle.ENDORSEMENT), reference));
    }

    private static Assertion signed(byte[] reference) {
        Signature any = new Signature.Ecc(Scheme.ecdsa(HashAlgorithm.SHA256), new byte[32], new byte[32]);
        return assertion(
                session ->
                        tpm.execute(new PolicySigned(authority, session, new byte[0], new byte[0], reference, 0, any)),
                before -> before.signed(authority.name(), reference));
    }

    private static Assertion authorize(byte[] reference, byte[] seed) {
        Name key = Name.of(HashAlgorithm.SHA256, seed);
        Ticket none = new Ticket(Ticket.VERIFIED, Handle.NULL, new byte[0]);
        return new Assertion() {
            @Override
            public void assertIn(PolicySession session) {
                byte[] approved = tpm.execute(new PolicyGetDigest(session));
                tpm.execute(new PolicyAuthorize(session, approved, reference, key, none));
            }

            @Override
            public PolicyDigest extend(PolicyDigest before) {
                return before.authorize(key, reference);
            }
        };
    }

    private static Assertion pcr(int[] pcrs, byte[] seed) {
        List<PcrSelection> selection = List.of(PcrSelection.of(HashAlgorithm.SHA256, pcrs));
        return new Assertion() {
            private final List<byte[]> digests = new ArrayList<>();

            @Override
            public void assertIn(PolicySession session) {
                byte[] digest = PolicyDigest.ofPcrValues(session.hash(), List.of(seed));
                digests.add(digest);
                tpm.execute(new PolicyPCR(session, digest, selection));
            }

            @Override
            public PolicyDigest extend(PolicyDigest before) {
                return before.pcr(selection, digests.isEmpty() ? new byte[32] : digests.get(digests.size() - 1));
            }
        };
    }

    private static Assertion counterTimer(int offset, Comparison operation, byte[] operand) {
        return assertion(
                session -> tpm.execute(new PolicyCounterTimer(session, operand, offset, operation)),
                before -> before.counterTimer(operand, offset, operation));
    }

    private static Assertion nv(int offset, Comparison operation, byte[] operand) {
        return assertion(
                session -> tpm.execute(
                        new PolicyNV(counter, counter, session, operand, offset, operation), Authorization.empty()),
                before -> before.nv(operand, offset, operation, counter.name()));
    }

    private static Assertion assertion(
            java.util.function.Consumer<PolicySession> inTpm, java.util.function.UnaryOperator<PolicyDigest> here) {
        return new Assertion() {
            @Override
            public void assertIn(PolicySession session) {
                inTpm.accept(session);
            }

            @Override
            public PolicyDigest extend(PolicyDigest before) {
                return here.apply(before);
            }
        };
    }
}
