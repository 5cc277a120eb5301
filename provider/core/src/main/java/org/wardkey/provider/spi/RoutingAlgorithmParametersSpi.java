package org.wardkey.provider.spi;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.AlgorithmParametersSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;

/** {@code AlgorithmParameters}: the JDK's encodings, so that whoever names Wardkey finds them. Not thread-safe. */
public final class RoutingAlgorithmParametersSpi extends AlgorithmParametersSpi {
    private final AlgorithmParameters jdk;

    /**
     * Wraps the JDK's object.
     *
     * @param jdk the JDK's object
     */
    public RoutingAlgorithmParametersSpi(AlgorithmParameters jdk) {
        this.jdk = jdk;
    }

    @Override
    protected void engineInit(AlgorithmParameterSpec spec) throws InvalidParameterSpecException {
        jdk.init(spec);
    }

    @Override
    protected void engineInit(byte[] encoded) throws IOException {
        jdk.init(encoded);
    }

    @Override
    protected void engineInit(byte[] encoded, String format) throws IOException {
        jdk.init(encoded, format);
    }

    @Override
    protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> type)
            throws InvalidParameterSpecException {
        return jdk.getParameterSpec(type);
    }

    @Override
    protected byte[] engineGetEncoded() throws IOException {
        return jdk.getEncoded();
    }

    @Override
    protected byte[] engineGetEncoded(String format) throws IOException {
        return jdk.getEncoded(format);
    }

    @Override
    protected String engineToString() {
        return jdk.toString();
    }
}
