package org.wardkey.provider.administration;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.KeySuccession;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.KeyRotation.Succession;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/** Replaces keys by new generations under the same alias. Thread-safe. */
public final class Rotation {
    private final Home.Opener homes;
    private final KeySuccession succession;

    /**
     * What a rotation did.
     *
     * @param successor the key that has the alias now
     * @param replaced the alias of the key that was replaced
     * @param generation its generation, from 1
     * @param overlapEnd until when it may still originate
     */
    public record Rotated(KeyFacts successor, String replaced, int generation, Instant overlapEnd) {}

    Rotation(Home.Opener homes, KeySuccession succession) {
        this.homes = homes;
        this.succession = succession;
    }

    /**
     * Makes the successor of a key under {@code ALIAS@next}, so that its certificate can be requested and
     * imported before {@link #rotate}.
     *
     * @param alias the alias, with or without a token's name
     * @return the successor
     * @throws PolicyDeniedException if there is no such key, or one is prepared already
     */
    public KeyFacts prepare(String alias) {
        return succession.prepare(require(alias)).facts();
    }

    /**
     * Replaces a key by its prepared successor, or by a new one. The key goes on as {@code
     * ALIAS@GENERATION} and may originate until the overlap ends; then it is deactivated.
     *
     * @param alias the alias, with or without a token's name
     * @param overlap how long the replaced key may still originate
     * @param withoutCertificate whether the successor of a key with a certificate may have none
     * @return what was done
     * @throws PolicyDeniedException if the key is not ACTIVE, or its successor would lack a certificate
     */
    public Rotated rotate(String alias, Duration overlap, boolean withoutCertificate) {
        return rotate(alias, overlap, withoutCertificate, "");
    }

    /**
     * As {@link #rotate(String, Duration, boolean)}, with a reason for the record.
     *
     * @param alias the alias, with or without a token's name
     * @param overlap how long the replaced key may still originate
     * @param withoutCertificate whether the successor of a key with a certificate may have none
     * @param reason why, at most {@link AuditEvent#LONGEST_REASON} characters
     * @return what was done
     * @throws IllegalArgumentException if the reason is too long; nothing was done
     * @throws PolicyDeniedException if the key is not ACTIVE, or its successor would lack a certificate
     */
    public Rotated rotate(String alias, Duration overlap, boolean withoutCertificate, String reason) {
        KeyRecord key = require(alias);
        Succession done = succession.rotate(key, overlap, withoutCertificate, AuditEvent.reason(reason));
        KeyFacts successor = homes.open()
                .ledger()
                .catalog()
                .find(done.successor())
                .map(KeyRecord::facts)
                .orElseThrow(() -> unknown(alias));
        return new Rotated(successor, alias + "@" + done.generation(), done.generation(), done.overlapEnd());
    }

    private KeyRecord require(String alias) {
        Home home = homes.open();
        Home.Place place = home.place(alias, Optional.empty());
        return home.ledger().catalog().find(place.token().name(), place.alias()).orElseThrow(() -> unknown(alias));
    }

    private static PolicyDeniedException unknown(String alias) {
        return new PolicyDeniedException(new Refusal(RefusalCode.KEY_UNKNOWN, "Asked for " + alias + "."));
    }
}
