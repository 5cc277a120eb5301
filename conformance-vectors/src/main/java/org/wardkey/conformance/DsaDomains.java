package org.wardkey.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.NoSuchFileException;
import java.security.spec.DSAParameterSpec;
import java.util.Optional;
import java.util.Properties;

/** Domain parameters of DSA for the sizes of FIPS 186-4 §4.2. */
final class DsaDomains {
    private static final String RESOURCE = "dsa-parameters.properties";
    private static final Properties NUMBERS = read();

    private DsaDomains() {}

    /** Parameters of {@code l} and {@code n} bits; empty for other sizes. */
    static Optional<DSAParameterSpec> of(int l, int n) {
        return number(l, n, "p")
                .flatMap(p ->
                        number(l, n, "q").flatMap(q -> number(l, n, "g").map(g -> new DSAParameterSpec(p, q, g))));
    }

    private static Optional<BigInteger> number(int l, int n, String name) {
        return Optional.ofNullable(NUMBERS.getProperty(l + "." + n + "." + name))
                .map(digits -> new BigInteger(digits, 16));
    }

    private static Properties read() {
        try (InputStream in = DsaDomains.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new NoSuchFileException(RESOURCE, null, "a resource of this module is missing");
            }
            Properties numbers = new Properties();
            numbers.load(in);
            return numbers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
