package org.wardkey.provider.keystore.embedded;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.gate.Token;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.RecordAuthenticator;
import org.wardkey.provider.ledger.TokenHeaders;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.sealing.MasterKey;
import org.wardkey.provider.sealing.Protector;
import org.wardkey.provider.sealing.Sealer;
import org.wardkey.provider.secret.SecretBytes;

/**
 * A token in software: key material is sealed in the home's database under a master key that a key
 * file or a password opens. Opened at the first use. Thread-safe.
 */
public final class SoftwareToken implements Token {
    private final String name;
    private final Supplier<KeyBackend> engine;
    private final SecureRandom random;
    private final Supplier<TokenHeaders> headers;
    private final Optional<ProtectorOnce> protector;
    private final boolean alsoByPassword;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Sealer sealer;
    /** Whether a password of the user opened it, where the configured source was not to be had. */
    private volatile boolean openedByUser;

    /** Gives what opens a token. */
    @FunctionalInterface
    public interface ProtectorSource {
        /**
         * Gives it; somebody may be asked.
         *
         * @param first whether the token does not exist yet
         * @return the protector; the caller closes it
         * @throws BackendException if there is none
         */
        Protector get(boolean first);
    }

    /**
     * Sets a token up; nothing is read yet.
     *
     * @param name its name in the configuration
     * @param engine what seals
     * @param random gives keys, salts and IVs
     * @param headers where the token's header is stored
     * @param protector gives what opens the token, once for all who use it first; must not use the database; empty if a
     *     password must come from the key store's user
     * @param alsoByPassword whether a token that is there opens with the user's password, too, where the protector is not
     *     to be had
     */
    public SoftwareToken(
            String name,
            Supplier<KeyBackend> engine,
            SecureRandom random,
            Supplier<TokenHeaders> headers,
            Optional<ProtectorSource> protector,
            boolean alsoByPassword) {
        this.name = name;
        this.engine = engine;
        this.random = random;
        this.headers = headers;
        this.protector = protector.map(ProtectorOnce::new);
        this.alsoByPassword = alsoByPassword;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String type() {
        return "software";
    }

    @Override
    public boolean isOpen() {
        return sealer != null;
    }

    @Override
    public void unlock() {
        Sealer opened = open();
        assert opened != null;
    }

    private Sealer open() {
        Sealer open = sealer;
        if (open != null) {
            return open;
        }
        ProtectorOnce source = protector.orElseThrow(() ->
                new BackendException(new Refusal(RefusalCode.PASSWORD_MISSING, "Token " + name + " is not open.")));
        // Looked up here: whoever is at the source may not wait for the database, see there.
        boolean first = headers.get().find(name).isEmpty();
        return source.with(first, () -> Optional.ofNullable(sealer), this::openWith);
    }

    /** The database comes first and the token's lock second, here as in the catalogue. */
    private Sealer openWith(Protector present) {
        KeyBackend computes = engine.get();
        byte[] header = headers.get().findOrCreate(name, () -> MasterKey.create(computes, random, present));
        lock.lock();
        try {
            Sealer open = sealer;
            if (open == null) {
                open = sealer(computes, header, present);
                sealer = open;
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private Sealer sealer(KeyBackend computes, byte[] header, Protector present) {
        try (SecretBytes master = MasterKey.open(computes, header, present)) {
            return new Sealer(computes, random, master);
        }
    }

    @Override
    public void unlock(char[] password) {
        if (protector.isPresent()) {
            unlockAsConfigured(password);
            return;
        }
        unlockWith(password);
    }

    private void unlockWith(char[] password) {
        try (Protector.Password given = new Protector.Password(password)) {
            if (sealer == null) {
                openWith(given);
                return;
            }
            // Open already: the password is checked all the same, or any would do from now on.
            KeyBackend computes = engine.get();
            byte[] header = headers.get().findOrCreate(name, () -> MasterKey.create(computes, random, given));
            MasterKey.open(computes, header, given).close();
        }
    }

    private void unlockAsConfigured(char[] password) {
        if (openedByUser) {
            unlockWith(password);
            return;
        }
        try {
            unlock();
        } catch (BackendException e) {
            // A new token is never made with a password from elsewhere: keytool's users give one that means nothing.
            if (!alsoByPassword
                    || e.code() != RefusalCode.PASSWORD_MISSING
                    || headers.get().find(name).isEmpty()) {
                throw e;
            }
            try {
                unlockWith(password);
                openedByUser = true;
            } catch (BackendException wrong) {
                // Who gave a password that means nothing is to read what the configuration lacks.
                throw new BackendException(
                        new Refusal(
                                wrong.code(),
                                wrong.detail() + " The source of the password that is configured gave none: "
                                        + e.detail()),
                        wrong);
            }
        }
    }

    @Override
    public RecordAuthenticator authenticator() {
        return open()::authenticate;
    }

    @Override
    public SecretBytes unseal(KeyRecord record) {
        return open().unseal(KeyRecord.sealingContext(record.facts()), record.sealedMaterial());
    }

    @Override
    public byte[] seal(KeyFacts facts, SecretBytes material) {
        return open().seal(KeyRecord.sealingContext(facts), material);
    }
}
