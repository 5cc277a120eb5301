package org.wardkey.provider.spi;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KDFParameters;
import javax.crypto.KDFSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.secret.Encodings;

/**
 * {@code KDF}: HKDF by its hash function with the JDK's {@link HKDFParameterSpec}, and the other functions with a {@link
 * KeyDerivation}. A managed key can be the key of an expansion. Thread-safe.
 */
public final class RoutingKdfSpi extends KDFSpi {
    private final SpiContext context;
    private final String row;
    private final Digest digest;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param row the name of the row
     * @param digest the hash function of HKDF; {@link Digest#NONE} for a row that takes a {@link KeyDerivation}
     * @throws InvalidAlgorithmParameterException never
     */
    public RoutingKdfSpi(SpiContext context, String row, Digest digest) throws InvalidAlgorithmParameterException {
        super(null);
        this.context = context;
        this.row = row;
        this.digest = digest;
    }

    @Override
    protected @Nullable KDFParameters engineGetParameters() {
        return null;
    }

    @Override
    protected SecretKey engineDeriveKey(String algorithm, AlgorithmParameterSpec specification)
            throws InvalidAlgorithmParameterException {
        byte[] bytes = engineDeriveData(specification);
        try {
            return new SecretKeySpec(bytes, algorithm);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    protected byte[] engineDeriveData(AlgorithmParameterSpec specification) throws InvalidAlgorithmParameterException {
        try {
            if (digest != Digest.NONE) {
                return hkdf(specification);
            }
            if (specification instanceof KeyDerivation derivation
                    && derivation.function().row().equals(row)) {
                return derive(derivation);
            }
        } catch (InvalidKeyException | IllegalArgumentException e) {
            throw new InvalidAlgorithmParameterException(e.getMessage(), e);
        }
        throw new InvalidAlgorithmParameterException("Expected a KeyDerivation with a function of " + row + ".");
    }

    private byte[] derive(KeyDerivation derivation) throws InvalidKeyException {
        return new KeyDerivationFunctions(context.gate(), derivation).derive();
    }

    private byte[] hkdf(AlgorithmParameterSpec specification)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (specification instanceof HKDFParameterSpec.Extract extract) {
            return extracted(
                    extract.ikms(),
                    extract.salts(),
                    KeyDerivation.Function.HKDF_EXTRACT,
                    new byte[0],
                    digest.sizeBytes());
        }
        if (specification instanceof HKDFParameterSpec.Expand expand) {
            requirePseudorandom(expand.prk());
            return derive(KeyDerivation.with(KeyDerivation.Function.HKDF_EXPAND, expand.prk(), digest)
                    .info(orEmpty(expand.info()))
                    .to(row, expand.length()));
        }
        if (specification instanceof HKDFParameterSpec.ExtractThenExpand both) {
            return extracted(
                    both.ikms(), both.salts(), KeyDerivation.Function.HKDF, orEmpty(both.info()), both.length());
        }
        throw new InvalidAlgorithmParameterException("Expected an HKDFParameterSpec for " + row + ".");
    }

    /** Source: RFC 5869 §2.3: "at least HashLen octets". */
    private void requirePseudorandom(SecretKey key) throws InvalidKeyException {
        byte[] bytes = Encodings.of(key);
        if (bytes != null) {
            Arrays.fill(bytes, (byte) 0);
            if (bytes.length < digest.sizeBytes()) {
                throw new InvalidKeyException("Expected a pseudorandom key of at least " + digest.sizeBytes()
                        + " bytes for " + row + ", got " + bytes.length + ".");
            }
        }
    }

    private static byte[] orEmpty(byte @Nullable [] info) {
        return info == null ? new byte[0] : info;
    }

    private byte[] extracted(
            List<SecretKey> materials,
            List<SecretKey> salts,
            KeyDerivation.Function function,
            byte[] info,
            int sizeBytes)
            throws InvalidKeyException {
        return joined(
                salts,
                salt -> joined(materials, material -> {
                    try (WipedKey key = new WipedKey(material)) {
                        return derive(KeyDerivation.with(function, key, digest)
                                .salt(salt)
                                .info(info)
                                .to(row, sizeBytes));
                    }
                }));
    }

    private interface Use {
        byte[] of(byte[] bytes) throws InvalidKeyException;
    }

    /** Lends the bytes of keys, one behind the other, and wipes them. */
    private static byte[] joined(List<SecretKey> keys, Use use) throws InvalidKeyException {
        byte[][] parts = new byte[keys.size()][];
        byte[] joined = {};
        try {
            int size = 0;
            for (int i = 0; i < parts.length; i++) {
                parts[i] = plain(keys.get(i));
                size += parts[i].length;
            }
            joined = new byte[size];
            int at = 0;
            for (byte[] part : parts) {
                System.arraycopy(part, 0, joined, at, part.length);
                at += part.length;
            }
            return use.of(joined);
        } finally {
            Arrays.fill(joined, (byte) 0);
            for (byte[] part : parts) {
                if (part != null) {
                    Arrays.fill(part, (byte) 0);
                }
            }
        }
    }

    private static byte[] plain(SecretKey key) throws InvalidKeyException {
        byte[] bytes = Encodings.of(key);
        if (bytes == null) {
            throw new InvalidKeyException("Expected plain secrets as input keying material and salt, whose bytes are"
                    + " messages; a managed key can be the key of an expansion.");
        }
        return bytes;
    }
}
