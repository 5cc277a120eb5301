package org.wardkey.conformance;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several providers seen as one, in order, as an application sees them that asks without naming a provider.
 *
 * <p>The JDK spreads one algorithm over providers (SunRsaSign decodes the RSA keys that SunJCE decrypts with), so that
 * only the group can be judged as a whole.
 */
public final class ProviderGroup extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient List<Provider> members;

    /**
     * Joins providers.
     *
     * @param name the name in reports
     * @param members the providers; the first that has a service gives it
     */
    public ProviderGroup(String name, List<Provider> members) {
        this(name, "1", members);
    }

    private ProviderGroup(String name, String version, List<Provider> members) {
        super(name, version, "several providers seen as one");
        this.members = List.copyOf(members);
    }

    /** The running JDK's own providers of algorithms, as far as it has them. */
    public static ProviderGroup jdk() {
        return new ProviderGroup(
                "JDK",
                String.valueOf(Runtime.version().feature()),
                Stream.of("SUN", "SunRsaSign", "SunEC", "SunJCE")
                        .map(Security::getProvider)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** The providers, in order. */
    public List<Provider> members() {
        return members;
    }

    @Override
    public @Nullable Service getService(String type, String algorithm) {
        for (Provider member : members) {
            Service service = member.getService(type, algorithm);
            if (service != null) {
                return service;
            }
        }
        return null;
    }
}
