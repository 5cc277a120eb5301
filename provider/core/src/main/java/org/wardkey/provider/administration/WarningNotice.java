package org.wardkey.provider.administration;

import java.time.Instant;
import java.util.List;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.operation.KeyFacts;

/**
 * A warning that a key comes to its end.
 *
 * @param key the key
 * @param kind what ends: {@code ORIGINATION}, {@code CONSUMPTION} (thresholds in days), {@code OPERATIONS}
 *     or {@code BYTES} (thresholds in percent)
 * @param threshold the threshold that was passed
 * @param given when the warning was given
 */
public record WarningNotice(KeyFacts key, String kind, int threshold, Instant given) {
    static List<WarningNotice> list(Home home) {
        return home.ledger().warnings().list().stream()
                .flatMap(warning -> home.ledger().catalog().find(warning.key()).stream()
                        .map(key ->
                                new WarningNotice(key.facts(), warning.kind(), warning.threshold(), warning.given())))
                .toList();
    }
}
