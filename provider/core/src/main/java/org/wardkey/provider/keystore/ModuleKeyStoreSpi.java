package org.wardkey.provider.keystore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableEntryException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * {@code KeyStore} of a file format that a validated module reads and writes, such as BCFKS. Its keys are plain ones; to be
 * managed they are imported into a Wardkey key store. As thread-safe as the module's own.
 */
public final class ModuleKeyStoreSpi extends KeyStoreSpi {
    private final KeyStore store;

    /**
     * Sets the SPI up.
     *
     * @param store the module's key store; not shared
     */
    public ModuleKeyStoreSpi(KeyStore store) {
        this.store = store;
    }

    private interface Question<T extends @Nullable Object> {
        T ask() throws KeyStoreException;
    }

    /** What a key store says before it was loaded. */
    private static <T extends @Nullable Object> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (KeyStoreException e) {
            throw new IllegalStateException("The key store was not loaded.", e);
        }
    }

    @Override
    public void engineLoad(@Nullable InputStream stream, char @Nullable [] password)
            throws IOException, NoSuchAlgorithmException, CertificateException {
        store.load(stream, password);
    }

    @Override
    public void engineLoad(KeyStore.@Nullable LoadStoreParameter parameter)
            throws IOException, NoSuchAlgorithmException, CertificateException {
        store.load(parameter);
    }

    @Override
    public void engineStore(@Nullable OutputStream stream, char @Nullable [] password)
            throws IOException, NoSuchAlgorithmException, CertificateException {
        try {
            store.store(stream, password);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("The key store was not loaded.", e);
        }
    }

    @Override
    public void engineStore(KeyStore.@Nullable LoadStoreParameter parameter)
            throws IOException, NoSuchAlgorithmException, CertificateException {
        try {
            store.store(parameter);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("The key store was not loaded.", e);
        }
    }

    @Override
    public @Nullable Key engineGetKey(String alias, char @Nullable [] password)
            throws NoSuchAlgorithmException, UnrecoverableKeyException {
        try {
            return store.getKey(alias, password);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("The key store was not loaded.", e);
        }
    }

    @Override
    public KeyStore.@Nullable Entry engineGetEntry(String alias, KeyStore.@Nullable ProtectionParameter protection)
            throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableEntryException {
        return store.getEntry(alias, protection);
    }

    @Override
    public void engineSetEntry(String alias, KeyStore.Entry entry, KeyStore.@Nullable ProtectionParameter protection)
            throws KeyStoreException {
        store.setEntry(alias, entry, protection);
    }

    @Override
    public Certificate @Nullable [] engineGetCertificateChain(String alias) {
        return ask(() -> store.getCertificateChain(alias));
    }

    @Override
    public @Nullable Certificate engineGetCertificate(String alias) {
        return ask(() -> store.getCertificate(alias));
    }

    @Override
    public @Nullable Date engineGetCreationDate(String alias) {
        return ask(() -> store.getCreationDate(alias));
    }

    @Override
    public void engineSetKeyEntry(String alias, Key key, char @Nullable [] password, Certificate @Nullable [] chain)
            throws KeyStoreException {
        store.setKeyEntry(alias, key, password, chain);
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain) throws KeyStoreException {
        store.setKeyEntry(alias, key, chain);
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) throws KeyStoreException {
        store.setCertificateEntry(alias, certificate);
    }

    @Override
    public void engineDeleteEntry(String alias) throws KeyStoreException {
        store.deleteEntry(alias);
    }

    @Override
    public Enumeration<String> engineAliases() {
        return Collections.enumeration(Collections.list(ask(store::aliases)));
    }

    @Override
    public boolean engineContainsAlias(String alias) {
        return ask(() -> store.containsAlias(alias));
    }

    @Override
    public int engineSize() {
        return ask(store::size);
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
        return ask(() -> store.isKeyEntry(alias));
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
        return ask(() -> store.isCertificateEntry(alias));
    }

    @Override
    public @Nullable String engineGetCertificateAlias(Certificate certificate) {
        return ask(() -> store.getCertificateAlias(certificate));
    }
}
