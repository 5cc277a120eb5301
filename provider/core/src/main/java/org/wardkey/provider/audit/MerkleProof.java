package org.wardkey.provider.audit;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.wardkey.provider.audit.MerkleTree.Nodes;

/**
 * Proofs that a tree has a leaf, and that a tree only grew.
 *
 * <p>Source: RFC 9162 §2.1.3 and §2.1.4.
 */
final class MerkleProof {
    private MerkleProof() {}

    /**
     * Makes an inclusion proof. Source: RFC 9162 §2.1.3.1.
     *
     * @param index the leaf, from 0
     * @param size the size of the tree
     * @param nodes the tree
     * @return the path from the leaf to the root
     */
    static <E extends Exception> List<byte[]> inclusion(MerkleTree hasher, long index, long size, Nodes<E> nodes)
            throws E {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "Expected a leaf of a tree of size " + size + ", got number " + index + ".");
        }
        List<byte[]> path = new ArrayList<>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long middle = begin + split(end - begin);
            if (index < middle) {
                path.add(0, root(hasher, middle, end, nodes));
                end = middle;
            } else {
                path.add(0, root(hasher, begin, middle, nodes));
                begin = middle;
            }
        }
        return path;
    }

    /**
     * Makes a consistency proof. Source: RFC 9162 §2.1.4.1.
     *
     * @param first the size of the older tree, at least 1
     * @param second the size of the newer tree
     * @param nodes the newer tree
     * @return the proof
     */
    static <E extends Exception> List<byte[]> consistency(MerkleTree hasher, long first, long second, Nodes<E> nodes)
            throws E {
        if (first < 1 || first > second) {
            throw new IllegalArgumentException(
                    "Expected a size from 1 to " + second + " to prove consistency from, got " + first + ".");
        }
        List<byte[]> proof = new ArrayList<>();
        long begin = 0;
        long end = second;
        while (first < end) {
            long middle = begin + split(end - begin);
            if (first <= middle) {
                proof.add(0, root(hasher, middle, end, nodes));
                end = middle;
            } else {
                proof.add(0, root(hasher, begin, middle, nodes));
                begin = middle;
            }
        }
        if (begin > 0) {
            proof.add(0, root(hasher, begin, end, nodes));
        }
        return proof;
    }

    /** The largest power of two that is smaller. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private static <E extends Exception> byte[] root(MerkleTree hasher, long begin, long end, Nodes<E> nodes) throws E {
        long size = end - begin;
        if (Long.bitCount(size) == 1) {
            int height = Long.numberOfTrailingZeros(size);
            return nodes.subtree(height, begin >>> height);
        }
        long middle = begin + split(size);
        return hasher.nodeHash(root(hasher, begin, middle, nodes), root(hasher, middle, end, nodes));
    }

    /** Whether a path leads from a leaf to a root. Source: RFC 9162 §2.1.3.2. */
    static boolean verifyInclusion(
            MerkleTree hasher, long index, long size, byte[] leaf, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] hash = leaf;
        for (byte[] step : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = hasher.nodeHash(step, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                hash = hasher.nodeHash(hash, step);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(hash, root);
    }

    /** Whether the newer tree begins with the older one. Source: RFC 9162 §2.1.4.2. */
    static boolean verifyConsistency(
            MerkleTree hasher, long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> proof) {
        if (first < 1 || first > second) {
            return false;
        }
        if (first == second) {
            return proof.isEmpty() && MessageDigest.isEqual(firstRoot, secondRoot);
        }
        List<byte[]> path = new ArrayList<>(proof);
        if (Long.bitCount(first) == 1) {
            path.add(0, firstRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        long fn = first - 1;
        long sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>>= 1;
            sn >>>= 1;
        }
        byte[] older = path.get(0);
        byte[] newer = path.get(0);
        for (byte[] step : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                older = hasher.nodeHash(step, older);
                newer = hasher.nodeHash(step, newer);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                newer = hasher.nodeHash(newer, step);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(older, firstRoot) && MessageDigest.isEqual(newer, secondRoot);
    }
}
