package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.GatedVerify;
import org.wardkey.provider.gate.JdkFactories;
import org.wardkey.provider.gate.OperationGate;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * {@code Signature} of HSS, and of LMS as HSS with one level: verification only, since who signs must never lose count of
 * what he has signed. Not thread-safe.
 *
 * <p>Source: RFC 8554 §6.3, SP 800-208 §4, RFC 9708 (names and encodings).
 */
public final class LmsSignatureSpi extends SignatureSpi {
    private static final String NAME = "HSS/LMS";

    /** What the providers call such keys. */
    private static final Set<String> NAMES = Set.of("HSS/LMS", "HSS", "LMS");

    private final OperationGate gate;
    private @Nullable GatedVerify verifying;

    /**
     * Sets the SPI up.
     *
     * @param gate the way to an engine
     */
    public LmsSignatureSpi(OperationGate gate) {
        this.gate = gate;
    }

    /**
     * Tells whether a key is one for this service.
     *
     * @param key any key
     * @return whether it is a public key of HSS or LMS with an encoding
     */
    public static boolean isOwn(Key key) {
        return key instanceof PublicKey
                && key.getFormat() != null
                && NAMES.contains(key.getAlgorithm().toUpperCase(Locale.ROOT));
    }

    @Override
    protected void engineInitVerify(@Nullable PublicKey key) throws InvalidKeyException {
        verifying = null;
        if (key == null || !isOwn(key)) {
            throw new InvalidKeyException(
                    "Expected a public key of " + NAME + ", got " + (key == null ? "none" : key.getAlgorithm()) + ".");
        }
        try {
            // The JDK's factory translates keys of its own name alone.
            PublicKey ofTheJdk = JdkFactories.keyFactory(NAME).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
            verifying = gate.verify(ofTheJdk, Mechanism.of(Family.LMS));
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("Expected a public key of " + NAME + " that the JDK can read.", e);
        }
    }

    @Override
    protected void engineInitSign(@Nullable PrivateKey key) throws InvalidKeyException {
        verifying = null;
        throw new InvalidKeyException("Expected to verify: " + NAME
                + " signatures are made by who keeps the state of the" + " key, such as a hardware module.");
    }

    private GatedVerify open() throws SignatureException {
        GatedVerify open = verifying;
        if (open == null) {
            throw new SignatureException("Expected initVerify with a public key of " + NAME + " first.");
        }
        return open;
    }

    @Override
    protected void engineUpdate(byte input) throws SignatureException {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) throws SignatureException {
        open().update(input, offset, length);
    }

    @Override
    protected void engineUpdate(ByteBuffer input) {
        try {
            BufferedInput.<SignatureException>forEachPart(input, this::engineUpdate);
        } catch (SignatureException e) {
            throw new ProviderException("The message was not taken.", e);
        }
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        return open().verify(signature);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        throw new SignatureException("The object was initialised to verify.");
    }

    @Override
    protected void engineSetParameter(@Nullable AlgorithmParameterSpec parameters)
            throws InvalidAlgorithmParameterException {
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("Expected no parameters for " + NAME + ".");
        }
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("Expected an AlgorithmParameterSpec; parameters by name are not taken.");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("Parameters by name are not given.");
    }
}
