package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Optional;

/**
 * Private keys of ML-KEM and ML-DSA from their seeds: in the seed form of PKCS#8 where the provider takes it, else from
 * a key pair generator that takes the seed as its randomness.
 *
 * <p>Source: RFC 9935 §6, RFC 9881 §6; FIPS 203 §6.1, FIPS 204 §6.1.
 */
final class SeedKeys {
    private static final byte SEED = (byte) 0x80;

    private SeedKeys() {}

    /** Why this seed cannot be given to the provider; empty when it can. */
    static Optional<String> cannotGive(Engines engines, String set, byte[] seed) throws VectorFormatException {
        int seedBytes = seedBytes(set);
        boolean possible = takesSeedForm(engines, set, seedBytes)
                || (seed.length == seedBytes && generatesFromSeeds(engines, set, seedBytes));
        return possible ? Optional.empty() : Optional.of("the provider takes no seeds of " + set + " of this length");
    }

    /** The key; through the generator only where it is known to take the seed. */
    static PrivateKey of(Engines engines, String set, byte[] seed)
            throws GeneralSecurityException, VectorFormatException {
        return takesSeedForm(engines, set, seedBytes(set))
                ? engines.privateKey(set, encoded(set, seed))
                : engines.keyPair(set, GivenRandom.of(seed)).getPrivate();
    }

    private static boolean takesSeedForm(Engines engines, String set, int seedBytes) throws VectorFormatException {
        return Attempt.of(() -> engines.privateKey(set, encoded(set, new byte[seedBytes])))
                instanceof Attempt.Returned<PrivateKey>;
    }

    private static boolean generatesFromSeeds(Engines engines, String set, int seedBytes) throws VectorFormatException {
        GivenRandom random = GivenRandom.of(new byte[seedBytes]);
        return engines.missing("KeyPairGenerator", set).isEmpty()
                && Attempt.of(() -> engines.keyPair(set, random)) instanceof Attempt.Returned
                && random.takenExactly();
    }

    static int seedBytes(String set) {
        return set.startsWith("ML-KEM") ? 64 : 32;
    }

    private static byte[] encoded(String set, byte[] seed) {
        return Encodings.privateKey(set, SEED, seed);
    }
}
