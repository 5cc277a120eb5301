package org.wardkey.conformance;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.DHParameterSpec;

/**
 * The groups of safe primes that SP 800-56A r3 approves, with the generator 2.
 *
 * <pre>
 * ffdheN  p = 2^N - 2^(N-64) + ([2^(N-130) e]  + X) 2^64 - 1    RFC 7919, appendix A
 * MODP-N  p = 2^N - 2^(N-64) + ([2^(N-130) pi] + X) 2^64 - 1    RFC 3526
 * </pre>
 */
final class SafePrimes {
    private static final Map<Integer, Integer> FFDHE =
            Map.of(2048, 560_316, 3072, 2_625_351, 4096, 5_736_041, 6144, 15_705_020, 8192, 10_965_728);
    private static final Map<Integer, Integer> MODP =
            Map.of(2048, 124_476, 3072, 1_690_314, 4096, 240_904, 6144, 929_484, 8192, 4_743_158);
    /** Private keys twice as long as the strength of the group, and a little more. Source: RFC 7919, appendix A. */
    private static final Map<Integer, Integer> PRIVATE_BITS =
            Map.of(2048, 225, 3072, 275, 4096, 325, 6144, 375, 8192, 400);

    private static final int GUARD_BITS = 64;

    private SafePrimes() {}

    /** All names, smallest groups first. */
    static List<String> names() {
        return FFDHE.keySet().stream()
                .sorted()
                .flatMap(bits -> Stream.of("ffdhe" + bits, "MODP-" + bits))
                .toList();
    }

    /** The group of this name; empty when it is none of them. */
    static Optional<DHParameterSpec> group(String name) {
        boolean ffdhe = name.startsWith("ffdhe");
        String digits = name.replaceAll("^(ffdhe|MODP-)", "");
        if (!digits.matches("\\d{4}") || digits.equals(name)) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(digits);
        return Optional.ofNullable((ffdhe ? FFDHE : MODP).get(bits))
                .map(x -> new DHParameterSpec(prime(bits, x, ffdhe), BigInteger.TWO, privateBits(bits)));
    }

    private static int privateBits(int bits) {
        return PRIVATE_BITS.getOrDefault(bits, 0);
    }

    private static BigInteger prime(int bits, int x, boolean ffdhe) {
        int fraction = bits - 130;
        BigInteger middle = (ffdhe ? e(fraction) : pi(fraction)).add(BigInteger.valueOf(x));
        return BigInteger.ONE
                .shiftLeft(bits)
                .subtract(BigInteger.ONE.shiftLeft(bits - 64))
                .add(middle.shiftLeft(64))
                .subtract(BigInteger.ONE);
    }

    /** The whole part of 2^bits e: the sum of 1/k!. */
    private static BigInteger e(int bits) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger term = BigInteger.ONE.shiftLeft(bits + GUARD_BITS);
        for (int k = 1; term.signum() > 0; k++) {
            sum = sum.add(term);
            term = term.divide(BigInteger.valueOf(k));
        }
        return sum.shiftRight(GUARD_BITS);
    }

    /** The whole part of 2^bits pi, by Machin: 16 arctan(1/5) - 4 arctan(1/239). */
    private static BigInteger pi(int bits) {
        BigInteger one = BigInteger.ONE.shiftLeft(bits + GUARD_BITS);
        return arctan(one, 5)
                .shiftLeft(4)
                .subtract(arctan(one, 239).shiftLeft(2))
                .shiftRight(GUARD_BITS);
    }

    private static BigInteger arctan(BigInteger one, int inverse) {
        BigInteger square = BigInteger.valueOf((long) inverse * inverse);
        BigInteger power = one.divide(BigInteger.valueOf(inverse));
        BigInteger sum = BigInteger.ZERO;
        for (int k = 1; power.signum() > 0; k += 2) {
            BigInteger term = power.divide(BigInteger.valueOf(k));
            sum = k % 4 == 1 ? sum.add(term) : sum.subtract(term);
            power = power.divide(square);
        }
        return sum;
    }
}
