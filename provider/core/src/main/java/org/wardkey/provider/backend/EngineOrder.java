package org.wardkey.provider.backend;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * Which engine is asked first for which algorithm: data, so that it can be set for a machine.
 *
 * <p>Public-key work goes to libcrypto (5 to 30 times the JDK's speed, no warm-up); AES and SHA-2 to
 * the JDK, whose intrinsics are at hardware speed.
 */
public final class EngineOrder {
    private static final List<String> NATIVE_FIRST = List.of("libcrypto", "jdk");
    private static final List<String> VALIDATED = List.of("bcfips");
    private static final List<String> JDK_FIRST = List.of("jdk", "libcrypto");

    private final Map<Family, List<String>> order;

    private EngineOrder(Map<Family, List<String>> order) {
        this.order = order;
    }

    /** @return the order that measurements on servers gave */
    public static EngineOrder measured() {
        Map<Family, List<String>> order = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            order.put(
                    family,
                    switch (family.kind()) {
                        case SIGNATURE, KEY_AGREEMENT, KEY_ENCAPSULATION, KEY_TRANSPORT -> NATIVE_FIRST;
                        case HASH, MAC, CIPHER, KEY_WRAP, KEY_DERIVATION, RANDOM -> JDK_FIRST;
                    });
        }
        return new EngineOrder(order);
    }

    /** @return the order where nothing but a validated module may serve */
    public static EngineOrder approvedOnly() {
        Map<Family, List<String>> order = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            order.put(family, VALIDATED);
        }
        return new EngineOrder(order);
    }

    /**
     * The engines for an algorithm, best first.
     *
     * @param family the algorithm
     * @return names of engines
     */
    public List<String> of(Family family) {
        return order.getOrDefault(family, JDK_FIRST);
    }
}
