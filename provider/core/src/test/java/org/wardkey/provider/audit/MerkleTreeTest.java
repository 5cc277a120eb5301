package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against the definitions of RFC 9162 §2.1, computed the slow way, and the known roots of eight leaves. */
class MerkleTreeTest {
    private static final MessageDigest SHA_256 = JdkCrypto.sha256();

    /** The leaves of the test tree of certificate-transparency-go, whose roots are known. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static byte[] leaf(MerkleTree tree, int number) {
        return tree.leafHash("leaf " + number);
    }

    /** MTH. Source: RFC 9162 §2.1.1. */
    private static byte[] mth(MerkleTree hasher, List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return SHA_256.digest();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return hasher.nodeHash(
                mth(hasher, leaves.subList(0, split)), mth(hasher, leaves.subList(split, leaves.size())));
    }

    private static List<byte[]> leaves(MerkleTree hasher, int size) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(leaf(hasher, i));
        }
        return leaves;
    }

    private static MerkleTree.Nodes<RuntimeException> nodes(MerkleTree hasher, List<byte[]> leaves) {
        return (height, index) -> mth(hasher, leaves.subList((int) (index << height), (int) ((index + 1) << height)));
    }

    @Test
    void root_knownLeaves_isKnown() {
        MerkleTree tree = new MerkleTree(SHA_256);
        assertThat(tree.root())
                .asHexString()
                .isEqualToIgnoringCase("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (int i = 0; i < LEAVES.size(); i++) {
            byte[] bytes = HexFormat.of().parseHex(LEAVES.get(i));
            tree.append(tree.leafHash(bytes, 0, bytes.length));
            assertThat(HexFormat.of().formatHex(tree.root())).isEqualTo(ROOTS.get(i));
        }
    }

    @Property(tries = 200)
    void root_anySize_isThatOfTheDefinition(@ForAll @IntRange(max = 700) int size) {
        MerkleTree tree = new MerkleTree(SHA_256);
        List<byte[]> leaves = leaves(tree, size);
        leaves.forEach(tree::append);
        assertThat(tree.root()).isEqualTo(mth(tree, leaves));
        assertThat(tree.copy().root()).isEqualTo(tree.root());
        assertThat(tree.size()).isEqualTo(size);
    }

    @Property(tries = 100)
    void resume_anySize_growsAsIfNeverStopped(
            @ForAll @IntRange(max = 600) int size, @ForAll @IntRange(max = 300) int more) {
        MerkleTree hasher = new MerkleTree(SHA_256);
        List<byte[]> leaves = leaves(hasher, size + more);
        MerkleTree resumed = MerkleTree.resume(SHA_256, (level, hash) -> {}, size, nodes(hasher, leaves));
        leaves.subList(size, size + more).forEach(resumed::append);
        assertThat(resumed.root()).isEqualTo(mth(hasher, leaves));
    }

    @Property(tries = 200)
    void inclusion_anyLeaf_isProvedAndNothingElseIs(
            @ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(max = 299) int any) {
        int index = any % size;
        MerkleTree hasher = new MerkleTree(SHA_256);
        List<byte[]> leaves = leaves(hasher, size);
        byte[] root = mth(hasher, leaves);
        List<byte[]> path = MerkleProof.inclusion(hasher, index, size, nodes(hasher, leaves));

        assertThat(MerkleProof.verifyInclusion(hasher, index, size, leaves.get(index), path, root))
                .isTrue();
        assertThat(MerkleProof.verifyInclusion(hasher, index, size, leaf(hasher, size + 1), path, root))
                .isFalse();
        assertThat(MerkleProof.verifyInclusion(hasher, size, size, leaves.get(index), path, root))
                .isFalse();
        for (int i = 0; i < path.size(); i++) {
            List<byte[]> altered = new ArrayList<>(path);
            altered.set(i, leaf(hasher, -1));
            assertThat(MerkleProof.verifyInclusion(hasher, index, size, leaves.get(index), altered, root))
                    .isFalse();
            assertThat(MerkleProof.verifyInclusion(hasher, index, size, leaves.get(index), path.subList(0, i), root))
                    .isFalse();
        }
    }

    @Property(tries = 200)
    void consistency_anyTwoSizes_isProvedAndNothingElseIs(
            @ForAll @IntRange(min = 1, max = 300) int second, @ForAll @IntRange(max = 299) int any) {
        int first = any % second + 1;
        MerkleTree hasher = new MerkleTree(SHA_256);
        List<byte[]> leaves = leaves(hasher, second);
        byte[] older = mth(hasher, leaves.subList(0, first));
        byte[] newer = mth(hasher, leaves);
        List<byte[]> proof = MerkleProof.consistency(hasher, first, second, nodes(hasher, leaves));

        assertThat(MerkleProof.verifyConsistency(hasher, first, older, second, newer, proof))
                .isTrue();
        byte[] other = leaf(hasher, -1);
        assertThat(MerkleProof.verifyConsistency(hasher, first, other, second, newer, proof))
                .isFalse();
        assertThat(MerkleProof.verifyConsistency(hasher, first, older, second, other, proof))
                .isFalse();
        for (int i = 0; i < proof.size(); i++) {
            List<byte[]> altered = new ArrayList<>(proof);
            altered.set(i, other);
            assertThat(MerkleProof.verifyConsistency(hasher, first, older, second, newer, altered))
                    .isFalse();
        }
    }
}
