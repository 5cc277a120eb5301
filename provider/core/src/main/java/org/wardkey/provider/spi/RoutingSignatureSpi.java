package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.GatedSign;
import org.wardkey.provider.gate.GatedVerify;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.EdDsaParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * {@code Signature}: ECDSA, RSASSA-PKCS1-v1_5, RSASSA-PSS, Ed25519, Ed448, ML-DSA and SLH-DSA, the last four with
 * {@link ContextParameters} or without (of EdDSA, with the JDK's {@code EdDSAParameterSpec}).
 *
 * <p>Initialising does no I/O and never denies: the JCA would ask the next provider. Whatever stands
 * against a signature is said by {@code sign} or {@code verify}. Not thread-safe.
 */
public final class RoutingSignatureSpi extends SignatureSpi {
    private final SpiContext context;
    private final List<SignatureScheme> schemes;
    private SignatureScheme scheme;
    private SignatureSettings settings;
    private @Nullable Key key;
    private @Nullable GatedSign signing;
    private @Nullable GatedVerify verifying;
    private boolean begun;
    private boolean hasData;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param schemes what its row says; several where the key chooses one
     */
    public RoutingSignatureSpi(SpiContext context, List<SignatureScheme> schemes) {
        this.context = context;
        this.schemes = schemes;
        this.scheme = schemes.get(0);
        this.settings = SignatureSettings.named(scheme);
    }

    @Override
    protected void engineInitSign(@Nullable PrivateKey privateKey) throws InvalidKeyException {
        init(privateKey);
    }

    @Override
    protected void engineInitVerify(@Nullable PublicKey publicKey) throws InvalidKeyException {
        init(publicKey);
    }

    /** Should the key not be taken, nothing is left that could go on with the key and the message before. */
    private void init(@Nullable Key candidate) throws InvalidKeyException {
        key = null;
        signing = null;
        verifying = null;
        begun = false;
        hasData = false;
        scheme = schemeFor(candidate);
        key = candidate;
        open();
    }

    private SignatureScheme schemeFor(@Nullable Key candidate) throws InvalidKeyException {
        Optional<KeyType> type = candidate == null ? Optional.empty() : KeyType.of(candidate);
        return type.flatMap(
                        found -> schemes.stream().filter(one -> one.fits(found)).findFirst())
                .orElseThrow(() -> new InvalidKeyException("Expected a key for "
                        + names()
                        + ", got " + (candidate == null ? "none" : candidate.getAlgorithm()) + "."));
    }

    /** What the row's name stands for. */
    private String names() {
        return schemes.size() == 1
                ? scheme.name()
                : schemes.stream()
                        .map(one -> one.family().standardName())
                        .distinct()
                        .collect(Collectors.joining(" or "));
    }

    /** Opens what key and parameters ask for; RSASSA-PSS without parameters waits for them. */
    private void open() throws InvalidKeyException {
        begun = false;
        hasData = false;
        signing = null;
        verifying = null;
        if (settings.unserved() || (scheme.needsParameters() && settings.pss() == null)) {
            return;
        }
        ContextParameters given = settings.contextual();
        if (given != null) {
            openContextual(given);
        } else if (key instanceof PrivateKey own) {
            signing = context.gate().sign(own, mechanism());
        } else if (key instanceof PublicKey other) {
            verifying = context.gate().verify(other, settings.pss() == null ? scheme.verification() : mechanism());
        }
    }

    private void openContextual(ContextParameters given) throws InvalidKeyException {
        Mechanism mechanism = Mechanism.of(scheme.family(), given.preHash());
        if (key instanceof PrivateKey own) {
            requireStrength(given.preHash());
            signing = context.gate().sign(own, mechanism, given);
        } else if (key instanceof PublicKey other) {
            verifying = context.gate().verify(other, mechanism, given);
        }
    }

    /** Signatures made with a weaker hash function are verified, never made. Source: FIPS 204 §5.4, table 1; FIPS 205 §10.2.2. */
    private void requireStrength(Digest preHash) throws InvalidKeyException {
        if (preHash != Digest.NONE && preHash.sizeBytes() * Byte.SIZE < scheme.leastPreHashBits()) {
            throw new InvalidKeyException("Expected a hash function of " + scheme.leastPreHashBits()
                    + " bits and more to sign with " + scheme.name()
                    + " (FIPS 204 section 5.4, FIPS 205 section 10.2), got " + preHash.standardName() + ".");
        }
    }

    private Mechanism mechanism() {
        PSSParameterSpec parameters = settings.pss();
        if (parameters == null) {
            return scheme.mechanism();
        }
        return PssParameters.mechanism(parameters);
    }

    @Override
    protected void engineUpdate(byte input) throws SignatureException {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) throws SignatureException {
        if (settings.unserved()) {
            // Not kept, so that other parameters must not come before its end: they would sign the rest alone.
            begun = true;
            return;
        }
        requireParameters();
        begun = true;
        hasData |= length > 0;
        if (signing != null) {
            signing.update(input, offset, length);
        } else if (verifying != null) {
            verifying.update(input, offset, length);
        }
    }

    @Override
    protected void engineUpdate(ByteBuffer input) {
        try {
            BufferedInput.<SignatureException>forEachPart(input, this::engineUpdate);
        } catch (SignatureException e) {
            throw new ProviderException("The message was not taken.", e);
        }
    }

    private void requireServed() throws SignatureException {
        if (settings.unserved()) {
            begun = false;
            throw new PolicyDeniedSignatureException(new PolicyDeniedException(new Refusal(
                    RefusalCode.SERVICE_NOT_APPROVED,
                    scheme.family() == Family.RSA_PSS
                            ? "Asked for RSASSA-PSS with other parameters than SHA-2 and MGF1."
                            : "Asked for " + names() + " with parameters.")));
        }
    }

    private void requireParameters() throws SignatureException {
        if (signing == null && verifying == null) {
            throw new SignatureException(
                    key == null
                            ? "Expected an init with a key that " + names() + " takes."
                            : "Expected parameters before data: set a PSSParameterSpec.");
        }
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        requireServed();
        requireParameters();
        if (signing == null) {
            throw new SignatureException("The object was initialised to verify.");
        }
        requireDigest();
        beginEmpty();
        begun = false;
        byte[] signature = signing.sign();
        return scheme.p1363() ? EcdsaEncoding.toP1363(signature, orderBytes()) : signature;
    }

    /** Room is looked at before the key is used. A DER signature's size varies, so there has to be room for the largest. */
    @Override
    protected int engineSign(byte[] output, int offset, int length) throws SignatureException {
        int largest = largestBytes();
        if (length < largest) {
            throw new SignatureException("Expected room for " + largest + " bytes, got " + length + ".");
        }
        byte[] signature = engineSign();
        if (signature.length > length) {
            throw new SignatureException("Expected room for " + signature.length + " bytes, got " + length + ".");
        }
        System.arraycopy(signature, 0, output, offset, signature.length);
        return signature.length;
    }

    private int largestBytes() {
        if (scheme.fixedBytes() > 0) {
            return scheme.fixedBytes();
        }
        if (key instanceof RSAKey rsa) {
            return (rsa.getModulus().bitLength() + 7) / 8;
        }
        return scheme.p1363() ? 2 * orderBytes() : EcdsaEncoding.largestDerBytes(orderBits());
    }

    private int orderBytes() {
        return (orderBits() + 7) / 8;
    }

    private int orderBits() {
        return key instanceof ECKey ec ? ec.getParams().getOrder().bitLength() : 0;
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        requireServed();
        requireParameters();
        if (verifying == null) {
            throw new SignatureException("The object was initialised to sign.");
        }
        requireDigest();
        beginEmpty();
        begun = false;
        if (!scheme.p1363()) {
            requireForm(signature, verifying);
            return verifying.verify(signature);
        }
        Optional<byte[]> der = EcdsaEncoding.toDer(signature, orderBytes());
        if (der.isEmpty()) {
            verifying.discard();
            throw new SignatureException(
                    "Expected a signature of " + 2 * orderBytes() + " bytes, got " + signature.length + ".");
        }
        return verifying.verify(der.get());
    }

    /**
     * With no digest at all the number that ECDSA signs is zero, for which anybody can make signatures that verify.
     * Source: SEC 1 §4.1.3, with e = 0.
     */
    private void requireDigest() throws SignatureException {
        boolean given = hasData;
        hasData = false;
        if (!given && scheme.family() == Family.ECDSA && scheme.digest() == Digest.NONE) {
            throw new SignatureException("Expected a digest of 1 to 64 bytes for NONEwithECDSA, got none.");
        }
    }

    /** SunEC's Ed25519 on 17 takes the empty message for no message at all unless it is told of it. */
    private void beginEmpty() throws SignatureException {
        if (!begun && scheme.family().isEdDsa()) {
            engineUpdate(new byte[0], 0, 0);
        }
    }

    private void requireForm(byte[] signature, GatedVerify open) throws SignatureException {
        if (scheme.fixedBytes() > 0 && signature.length != scheme.fixedBytes()) {
            open.discard();
            throw new SignatureException(
                    "Expected a signature of " + scheme.fixedBytes() + " bytes, got " + signature.length + ".");
        }
        if (!scheme.family().isEcdsa()) {
            return;
        }
        try {
            EcdsaEncoding.requireDer(signature, orderBytes());
        } catch (SignatureException e) {
            open.discard();
            throw e;
        }
    }

    /** What is refused leaves the object as usable as it was, with the parameters that it had. */
    @Override
    protected void engineSetParameter(@Nullable AlgorithmParameterSpec parameters)
            throws InvalidAlgorithmParameterException {
        SignatureSettings next = settings.with(scheme, key, context.approvedOnly(), parameters);
        if (next.equals(settings)) {
            return;
        }
        if (begun) {
            throw new ProviderException("Parameters cannot change in the middle of a message.");
        }
        requireEngine(next);
        SignatureSettings before = settings;
        settings = next;
        try {
            open();
        } catch (InvalidKeyException e) {
            settings = before;
            reopen(e);
            throw new InvalidAlgorithmParameterException(
                    scheme.family() == Family.RSA_PSS
                            ? "The key is too small for these parameters."
                            : String.valueOf(e.getMessage()),
                    e);
        }
    }

    /** An engine that failed its self-test is refused at completion; where there is none at all, another provider may be. */
    private void requireEngine(SignatureSettings next) throws InvalidAlgorithmParameterException {
        if (next.contextual() instanceof EdDsaParameters given
                && !context.gate().offers(scheme.family(), given)) {
            throw new InvalidAlgorithmParameterException("No engine here has " + scheme.name()
                    + " with a context string or pre-hash; expected an EdDSAParameterSpec with neither.");
        }
    }

    private void reopen(InvalidKeyException refused) {
        try {
            open();
        } catch (InvalidKeyException e) {
            refused.addSuppressed(e);
        }
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        PSSParameterSpec parameters = settings.pss();
        return parameters == null ? null : PssParameters.encoded(parameters);
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
        throw new InvalidParameterException("Parameters by name are not given; ask for AlgorithmParameters.");
    }
}
