package org.wardkey.provider.fips;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
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
 * {@code KeyStore} of a file format that the module reads and writes, such as BCFKS, behind the guard. Its keys are plain
 * ones; to be managed they are imported into a Wardkey key store. As thread-safe as the module's own.
 */
public final class BcFipsKeyStoreSpi extends KeyStoreSpi {
    private static final String WHAT = "a key store of the module";

    private final Guard guard;
    private final KeyStore store;

    BcFipsKeyStoreSpi(Guard guard, KeyStore store) {
        this.guard = guard;
        this.store = store;
    }

    /** What a key store says before it was loaded. */
    private <T extends @Nullable Object> T ask(Guard.Call<T, KeyStoreException> question) {
        try {
            return guard.call(WHAT, question);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("The key store was not loaded.", e);
        }
    }

    private void file(Guard.Call<KeyStore, Exception> call)
            throws IOException, NoSuchAlgorithmException, CertificateException {
        try {
            guard.call(WHAT, call);
        } catch (IOException | NoSuchAlgorithmException | CertificateException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The key store was not loaded.", e);
        }
    }

    private void change(Guard.Call<KeyStore, KeyStoreException> call) throws KeyStoreException {
        guard.call(WHAT, () -> {
            try {
                return call.run();
            } catch (IllegalArgumentException e) {
                throw new KeyStoreException(e.getMessage(), e);
            }
        });
    }

    @Override
    public void engineLoad(@Nullable InputStream stream, char @Nullable [] password)
            throws IOException, NoSuchAlgorithmException, CertificateException {
        file(() -> {
            store.load(stream, password);
            return store;
        });
    }

    @Override
    public void engineLoad(KeyStore.@Nullable LoadStoreParameter parameter)
            throws IOException, NoSuchAlgorithmException, CertificateException {
        file(() -> {
            store.load(parameter);
            return store;
        });
    }

    @Override
    public void engineStore(@Nullable OutputStream stream, char @Nullable [] password)
            throws IOException, NoSuchAlgorithmException, CertificateException {
        file(() -> {
            store.store(stream, password);
            return store;
        });
    }

    @Override
    public void engineStore(KeyStore.@Nullable LoadStoreParameter parameter)
            throws IOException, NoSuchAlgorithmException, CertificateException {
        file(() -> {
            store.store(parameter);
            return store;
        });
    }

    @Override
    public @Nullable Key engineGetKey(String alias, char @Nullable [] password)
            throws NoSuchAlgorithmException, UnrecoverableKeyException {
        try {
            return guard.<@Nullable Key, GeneralSecurityException>call(WHAT, () -> store.getKey(alias, password));
        } catch (NoSuchAlgorithmException | UnrecoverableKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key store was not loaded.", e);
        }
    }

    @Override
    public KeyStore.@Nullable Entry engineGetEntry(String alias, KeyStore.@Nullable ProtectionParameter protection)
            throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableEntryException {
        try {
            return guard.<KeyStore.@Nullable Entry, GeneralSecurityException>call(
                    WHAT, () -> store.getEntry(alias, protection));
        } catch (KeyStoreException | NoSuchAlgorithmException | UnrecoverableEntryException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new KeyStoreException(e);
        }
    }

    @Override
    public void engineSetEntry(String alias, KeyStore.Entry entry, KeyStore.@Nullable ProtectionParameter protection)
            throws KeyStoreException {
        change(() -> {
            store.setEntry(alias, entry, protection);
            return store;
        });
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
        change(() -> {
            store.setKeyEntry(alias, key, password, chain);
            return store;
        });
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain) throws KeyStoreException {
        change(() -> {
            store.setKeyEntry(alias, key, chain);
            return store;
        });
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) throws KeyStoreException {
        change(() -> {
            store.setCertificateEntry(alias, certificate);
            return store;
        });
    }

    @Override
    public void engineDeleteEntry(String alias) throws KeyStoreException {
        change(() -> {
            store.deleteEntry(alias);
            return store;
        });
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
