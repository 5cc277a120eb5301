package org.wardkey.provider.ledger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyState;

/**
 * All that is stored of a key. Arrays are shared, not copied, and never written to.
 *
 * @param facts what the key is
 * @param algorithm the JCA's name of the key's algorithm
 * @param publicKey the public key as SubjectPublicKeyInfo; empty for a secret key
 * @param sealedMaterial the encrypted material; empty once destroyed
 * @param chain the certificate chain, DER, the key's own certificate first; empty if there is none
 * @param reason why the key is in its state; empty if nobody said
 */
public record KeyRecord(
        KeyFacts facts, String algorithm, byte[] publicKey, byte[] sealedMaterial, List<byte[]> chain, String reason) {
    /** Copies the list. */
    public KeyRecord {
        chain = List.copyOf(chain);
    }

    KeyRecord withState(KeyState state, String why) {
        KeyFacts changed = changed(facts.alias(), state);
        byte[] material = state == KeyState.DESTROYED ? new byte[0] : sealedMaterial;
        return new KeyRecord(changed, algorithm, publicKey, material, chain, why);
    }

    KeyRecord withAlias(String alias) {
        return new KeyRecord(changed(alias, facts.state()), algorithm, publicKey, sealedMaterial, chain, reason);
    }

    private KeyFacts changed(String alias, KeyState state) {
        KeyFacts f = facts;
        return new KeyFacts(
                f.id(), f.token(), alias, f.type(), f.sizeBits(), state, f.authorizations(), f.imported(), f.created());
    }

    KeyRecord withChain(List<byte[]> certificates) {
        return new KeyRecord(facts, algorithm, publicKey, sealedMaterial, certificates, reason);
    }

    /** The bytes that the row's authentication code covers: every field, each preceded by its length. */
    byte[] canonical() {
        CanonicalBytes bytes = new CanonicalBytes("wardkey key record 1")
                .add(facts.id().toString())
                .add(facts.token())
                .add(facts.alias())
                .add(facts.type().name())
                .add(facts.sizeBits())
                .add(facts.state().name())
                .add(facts.authorizations().encode())
                .add(facts.imported() ? 1 : 0)
                .add(facts.created().toString())
                .add(algorithm)
                .add(reason)
                .add(publicKey)
                .add(sealedMaterial)
                .add(chain.size());
        chain.forEach(bytes::add);
        return bytes.toByteArray();
    }

    /**
     * What the sealed material is bound to: it cannot be moved to a record with other authorizations.
     *
     * @param facts the key's facts
     * @return the associated data of the sealing
     */
    public static byte[] sealingContext(KeyFacts facts) {
        return ("wardkey material 1\n" + facts.id() + "\n" + facts.token() + "\n" + facts.type() + "\n"
                        + facts.sizeBits() + "\n" + facts.authorizations().encode())
                .getBytes(StandardCharsets.UTF_8);
    }
}
