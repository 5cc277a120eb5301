package org.wardkey.provider;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.spi.HybridGroup;
import org.wardkey.provider.spi.HybridKemScheme;
import org.wardkey.provider.spi.HybridKeyFactorySpi;
import org.wardkey.provider.spi.HybridKeyPairGenerator;
import org.wardkey.provider.spi.KemScheme;

/** The rows of hybrids of ECDH and ML-KEM. */
final class HybridRows {
    private HybridRows() {}

    static List<ServiceTable.Entry> all() {
        List<ServiceTable.Entry> rows = new ArrayList<>();
        for (HybridGroup group : HybridGroup.values()) {
            rows.add(row(EngineType.HYBRID_KEM, group, c -> KemScheme.spi(new HybridKemScheme(c, group))));
            rows.add(row(EngineType.HYBRID_KEY_PAIR_GENERATOR, group, c -> new HybridKeyPairGenerator(c, group)));
            rows.add(row(EngineType.HYBRID_KEY_FACTORY, group, c -> new HybridKeyFactorySpi(group)));
        }
        return rows;
    }

    /** No managed keys: that is what the types would be of. Keys come where something takes them. */
    private static ServiceTable.Entry row(EngineType engine, HybridGroup group, ServiceTable.Factory factory) {
        return new ServiceTable.Entry(engine, group.standardName(), List.of(), EnumSet.noneOf(KeyType.class), factory)
                .needing(Family.ML_KEM_768)
                .since(ServiceTable.KEM_SINCE);
    }
}
