package org.wardkey.provider.audit;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * A Merkle tree that grows at its right end, of which only the roots of its perfect subtrees are kept:
 * at most one for each height, as in a binary counter. Appending costs two hashes on average.
 *
 * <p>Not thread-safe.
 *
 * <p>Source: RFC 9162 §2.1.1.
 */
final class MerkleTree {
    static final int HASH_BYTES = 32;
    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final int HEIGHTS = Long.SIZE - 1;

    private final MessageDigest sha256;
    private final PerfectSubtrees completed;
    private final byte[][] roots = new byte[HEIGHTS][];
    private final byte[] node = new byte[1 + 2 * HASH_BYTES];
    private long size;

    /** Told of every perfect subtree whose height is a multiple of eight: what tiles are made of. */
    @FunctionalInterface
    interface PerfectSubtrees {
        /**
         * Takes a root.
         *
         * @param level the height divided by eight; 0 for a leaf
         * @param hash the root; not to be changed
         */
        void completed(int level, byte[] hash);
    }

    /** An empty tree. */
    MerkleTree(MessageDigest sha256, PerfectSubtrees completed) {
        this.sha256 = sha256;
        this.completed = completed;
        node[0] = NODE;
    }

    /** An empty tree that tells nobody. */
    MerkleTree(MessageDigest sha256) {
        this(sha256, (level, hash) -> {});
    }

    /** Gives the roots of perfect subtrees: that of the leaves {@code index << height} and following. */
    @FunctionalInterface
    interface Nodes<E extends Exception> {
        byte[] subtree(int height, long index) throws E;
    }

    /**
     * A tree as it was when it had a size.
     *
     * @param leaves the size
     * @param nodes the roots that it then had
     */
    static <E extends Exception> MerkleTree resume(
            MessageDigest sha256, PerfectSubtrees completed, long leaves, Nodes<E> nodes) throws E {
        MerkleTree tree = new MerkleTree(sha256, completed);
        for (int height = 0; height < HEIGHTS; height++) {
            if ((leaves >>> height & 1) == 1) {
                tree.roots[height] = nodes.subtree(height, (leaves >>> height) - 1);
            }
        }
        tree.size = leaves;
        return tree;
    }

    /** How many leaves there are. */
    long size() {
        return size;
    }

    /**
     * Appends a leaf.
     *
     * @param leaf its hash; the tree's from now on
     */
    void append(byte[] leaf) {
        byte[] root = leaf;
        completed.completed(0, leaf);
        int height = 0;
        while ((size >>> height & 1) == 1) {
            root = nodeHash(roots[height], root);
            height++;
            if (height % Byte.SIZE == 0) {
                completed.completed(height / Byte.SIZE, root);
            }
        }
        roots[height] = root;
        size++;
    }

    /** The root of all leaves so far: a new array. */
    byte[] root() {
        if (size == 0) {
            return sha256.digest(new byte[0]);
        }
        int height = Long.numberOfTrailingZeros(size);
        byte[] root = roots[height].clone();
        for (height++; height < HEIGHTS; height++) {
            if ((size >>> height & 1) == 1) {
                root = nodeHash(roots[height], root);
            }
        }
        return root;
    }

    /** The same tree, to grow by itself; tells nobody. */
    MerkleTree copy() {
        return resume(sha256, (level, hash) -> {}, size, (height, index) -> roots[height]);
    }

    byte[] leafHash(byte[] bytes, int offset, int length) {
        sha256.update(LEAF);
        sha256.update(bytes, offset, length);
        return sha256.digest();
    }

    byte[] leafHash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return leafHash(bytes, 0, bytes.length);
    }

    byte[] nodeHash(byte[] left, byte[] right) {
        System.arraycopy(left, 0, node, 1, HASH_BYTES);
        System.arraycopy(right, 0, node, 1 + HASH_BYTES, HASH_BYTES);
        sha256.update(node);
        byte[] hash = new byte[HASH_BYTES];
        try {
            int size32 = sha256.digest(hash, 0, HASH_BYTES);
            assert size32 == HASH_BYTES;
        } catch (DigestException e) {
            throw new AssertionError("SHA-256 gives 32 bytes.", e);
        }
        return hash;
    }
}
