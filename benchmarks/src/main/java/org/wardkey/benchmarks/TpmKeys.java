package org.wardkey.benchmarks;

import java.util.List;
import org.wardkey.tpm2.KeptSession;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.EvictControl;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.command.ReadPublic;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;

/** A connection of Wardkey's to a TPM with two persistent keys, and what is measured over it: the operations of {@code esys.c}. */
final class TpmKeys implements AutoCloseable {
    static final Handle STORAGE = new Handle(0x81000001);
    static final Handle SIGNING = new Handle(0x81010001);
    private static final int RANDOM_BYTES = 16;

    private final Tpm tpm;
    private final Entity storage;
    private final Entity signing;
    private final SaltKey saltKey;
    private final KeptSession session;
    private final Authorization none = Authorization.empty();
    private final Authorization hmac;
    private final Authorization protection;

    /** Finds the keys of {@link #make}. */
    TpmKeys(Tpm tpm) {
        this.tpm = tpm;
        storage = tpm.persistent(STORAGE);
        signing = tpm.persistent(SIGNING);
        saltKey = SaltKey.pinned(storage, tpm.execute(new ReadPublic(storage)).outPublic(), storage.name());
        session = new KeptSession(tpm, saltKey, HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
        hmac = session.authorize(new byte[0]);
        protection = session.protection();
    }

    /** Makes the keys, on P-256 and without authorization values, and closes the connection. */
    static void make(Tpm connection) {
        Entity owner = Entity.of(Handle.OWNER);
        try (Tpm tpm = connection;
                LoadedObject root = tpm.createPrimary(owner, Template.srkP256(), Authorization.empty());
                SensitiveCreate nothing = SensitiveCreate.of(new byte[0])) {
            tpm.execute(new EvictControl(owner, root, STORAGE), Authorization.empty());
            Public template = Template.ecdsa(Curve.P256);
            template =
                    template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH | Attributes.NO_DA));
            Create.Result made =
                    tpm.execute(new Create(root, nothing, template, new byte[0], List.of()), Authorization.empty());
            try (LoadedObject key = tpm.load(root, made.outPrivate(), made.outPublic(), Authorization.empty())) {
                tpm.execute(new EvictControl(owner, key, SIGNING), Authorization.empty());
            }
        }
    }

    Tpm tpm() {
        return tpm;
    }

    Entity storage() {
        return storage;
    }

    SaltKey saltKey() {
        return saltKey;
    }

    Authorization hmac() {
        return hmac;
    }

    void sign() {
        sign(none);
    }

    void signProtected() {
        sign(hmac);
    }

    private void sign(Authorization authorization) {
        tpm.execute(sign(signing), authorization);
    }

    static Sign sign(Entity key) {
        return new Sign(key, new byte[32], Scheme.ecdsa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK);
    }

    void random() {
        requireBytes(tpm.execute(new GetRandom(RANDOM_BYTES)));
    }

    void randomProtected() {
        requireBytes(tpm.execute(new GetRandom(RANDOM_BYTES), protection));
    }

    private static void requireBytes(byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalStateException("Expected " + RANDOM_BYTES + " bytes, got " + random.length + ".");
        }
    }

    @Override
    public void close() {
        session.close();
        tpm.close();
    }
}
