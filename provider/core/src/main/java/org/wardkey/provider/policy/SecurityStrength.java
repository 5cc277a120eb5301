package org.wardkey.provider.policy;

import java.util.List;
import org.wardkey.provider.operation.KeyType;

/**
 * How many bits of security a key gives.
 *
 * <p>Source: FIPS 204 table 1 (ML-DSA: categories 2, 3 and 5), FIPS 205 table 2 (SLH-DSA: categories 1, 3 and 5); SP 800-57 Part 1 Rev. 5 table 2; a size between two rows counts as the smaller.
 */
final class SecurityStrength {
    /** A row of the table: the strength, and the size of RSA, DSA and DH keys that gives it. */
    record Row(int strengthBits, int integerBits) {}

    static final List<Row> TABLE =
            List.of(new Row(80, 1024), new Row(112, 2048), new Row(128, 3072), new Row(192, 7680), new Row(256, 15360));

    private static final int LARGEST = 256;

    private SecurityStrength() {}

    static int of(KeyType type, int sizeBits) {
        return switch (type) {
            case RSA -> integer(sizeBits);
            case EC_P256, ED25519, X25519, ML_DSA_44, ML_KEM_512 -> 128;
            case SLH_DSA_SHA2_128S, SLH_DSA_SHA2_128F, SLH_DSA_SHAKE_128S, SLH_DSA_SHAKE_128F -> 128;
            case EC_P384, ML_DSA_65, ML_KEM_768 -> 192;
            case SLH_DSA_SHA2_192S, SLH_DSA_SHA2_192F, SLH_DSA_SHAKE_192S, SLH_DSA_SHAKE_192F -> 192;
            case ED448, X448 -> 224;
            case EC_P521, ML_DSA_87, ML_KEM_1024 -> LARGEST;
            case SLH_DSA_SHA2_256S, SLH_DSA_SHA2_256F, SLH_DSA_SHAKE_256S, SLH_DSA_SHAKE_256F -> LARGEST;
            case AES, HMAC, KMAC, CHACHA20 -> Math.min(sizeBits, LARGEST);
            case PASSWORD -> LARGEST; // It protects nothing here: what a person chose is not for the table.
            case AES_XTS -> sizeBits / 2; // Two keys: one for the data, one for the tweak.
        };
    }

    private static int integer(int sizeBits) {
        int strength = 0;
        for (Row row : TABLE) {
            if (sizeBits >= row.integerBits()) {
                strength = row.strengthBits();
            }
        }
        return strength;
    }

    /** The smallest RSA, DSA or DH key of a strength. */
    static int integerBits(int strengthBits) {
        return TABLE.stream()
                .filter(row -> row.strengthBits() >= strengthBits)
                .mapToInt(Row::integerBits)
                .min()
                .orElse(TABLE.get(TABLE.size() - 1).integerBits());
    }
}
