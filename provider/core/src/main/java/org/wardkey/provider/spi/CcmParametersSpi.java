package org.wardkey.provider.spi;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.AlgorithmParametersSpi;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * {@code AlgorithmParameters} CCM, given and taken as a {@link GCMParameterSpec}. Not thread-safe.
 *
 * <p>Source: RFC 5084 §3.1: {@code SEQUENCE { nonce OCTET STRING (SIZE(7..13)), icvLen INTEGER DEFAULT 12 }} in DER.
 */
public final class CcmParametersSpi extends AlgorithmParametersSpi {
    private static final String FORMAT = "ASN.1";
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int INTEGER = 0x02;
    private static final int DEFAULT_TAG_BYTES = 12;

    private @Nullable GCMParameterSpec spec;

    /** Makes an object without parameters. */
    public CcmParametersSpi() {}

    /** The same as an object of the JCA. */
    static AlgorithmParameters parameters(GCMParameterSpec spec) throws InvalidParameterSpecException {
        AlgorithmParameters parameters =
                new AlgorithmParameters(new CcmParametersSpi(), Security.getProvider("Wardkey"), "CCM") {};
        parameters.init(spec);
        return parameters;
    }

    private static boolean fits(int nonceBytes, int tagBits) {
        return nonceBytes >= 7 && nonceBytes <= 13 && tagBits >= 32 && tagBits <= 128 && tagBits % 16 == 0;
    }

    @Override
    protected void engineInit(AlgorithmParameterSpec given) throws InvalidParameterSpecException {
        if (!(given instanceof GCMParameterSpec ccm) || !fits(ccm.getIV().length, ccm.getTLen())) {
            throw new InvalidParameterSpecException(
                    "Expected a GCMParameterSpec with a nonce of 7 to 13 bytes and a tag of 32 to 128 bits.");
        }
        spec = new GCMParameterSpec(ccm.getTLen(), ccm.getIV());
    }

    @Override
    protected void engineInit(byte[] encoded) throws IOException {
        int nonceBytes = encoded.length > 3 ? encoded[3] : -1;
        int rest = encoded.length - 4 - nonceBytes;
        boolean begun = nonceBytes >= 0
                && (rest == 0 || rest == 3)
                && encoded[0] == SEQUENCE
                && encoded[1] == encoded.length - 2
                && encoded[2] == OCTET_STRING;
        if (!begun || (rest == 3 && (encoded[4 + nonceBytes] != INTEGER || encoded[5 + nonceBytes] != 1))) {
            throw malformed();
        }
        int tagBytes = rest == 0 ? DEFAULT_TAG_BYTES : encoded[encoded.length - 1];
        // In DER a default is left out.
        if (!fits(nonceBytes, tagBytes * Byte.SIZE) || (rest == 3 && tagBytes == DEFAULT_TAG_BYTES)) {
            throw malformed();
        }
        spec = new GCMParameterSpec(tagBytes * Byte.SIZE, Arrays.copyOfRange(encoded, 4, 4 + nonceBytes));
    }

    private static IOException malformed() {
        return new IOException("Expected the DER encoding of CCMParameters (RFC 5084), got other bytes.");
    }

    @Override
    protected void engineInit(byte[] encoded, @Nullable String format) throws IOException {
        requireFormat(format);
        engineInit(encoded);
    }

    private static void requireFormat(@Nullable String format) throws IOException {
        if (format != null && !format.equalsIgnoreCase(FORMAT)) {
            throw new IOException("Expected the format " + FORMAT + ", got another.");
        }
    }

    private GCMParameterSpec present() {
        GCMParameterSpec ready = spec;
        if (ready == null) {
            throw new IllegalStateException("The parameters were not initialised.");
        }
        return ready;
    }

    @Override
    protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> type)
            throws InvalidParameterSpecException {
        if (!type.isAssignableFrom(GCMParameterSpec.class)) {
            throw new InvalidParameterSpecException("Expected the class GCMParameterSpec, got " + type.getName() + ".");
        }
        return type.cast(present());
    }

    @Override
    protected byte[] engineGetEncoded() {
        byte[] nonce = present().getIV();
        int tagBytes = present().getTLen() / Byte.SIZE;
        int rest = tagBytes == DEFAULT_TAG_BYTES ? 0 : 3;
        byte[] encoded = new byte[4 + nonce.length + rest];
        encoded[0] = SEQUENCE;
        encoded[1] = (byte) (encoded.length - 2);
        encoded[2] = OCTET_STRING;
        encoded[3] = (byte) nonce.length;
        System.arraycopy(nonce, 0, encoded, 4, nonce.length);
        if (rest > 0) {
            encoded[encoded.length - 3] = INTEGER;
            encoded[encoded.length - 2] = 1;
            encoded[encoded.length - 1] = (byte) tagBytes;
        }
        return encoded;
    }

    @Override
    protected byte[] engineGetEncoded(@Nullable String format) throws IOException {
        requireFormat(format);
        return engineGetEncoded();
    }

    @Override
    protected String engineToString() {
        return "CCM: nonce of " + present().getIV().length + " bytes, tag of "
                + present().getTLen() + " bits";
    }
}
