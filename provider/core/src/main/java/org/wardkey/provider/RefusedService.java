package org.wardkey.provider;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.spi.RefusingCipherSpi;
import org.wardkey.provider.spi.RefusingSignatureSpi;

/**
 * A row for an algorithm that the policy denies in the whole JVM and Wardkey does not have: from position 1 it keeps
 * callers who name no provider from falling to the next.
 *
 * <p>Which ones comes from a property of {@code java.security}, as constructing a provider may read no file. Ciphers and
 * signatures only: hash functions have uses that are no matter of security, and the JVM's own ({@code
 * UUID.nameUUIDFromBytes}) must go on working.
 */
final class RefusedService extends Provider.Service {
    /** The property: {@code Cipher.NAME} and {@code Signature.NAME}, separated by commas. */
    static final String PROPERTY = "wardkey.refusedServices";

    private final boolean cipher;

    private RefusedService(Provider provider, String type, String name) {
        super(provider, type, name, "org.wardkey.provider.spi.Refusing" + type + "Spi", List.of(), Map.of());
        this.cipher = type.equals("Cipher");
    }

    /**
     * Reads the property. Never throws: what is not of the form is left out.
     *
     * @param provider whose rows they are; what it has already is not refused
     * @return the rows
     */
    static List<RefusedService> configured(Provider provider) {
        List<RefusedService> rows = new ArrayList<>();
        for (String entry : property().split(",", -1)) {
            String service = entry.strip();
            int dot = service.indexOf('.');
            String type = dot < 0 ? "" : service.substring(0, dot);
            String name = service.substring(dot + 1);
            boolean known = type.equals("Cipher") || type.equals("Signature");
            if (known && !name.isEmpty() && provider.getService(type, name) == null) {
                rows.add(new RefusedService(provider, type, name));
            }
        }
        return rows;
    }

    private static String property() {
        try {
            String value = Security.getProperty(PROPERTY);
            return value == null ? "" : value;
        } catch (SecurityException e) {
            // A security manager of an old JDK: constructing must not fail, and nothing else can be done here.
            return "";
        }
    }

    @Override
    public Object newInstance(@Nullable Object constructorParameter) throws NoSuchAlgorithmException {
        return cipher ? new RefusingCipherSpi(getAlgorithm()) : new RefusingSignatureSpi(getAlgorithm());
    }

    /** Every key: the next provider must not be asked. */
    @Override
    public boolean supportsParameter(@Nullable Object parameter) {
        return true;
    }
}
