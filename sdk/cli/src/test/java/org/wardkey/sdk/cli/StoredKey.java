package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import org.wardkey.provider.WardkeyProvider;

/** A stored key, used as a program would use it. */
final class StoredKey {
    private final WardkeyProvider provider;
    private final KeyStore store;
    private final String alias;

    private StoredKey(WardkeyProvider provider, KeyStore store, String alias) {
        this.provider = provider;
        this.store = store;
        this.alias = alias;
    }

    static StoredKey of(Path config, String alias) throws GeneralSecurityException, IOException {
        WardkeyProvider provider = (WardkeyProvider) new WardkeyProvider().configure(config.toString());
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        return new StoredKey(provider, store, alias);
    }

    byte[] sign() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign((PrivateKey) store.getKey(alias, null));
        signature.update((byte) 1);
        return signature.sign();
    }

    void certify(Certificate... chain) throws GeneralSecurityException {
        store.setKeyEntry(alias, store.getKey(alias, null), null, chain);
    }
}
