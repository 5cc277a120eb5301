package org.wardkey.provider.backend.tpm;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wardkey.tpm2.policy.LeaseTicket;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.structure.ClockInfo;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TimeInfo;

/** What windows and leases say, for people. */
final class WindowWords {
    private WindowWords() {}

    /** All of a window, for a record. */
    static String description(PolicyWindow window) {
        return "epoch " + window.epoch() + ", until " + window.endMillis() + " ms of the TPM's clock"
                + window.pcrs().map(wanted -> ", with PCRs " + wanted.pcrs()).orElse("")
                + window.lease()
                        .map(wanted -> ", with leases of " + wanted.authorityName())
                        .orElse("");
    }

    /** While what the TPM lets keys be used, and what bound remains for who goes around Wardkey. */
    static String bound(Optional<PolicyWindow> usual, Optional<PolicyWindow> emergency) {
        String held = usual.map(WindowWords::endOfHeldSession).orElse("");
        String heldThen = emergency.map(WindowWords::endOfHeldSession).orElse(held);
        return usual.map(WindowWords::bound).orElse("not at all: there is no window of the authority")
                + emergency
                        .map(window -> "; by an override " + bound(window) + ", whatever is revoked")
                        .orElse("")
                + "; who held a satisfied session then, not Wardkey, has one use more" + held
                + (heldThen.equals(held) ? "" : ", and under the override one" + heldThen);
    }

    /** What revokes. */
    static String revocation(Handle counter, Optional<SignedWindow> signed) {
        return signed.map(one -> "while counter " + counter + " of the TPM is "
                        + one.window().epoch() + " (wardkey tpm revoke)")
                .orElse("a step of counter " + counter + " of the TPM (wardkey tpm revoke)");
    }

    private static String bound(PolicyWindow window) {
        return "while the TPM's clock is below " + window.endMillis() + " ms"
                + window.pcrs()
                        .map(wanted -> ", and while its PCRs " + wanted.pcrs() + " have the values that were signed")
                        .orElse("")
                + window.lease()
                        .map(wanted -> ", and while a lease of " + wanted.authorityName() + " runs")
                        .orElse("");
    }

    /** What ends a session that was satisfied inside a window, and is used after it; empty for nothing but the one use. */
    private static String endOfHeldSession(PolicyWindow window) {
        String ends = Stream.of(
                        window.lease().map(wanted -> "its lease ends"),
                        window.pcrs().map(wanted -> "any PCR of 0 to 15 is extended"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" or "));
        return ends.isEmpty() ? "" : " until " + ends;
    }

    /** Adds what a window says to the status of a token. */
    static void window(Map<String, String> words, PolicyWindow window, long clock) {
        words.put("window-epoch", Long.toUnsignedString(window.epoch()));
        words.put("window-end", window.endMillis() + " ms");
        if (window.endMillis() > clock) {
            words.put(
                    "window-left", Duration.ofMillis(window.endMillis() - clock).toString());
        }
        window.pcrs().ifPresent(wanted -> words.put("pcrs", wanted.pcrs().toString()));
        window.lease()
                .ifPresent(wanted ->
                        words.put("lease-authority", wanted.authorityName().toString()));
    }

    /** Adds an upper bound of what is left of a lease; one of before the last reset is over. */
    static void lease(Map<String, String> words, LeaseTicket lease, TimeInfo now) {
        ClockInfo clock = now.clockInfo();
        boolean sameRun = lease.resetCount() == clock.resetCount() && lease.restartCount() == clock.restartCount();
        long left = sameRun ? Math.max(0, lease.endMillis() - now.time()) : 0;
        words.put("lease-left", left == 0 ? "none" : "at most " + Duration.ofMillis(left));
    }
}
