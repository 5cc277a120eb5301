package org.wardkey.conformance;

import java.security.Provider;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A sound provider without some services, or with others in their place. Names are {@code TYPE.ALGORITHM}. */
final class ChangedProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient Provider sound;
    private final transient Set<String> without = new HashSet<>();
    private final transient Map<String, Supplier<Object>> instead = new HashMap<>();
    private final transient Map<String, String> redirected = new HashMap<>();

    ChangedProvider(Provider sound) {
        super("Changed", "1", "for tests");
        this.sound = sound;
    }

    ChangedProvider without(String name) {
        without.add(name);
        return this;
    }

    ChangedProvider with(String name, Supplier<Object> engine) {
        instead.put(name, engine);
        return this;
    }

    /** Serves one algorithm with another one of the same type. */
    ChangedProvider redirecting(String name, String algorithm) {
        redirected.put(name, algorithm);
        return this;
    }

    @Override
    public @Nullable Service getService(String type, String algorithm) {
        String name = type + "." + algorithm;
        Supplier<Object> engine = instead.get(name);
        if (engine != null) {
            return new Service(this, type, algorithm, "changed", null, null) {
                @Override
                public Object newInstance(@Nullable Object parameter) {
                    return engine.get();
                }
            };
        }
        return without.contains(name) ? null : sound.getService(type, redirected.getOrDefault(name, algorithm));
    }
}
