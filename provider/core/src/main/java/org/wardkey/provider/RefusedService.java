package org.wardkey.provider;

import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.policy.DisabledAlgorithms;
import org.wardkey.provider.spi.GatedCipherSpi;
import org.wardkey.provider.spi.RefusedKeys;
import org.wardkey.provider.spi.RefusingCipherSpi;
import org.wardkey.provider.spi.RefusingKeyAgreementSpi;
import org.wardkey.provider.spi.RefusingSecretKeyFactorySpi;
import org.wardkey.provider.spi.RefusingSignatureSpi;

/**
 * A row for an algorithm that the policy denies in the whole JVM: from position 1 it keeps callers who name no
 * provider from falling to the next.
 *
 * <p>Which ones comes from a property of {@code java.security}, as constructing a provider may read no file. Ciphers,
 * signatures, key agreements and PBKDF2 only: hash functions have uses that are no matter of security, and the JVM's own
 * ({@code UUID.nameUUIDFromBytes}) must go on working.
 *
 * <p>What Wardkey has itself is refused to plain keys, by a row in the place of its own; managed keys are the policy's, which
 * may have an exception for them. Its key wrapping and RSAES-OAEP stay as they are.
 */
final class RefusedService extends Provider.Service {
    /** The property: {@code TYPE.NAME}, separated by commas; see {@link #ENTRY}. */
    static final String PROPERTY = DisabledAlgorithms.REFUSED_SERVICES;

    /**
     * {@code Cipher.AES alone}: the transformation AES without a mode, and no other. {@code Signature.EdDSA of Ed448}: the
     * name for such keys only. A transformation may be of several parts.
     */
    private static final Pattern ENTRY = Pattern.compile(
            "(?<type>Cipher|Signature|KeyAgreement|SecretKeyFactory)\\.(?<name>[^ ]+)(?<alone> alone)?(?: of (?<keys>[A-Za-z0-9-]+))?");

    /** A regular expression that no mode or padding matches. Source: javax.crypto.Cipher, SupportedModes. */
    private static final Map<String, String> NO_TRANSFORMATION =
            Map.of("SupportedModes", "(?!)", "SupportedPaddings", "(?!)");

    private static final String FACTORY = "SecretKeyFactory";
    private static final String PBKDF2 = "PBKDF2With";

    private final RefusedKeys refused;
    private final Optional<Provider.Service> own;

    private RefusedService(
            Provider provider, String type, String name, Map<String, String> attributes, RefusedKeys refused) {
        super(
                provider,
                type,
                name,
                "org.wardkey.provider.spi.Refusing" + type + "Spi",
                aliases(provider, type, name),
                attributes);
        this.refused = refused;
        this.own = Optional.ofNullable(provider.getService(type, name));
    }

    /**
     * Those of the row whose place this one takes, which go with it otherwise. Source: java.security.Provider,
     * "Alg.Alias.TYPE.ALIAS" is the name that the alias stands for.
     */
    private static List<String> aliases(Provider provider, String type, String name) {
        String prefix = "Alg.Alias." + type + ".";
        return provider.stringPropertyNames().stream()
                .filter(key -> key.startsWith(prefix) && name.equals(provider.getProperty(key)))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /** What the property says of one name. */
    private static final class Entry {
        private final String type;
        private final String name;
        private final Set<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        private boolean everyKey;
        private boolean everyMode;

        private Entry(String type, String name) {
            this.type = type;
            this.name = name;
        }

        private void add(@Nullable String keyAlgorithm, boolean alone) {
            everyMode |= !alone;
            everyKey |= keyAlgorithm == null;
            if (keyAlgorithm != null) {
                keys.add(keyAlgorithm);
            }
        }

        private RefusedService row(Provider provider) {
            return new RefusedService(
                    provider,
                    type,
                    name,
                    everyMode ? Map.of() : NO_TRANSFORMATION,
                    everyKey ? RefusedKeys.ALL : new RefusedKeys(keys));
        }
    }

    /**
     * Reads the property. Never throws: what is not of the form is left out.
     *
     * @param provider whose rows they are, with all rows of its own
     * @return the rows
     */
    static List<RefusedService> configured(Provider provider) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String text : property().split(",", -1)) {
            Matcher parts = ENTRY.matcher(text.strip());
            if (parts.matches()) {
                String type = parts.group("type");
                // An alias stands for the row that has it: beside it, it would take that row away.
                Provider.Service known = provider.getService(type, parts.group("name"));
                String name = known == null ? parts.group("name") : known.getAlgorithm();
                if (type.equals(FACTORY) && !name.regionMatches(true, 0, PBKDF2, 0, PBKDF2.length())) {
                    // Other factories make keys of bytes, or read PKCS12 files.
                    continue;
                }
                entries.computeIfAbsent(type + "." + name.toUpperCase(Locale.ROOT), key -> new Entry(type, name))
                        .add(parts.group("keys"), parts.group("alone") != null);
            }
        }
        List<RefusedService> rows = new ArrayList<>();
        for (Entry entry : entries.values()) {
            rows.add(entry.row(provider));
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
        Object served = own.isPresent() ? own.get().newInstance(constructorParameter) : null;
        return switch (getType()) {
            case "Cipher" -> cipher(served);
            case "Signature" -> new RefusingSignatureSpi(getAlgorithm(), refused, served);
            case FACTORY -> new RefusingSecretKeyFactorySpi(getAlgorithm());
            default -> new RefusingKeyAgreementSpi(getAlgorithm(), refused, served);
        };
    }

    /** Keys are wrapped and transported whatever a list of services says: what is denied of that, the gate denies. */
    private Object cipher(@Nullable Object served) {
        if (served instanceof GatedCipherSpi gated) {
            gated.refusePlainKeys(getAlgorithm());
            return gated;
        }
        return served == null ? new RefusingCipherSpi(getAlgorithm()) : served;
    }

    /** Every key that is refused: the next provider must not be asked. */
    @Override
    public boolean supportsParameter(@Nullable Object parameter) {
        return !(parameter instanceof Key key)
                || refused.contains(key)
                || own.map(service -> service.supportsParameter(key)).orElse(refused.equals(RefusedKeys.ALL));
    }
}
