package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import org.wardkey.provider.gate.OperationGate;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;

/** Key agreement as a part of a key encapsulation mechanism. */
final class Agreement {
    private Agreement() {}

    /**
     * Agrees.
     *
     * @return the secret, which the caller wipes
     * @throws InvalidKeyException if the other's point is of small order. Source: RFC 9180 §7.1.4, RFC 7748 §6.
     */
    static byte[] secret(OperationGate gate, KeyType type, PrivateKey own, PublicKey other)
            throws GeneralSecurityException {
        byte[] agreed = gate.agree(own, mechanism(type), other);
        int bits = 0;
        for (byte octet : agreed) {
            bits |= octet;
        }
        if (bits == 0) {
            Arrays.fill(agreed, (byte) 0);
            throw new InvalidKeyException("Expected a public key of " + type.curve() + " of large order.");
        }
        return agreed;
    }

    private static Mechanism mechanism(KeyType type) {
        return Mechanism.of(
                switch (type) {
                    case X25519 -> Family.X25519;
                    case X448 -> Family.X448;
                    default -> Family.ECDH;
                });
    }
}
