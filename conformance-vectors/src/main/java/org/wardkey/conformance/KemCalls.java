package org.wardkey.conformance;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.SecretKey;

/** Key encapsulation as an application calls it; {@code javax.crypto.KEM} came with Java 21 and late updates of 17. */
final class KemCalls {
    private static final String KEM = "javax.crypto.KEM";
    private static final String NO_KEM = "this JVM has no javax.crypto.KEM";

    private KemCalls() {}

    /** What an encapsulation gave. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
    record Encapsulated(byte[] ciphertext, byte[] secret) {}

    static boolean available() {
        return Reflected.has(KEM);
    }

    static String unavailable() {
        return NO_KEM;
    }

    private static Object kem(Provider provider, String algorithm) throws Exception {
        return Reflected.call(KEM, null, "getInstance", List.of(String.class, Provider.class), algorithm, provider);
    }

    static Encapsulated encapsulate(Provider provider, String algorithm, PublicKey key, SecureRandom random)
            throws Exception {
        Object encapsulator = Reflected.call(
                KEM,
                kem(provider, algorithm),
                "newEncapsulator",
                List.of(PublicKey.class, SecureRandom.class),
                key,
                random);
        Object encapsulated = Reflected.call(KEM + "$Encapsulator", encapsulator, "encapsulate", List.of());
        return new Encapsulated(
                (byte[]) Reflected.call(KEM + "$Encapsulated", encapsulated, "encapsulation", List.of()),
                octets((SecretKey) Reflected.call(KEM + "$Encapsulated", encapsulated, "key", List.of())));
    }

    static byte[] decapsulate(Provider provider, String algorithm, PrivateKey key, byte[] ciphertext) throws Exception {
        Object decapsulator =
                Reflected.call(KEM, kem(provider, algorithm), "newDecapsulator", List.of(PrivateKey.class), key);
        return octets((SecretKey) Reflected.call(
                KEM + "$Decapsulator", decapsulator, "decapsulate", List.of(byte[].class), (Object) ciphertext));
    }

    private static byte[] octets(SecretKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new IllegalStateException("a shared secret without an encoding");
        }
        return encoded;
    }
}
