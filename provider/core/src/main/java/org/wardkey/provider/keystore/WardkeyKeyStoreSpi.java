package org.wardkey.provider.keystore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.UnrecoverableEntryException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.KeyManagement;
import org.wardkey.provider.gate.Token;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.TrustedCertificates;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.RefusalCode;

/**
 * {@code KeyStore} "Wardkey": the keys and certificates of the home's tokens.
 *
 * <p>It is a view, not a file: what is set is stored at once, {@code store} has nothing left to do and
 * streams are not read (an empty one, {@code /dev/null} and null are the same). The default token's
 * aliases stand by themselves, those of other tokens as {@code token:alias}; both forms find every
 * key. Keys without certificates are listed too. Passwords that {@code keytool -importpass} stored are keys that have an encoding; each time that it is read there is a record. Passwords of single entries are not used; the
 * password of {@code load} opens tokens that want one. Thread-safe.
 */
public final class WardkeyKeyStoreSpi extends KeyStoreSpi {
    private static final Set<RefusalCode> PASSWORD = Set.of(RefusalCode.PROTECTOR_WRONG, RefusalCode.PASSWORD_MISSING);

    private final KeyManagement keys;
    private final Optional<String> view;

    /**
     * Sets the SPI up.
     *
     * @param keys stores and changes keys
     * @param view the token that the provider's view is bound to, if it is
     */
    public WardkeyKeyStoreSpi(KeyManagement keys, Optional<String> view) {
        this.keys = keys;
        this.view = view;
    }

    @Override
    public void engineLoad(@Nullable InputStream stream, char @Nullable [] password) throws IOException {
        if (stream != null && stream.read() != -1) {
            throw new IOException("Expected no stream or an empty one: a Wardkey key store has no file of its own."
                    + " Import another store with keytool -importkeystore.");
        }
        try {
            for (Token token : tokens()) {
                unlock(token, password);
            }
        } catch (ProviderException e) {
            // keytool and applications look for this cause to tell a wrong password from a broken store.
            throw new IOException(e.getMessage(), isOfThePassword(e) ? unrecoverable(e) : e);
        }
    }

    private static boolean isOfThePassword(ProviderException e) {
        return (e instanceof BackendException failed && PASSWORD.contains(failed.code()))
                || (e instanceof PolicyDeniedException denied && PASSWORD.contains(denied.code()));
    }

    private static void unlock(Token token, char @Nullable [] password) {
        if (password == null || password.length == 0) {
            token.unlock();
        } else {
            token.unlock(password);
        }
    }

    @Override
    public void engineLoad(KeyStore.@Nullable LoadStoreParameter parameter) throws IOException {
        if (parameter == null || parameter.getProtectionParameter() == null) {
            engineLoad(null, null);
            return;
        }
        if (!(parameter.getProtectionParameter() instanceof KeyStore.PasswordProtection password)) {
            throw new IOException("Expected a PasswordProtection or none to load a Wardkey key store.");
        }
        engineLoad(null, password.getPassword());
    }

    private List<Token> tokens() {
        Home home = keys.home();
        return view.map(name -> List.of(home.token(name)))
                .orElseGet(() -> List.copyOf(home.tokens().values()));
    }

    @Override
    public void engineStore(@Nullable OutputStream stream, char @Nullable [] password) {
        // Everything was stored when it was set; a file would only look as if it held keys.
    }

    @Override
    public void engineStore(KeyStore.@Nullable LoadStoreParameter parameter) {
        // As above.
    }

    private Home.Place place(String alias) {
        return keys.home().place(alias, view);
    }

    private Optional<KeyRecord> record(String alias) {
        if (alias.isEmpty()) {
            return Optional.empty();
        }
        Home.Place place = place(alias);
        return keys.home().ledger().catalog().find(place.token().name(), place.alias());
    }

    private Optional<TrustedCertificates.Entry> trusted(String alias) {
        Home.Place place = place(alias);
        return Optional.ofNullable(
                keys.home().ledger().certificates().list(place.token().name()).get(place.alias()));
    }

    @Override
    public @Nullable Key engineGetKey(String alias, char @Nullable [] password) throws UnrecoverableKeyException {
        try {
            return record(alias).map(this::key).orElse(null);
        } catch (ProviderException e) {
            throw unrecoverable(e);
        }
    }

    /** Passwords are for programs to read; of all else they get a handle. */
    private Key key(KeyRecord record) {
        return record.facts().type() == KeyType.PASSWORD ? keys.password(record) : keys.handle(record);
    }

    private static UnrecoverableKeyException unrecoverable(ProviderException e) {
        UnrecoverableKeyException failed = new UnrecoverableKeyException(e.getMessage());
        failed.initCause(e);
        return failed;
    }

    @Override
    public Certificate @Nullable [] engineGetCertificateChain(String alias) {
        List<byte[]> chain = record(alias).map(KeyRecord::chain).orElse(List.of());
        return chain.isEmpty()
                ? null
                : chain.stream().map(WardkeyKeyStoreSpi::decode).toArray(Certificate[]::new);
    }

    private static Certificate decode(byte[] der) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new ProviderException("A stored certificate does not decode.", e);
        }
    }

    @Override
    public @Nullable Certificate engineGetCertificate(String alias) {
        Optional<KeyRecord> key = record(alias);
        if (key.isPresent()) {
            List<byte[]> chain = key.get().chain();
            return chain.isEmpty() ? null : decode(chain.get(0));
        }
        return trusted(alias).map(entry -> decode(entry.certificate())).orElse(null);
    }

    @Override
    public @Nullable Date engineGetCreationDate(String alias) {
        return record(alias)
                .map(record -> Date.from(record.facts().created()))
                .or(() -> trusted(alias).map(entry -> Date.from(entry.created())))
                .orElse(null);
    }

    @Override
    public void engineSetKeyEntry(String alias, Key key, char @Nullable [] password, Certificate @Nullable [] chain)
            throws KeyStoreException {
        set(alias, key, chain, Optional.empty());
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain) throws KeyStoreException {
        throw new KeyStoreException("Expected a key object: keys that are encrypted already cannot be checked.");
    }

    private void set(
            String alias, @Nullable Key key, Certificate @Nullable [] chain, Optional<KeyGenParameters> parameters)
            throws KeyStoreException {
        if (key == null) {
            throw new KeyStoreException("Expected a private or a secret key, got none.");
        }
        try {
            keys.storage().store(key, alias, chain == null ? List.of() : List.of(chain), parameters, view);
        } catch (InvalidKeyException | ProviderException | IllegalArgumentException e) {
            throw new KeyStoreException(e.getMessage(), e);
        }
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) throws KeyStoreException {
        try {
            keys.storage().storeCertificate(alias, certificate.getEncoded(), view);
        } catch (CertificateEncodingException | ProviderException | IllegalArgumentException e) {
            throw new KeyStoreException(e.getMessage(), e);
        }
    }

    @Override
    public void engineSetEntry(String alias, KeyStore.Entry entry, KeyStore.@Nullable ProtectionParameter protection)
            throws KeyStoreException {
        requireKnown(protection);
        Optional<KeyGenParameters> parameters =
                protection instanceof KeyGenParameters given ? Optional.of(given) : Optional.empty();
        if (entry instanceof KeyStore.PrivateKeyEntry pair) {
            set(alias, pair.getPrivateKey(), pair.getCertificateChain(), parameters);
        } else if (entry instanceof KeyStore.SecretKeyEntry secret) {
            set(alias, secret.getSecretKey(), null, parameters);
        } else if (entry instanceof KeyStore.TrustedCertificateEntry trusted) {
            engineSetCertificateEntry(alias, trusted.getTrustedCertificate());
        } else {
            throw new KeyStoreException("Expected a private key, secret key or trusted certificate entry, got "
                    + entry.getClass().getName() + ".");
        }
    }

    /** Passwords are not used; what else a parameter may want cannot be dropped without a word. */
    private static void requireKnown(KeyStore.@Nullable ProtectionParameter protection) throws KeyStoreException {
        if (protection == null
                || protection instanceof KeyGenParameters
                || protection instanceof KeyStore.PasswordProtection
                || protection instanceof KeyStore.CallbackHandlerProtection) {
            return;
        }
        throw new KeyStoreException(
                "Expected KeyGenParameters, a password or callback handler protection, or none, got "
                        + protection.getClass().getName() + ", which says nothing to this key store.");
    }

    @Override
    public KeyStore.@Nullable Entry engineGetEntry(String alias, KeyStore.@Nullable ProtectionParameter protection)
            throws KeyStoreException, UnrecoverableEntryException {
        requireKnown(protection);
        Key key = engineGetKey(alias, null);
        try {
            if (key instanceof SecretKey secret) {
                return new KeyStore.SecretKeyEntry(secret);
            }
            if (key instanceof PrivateKey own) {
                return pair(own, engineGetCertificateChain(alias));
            }
            Certificate certificate = engineGetCertificate(alias);
            return certificate == null ? null : new KeyStore.TrustedCertificateEntry(certificate);
        } catch (ProviderException e) {
            throw unrecoverable(e);
        }
    }

    private static KeyStore.Entry pair(PrivateKey key, Certificate @Nullable [] chain)
            throws UnrecoverableEntryException {
        if (chain == null) {
            throw new UnrecoverableEntryException("Expected a key with a certificate, which an entry of a private key"
                    + " must have; this one has none. Take it with getKey, or import its certificate.");
        }
        try {
            return new KeyStore.PrivateKeyEntry(key, chain);
        } catch (IllegalArgumentException e) {
            // Such as an RSA key whose certificate says RSASSA-PSS: the JCA wants one name for both.
            UnrecoverableEntryException failed = new UnrecoverableEntryException(
                    "The JCA makes no entry of this key and its chain; take them with getKey and getCertificateChain.");
            failed.initCause(e);
            throw failed;
        }
    }

    @Override
    public boolean engineEntryInstanceOf(String alias, Class<? extends KeyStore.Entry> kind) {
        Optional<KeyRecord> key = record(alias);
        if (key.isEmpty()) {
            return kind == KeyStore.TrustedCertificateEntry.class
                    && trusted(alias).isPresent();
        }
        return key.get().facts().type().asymmetric()
                ? kind == KeyStore.PrivateKeyEntry.class && !key.get().chain().isEmpty()
                : kind == KeyStore.SecretKeyEntry.class;
    }

    @Override
    public void engineDeleteEntry(String alias) throws KeyStoreException {
        try {
            Optional<KeyRecord> key = record(alias);
            if (key.isPresent()) {
                keys.changeState(key.get().facts().id(), KeyState.DESTROYED, "deleted from the key store");
            } else if (trusted(alias).isPresent()) {
                keys.storage().deleteCertificate(alias, view);
            }
        } catch (ProviderException e) {
            throw new KeyStoreException(e.getMessage(), e);
        }
    }

    /** Every alias and what it is. */
    private Map<String, Boolean> entries() {
        Home home = keys.home();
        String plain = view.orElse(home.defaultToken());
        Map<String, Boolean> entries = new LinkedHashMap<>();
        for (Token token : tokens()) {
            String prefix = token.name().equals(plain) ? "" : token.name() + ":";
            for (KeyRecord record : home.ledger().catalog().list(token.name())) {
                if (record.facts().state() != KeyState.DESTROYED) {
                    entries.put(prefix + record.facts().alias(), true);
                }
            }
            for (String alias : home.ledger().certificates().list(token.name()).keySet()) {
                entries.put(prefix + alias, false);
            }
        }
        return entries;
    }

    @Override
    public Enumeration<String> engineAliases() {
        return Collections.enumeration(entries().keySet());
    }

    @Override
    public boolean engineContainsAlias(String alias) {
        return record(alias).isPresent() || trusted(alias).isPresent();
    }

    @Override
    public int engineSize() {
        return entries().size();
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
        return record(alias).isPresent();
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
        return trusted(alias).isPresent();
    }

    @Override
    public @Nullable String engineGetCertificateAlias(Certificate certificate) {
        for (String alias : entries().keySet()) {
            if (certificate.equals(engineGetCertificate(alias))) {
                return alias;
            }
        }
        return null;
    }
}
