package org.wardkey.provider.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.WardkeySecretKey;
import org.wardkey.provider.secret.SecretBytes;

/** Keys that were made in a token and not stored live as long as their handles. */
class SessionKeysTest {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    Path folder;

    @Test
    void sessionKey_handleCollected_isZeroed() {
        try (Ledger ledger = Ledger.open(folder, "local", token -> bytes -> new byte[32])) {
            ManagedKeys keys = new ManagedKeys("home", ledger, name -> {
                throw new AssertionError("No stored key is looked for.");
            });
            SecretBytes kept = SecretBytes.copyOf(new byte[] {1, 2, 3});
            WardkeySecretKey held = add(keys, kept);
            SecretBytes dropped = SecretBytes.copyOf(new byte[] {4, 5, 6});
            WardkeySecretKey gone = add(keys, dropped);
            assertThat(keys.session(gone)).isPresent();
            gone = null;

            long deadline = System.nanoTime() + DEADLINE_NANOS;
            while (isOpen(dropped) && System.nanoTime() < deadline) {
                System.gc();
                keys.closeCollected();
            }

            assertThatThrownBy(dropped::copy).isInstanceOf(IllegalStateException.class);
            assertThat(kept.copy()).containsExactly(1, 2, 3);
            assertThat(keys.session(held)).isPresent();
        }
    }

    private static boolean isOpen(SecretBytes secret) {
        try {
            secret.copy();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static WardkeySecretKey add(ManagedKeys keys, SecretBytes material) {
        KeyFacts facts = new KeyFacts(
                new KeyId(UUID.randomUUID()),
                "local",
                "(not stored)",
                KeyType.AES,
                128,
                KeyState.ACTIVE,
                KeyAuthorizations.defaultsFor(KeyType.AES),
                false,
                Instant.EPOCH);
        WardkeySecretKey handle = new WardkeySecretKey(facts.id(), "home", "local", "AES", KeyType.AES, 128);
        ActiveKey active = ActiveKey.session(facts, "AES", material);
        keys.addSession(handle, new ManagedKeys.SessionKey(facts, "AES", new byte[0], material, active));
        return handle;
    }
}
