package org.wardkey.provider.gate;

import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.audit.AuditUnavailableException;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.ledger.KeyCatalog.Destruction;
import org.wardkey.provider.ledger.KeyRecord;

/**
 * Destroys a key and records what was done about its material, so that a proof of that record can be handed
 * to an auditor.
 */
final class KeyDestruction {
    private KeyDestruction() {}

    static KeyRecord run(Home home, AuditEvent event, KeyRecord before, String reason) {
        Destruction done = RecordedChanges.recorded(
                home,
                event,
                () -> home.ledger().catalog().destroy(before.facts().id(), reason));
        AuditEvent proof = AuditEvent.keyManagement(
                event.time(), Kind.KEY_DESTROYED_PROOF, done.record().facts(), detail(before, done));
        try {
            home.audit().appendDurably(proof);
        } catch (AuditUnavailableException e) {
            // It is destroyed, and that it was to be is on the disk; there will be no proof to hand out.
            System.getLogger("org.wardkey.provider")
                    .log(Level.WARNING, "What was done to destroy a key was not recorded", e);
        }
        return done.record();
    }

    private static String detail(KeyRecord before, Destruction done) {
        StringBuilder text = new StringBuilder();
        if (before.publicKey().length > 0) {
            text.append("public key SHA-256 ")
                    .append(HexFormat.of().formatHex(sha256(before.publicKey())))
                    .append("; ");
        }
        text.append("sealed material, ")
                .append(done.materialBytes())
                .append(" bytes, SHA-256 ")
                .append(HexFormat.of().formatHex(done.materialHash()))
                .append(", overwritten in the database; write-ahead log ")
                .append(done.logCut() ? "cut" : "not cut yet: another program was reading")
                .append("; copies of before an upgrade deleted: ")
                .append(done.copiesDeleted())
                .append("; copies made by others are not known");
        return text.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256", JdkProviders.SUN.provider())
                    .digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has SHA-256.", e);
        }
    }
}
