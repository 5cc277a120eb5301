package org.wardkey.provider.backend;

import java.time.Instant;
import java.util.Map;
import org.wardkey.provider.operation.LeaseAuthority;
import org.wardkey.provider.secret.SecretBytes;

/**
 * Until when a chip itself lets the keys of a token be used, as somebody signs who has no chip at hand. Requests and windows are text, and none of it is secret. Owner's
 * authorization values are kept by the caller, and empty where the owner has none. Thread-safe.
 *
 * <p>All methods throw {@link org.wardkey.provider.operation.BackendException} if the chip refuses or does not answer.
 */
public interface KeyWindows {
    /**
     * Defines the counters in the chip, if they are not there.
     *
     * @param ownerAuth the owner's authorization value
     */
    void provision(byte[] ownerAuth);

    /**
     * Asks for a window.
     *
     * @param pcrs the platform registers whose values of now the window is to be bound to, as {@code sha256:0,2,7}; empty for none
     * @return what the authority needs to sign a window from now on
     */
    String request(String pcrs);

    /**
     * Asks for a window in an emergency.
     *
     * @param pcrs as in {@link #request}
     * @return what the holder of the override's key needs: for the next value of its counter, which then says for ever that there was one
     */
    String requestOverride(String pcrs);

    /**
     * Reads a window; verifies nothing.
     *
     * @param window the text
     * @return what it says, in words
     */
    String describe(String window);

    /**
     * Installs a window. Effective at the next operation in every process of the home.
     *
     * @param window what the authority signed
     */
    void install(String window);

    /**
     * Begins an override: steps the chip's counter of overrides and installs the window.
     *
     * @param window what the holder of the override's key signed
     * @param ownerAuth the owner's authorization value
     */
    void override(String window, byte[] ownerAuth);

    /**
     * Ends every window of every token that has this counter, for ever.
     *
     * @param ownerAuth the owner's authorization value
     */
    void revoke(byte[] ownerAuth);

    /**
     * Looks whether a platform register can be extended so that satisfied sessions end.
     *
     * @param pcr which register
     */
    void requireCounting(int pcr);

    /**
     * Extends a platform register, which ends satisfied sessions of windows that are bound to such, whoever holds them.
     *
     * @param pcr which register
     */
    void extend(int pcr);

    /**
     * Has a lease signed, for a window that wants one, and the chip take it.
     *
     * @param authority who signs
     * @return what the chip gave for it, for {@link #keepLease}
     */
    String askLease(LeaseAuthority authority);

    /**
     * Keeps a lease in place of the one before. Effective at the next operation in every process of the home.
     *
     * @param ticket from {@link #askLease}
     */
    void keepLease(String ticket);

    /**
     * Sets the chip's clock forward to the calendar's, which cannot be undone; windows that were signed before by the other count are over.
     *
     * @param now the time; vouched for
     * @param ownerAuth the owner's authorization value
     */
    void setClock(Instant now, byte[] ownerAuth);

    /**
     * Asks the chip whether it lets keys be used.
     *
     * @return how things are, for people, in order; {@code state} is {@code open}, {@code over}, {@code revoked}, {@code missing}, {@code pcrs-changed}, {@code no-lease},
     *     {@code lease-over} or {@code unusable}
     */
    Map<String, String> status();

    /**
     * Says what the chip itself holds of a key; does not ask it.
     *
     * @param material of the key's record; kept by the caller
     * @return rules and, in words, within what bounds; empty for a key that windows do not hold
     */
    Map<String, String> bounds(SecretBytes material);
}
