package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.Window;

/**
 * A rule about algorithms, hash functions, types and sizes of keys.
 *
 * @param header name, choice of keys and place
 * @param scope which uses it covers
 * @param requirement what spares a use the verdict; empty if nothing does
 * @param verdict what it says about the rest
 * @param effect between which dates
 */
public record AlgorithmRule(
        RuleHeader header, AlgorithmScope scope, Optional<Requirement> requirement, Verdict verdict, Window effect)
        implements PolicyRule {
    @Override
    public boolean concerns(KeyFacts key) {
        return scope.coversKey(key);
    }

    @Override
    public boolean covers(Use use, KeyFacts key) {
        return scope.coversKey(key) && scope.covers(use);
    }

    @Override
    public Optional<Denial> check(Use use, KeyFacts key, Instant now) {
        if (!covers(use, key) || (requirement.isPresent() && requirement.get().isMetBy(use, key))) {
            return Optional.empty();
        }
        boolean begun = !now.isBefore(effect.start());
        boolean ended = !now.isBefore(effect.end());
        return switch (verdict) {
            case ALLOWED -> begun && !ended ? Optional.empty() : Optional.of(outside(use, ended));
            case DENIED -> begun && !ended ? Optional.of(denied(use, key)) : Optional.empty();
            case LEGACY_ONLY ->
                begun && !ended && use.protects()
                        ? Optional.of(new Denial(
                                RefusalCode.ALGORITHM_LEGACY_ONLY,
                                asked(use, key) + " may only process old data" + since() + "."))
                        : Optional.empty();
        };
    }

    private static Denial outside(Use use, boolean ended) {
        return ended
                ? new Denial(RefusalCode.ALGORITHM_SUNSET, "Asked to " + use.words() + " after the last day.")
                : new Denial(RefusalCode.ALGORITHM_NOT_YET, "Asked to " + use.words() + " before the first day.");
    }

    private Denial denied(Use use, KeyFacts key) {
        return new Denial(deniedCode(use, key), asked(use, key) + " is denied" + since() + wanted() + ".");
    }

    private RefusalCode deniedCode(Use use, KeyFacts key) {
        if (requirement.isPresent()) {
            return requirement.get().isListed(use, key) ? RefusalCode.STRENGTH : RefusalCode.ALGORITHM_NOT_LISTED;
        }
        if (scope.bounded()) {
            return RefusalCode.STRENGTH;
        }
        return effect.starts() ? RefusalCode.ALGORITHM_SUNSET : RefusalCode.ALGORITHM_DENIED;
    }

    private static String asked(Use use, KeyFacts key) {
        return "To " + use.words() + " with a " + Words.of(key.type()) + " key of " + key.sizeBits() + " bits";
    }

    private String since() {
        return effect.starts() ? " since " + effect.start() : "";
    }

    private String wanted() {
        return requirement
                .map(wanted -> ", expected " + PolicyWriter.words(wanted))
                .orElse("");
    }

    @Override
    public void changes(KeyFacts key, Consumer<Instant> instants) {
        instants.accept(effect.start());
        instants.accept(effect.end());
    }
}
