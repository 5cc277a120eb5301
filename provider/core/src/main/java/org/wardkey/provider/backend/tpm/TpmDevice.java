package org.wardkey.provider.backend.tpm;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;
import org.wardkey.tpm2.BackOff;
import org.wardkey.tpm2.KeptSession;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.TpmLockoutException;
import org.wardkey.tpm2.TpmUnavailableException;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.EvictControl;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.command.ReadPublic;
import org.wardkey.tpm2.command.Startup;
import org.wardkey.tpm2.command.Unseal;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.session.TpmIntegrityException;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.TpmFormatException;

/**
 * A TPM with its storage root key, under which all keys of a token are, and one salted session that encrypts parameters
 * both ways. Connects at the first use. Thread-safe; commands take turns.
 *
 * <p>Source: TCG PC Client Platform TPM Profile (the storage root key is at 0x81000001 and has no authorization value).
 */
public final class TpmDevice {
    private static final Handle STORAGE_ROOT_KEY = new Handle(0x81000001);
    private static final int RC_HANDLE = 0x08B;
    private static final int RC_INITIALIZE = 0x100;
    private static final int RC_NV_DEFINED = 0x14C;
    private static final int STARTUP_CLEAR = 0;
    private static final int AUTH_VALUE_BYTES = 32;
    /** Every TPM gives a digest of SHA-256 at once. */
    private static final int RANDOM_BYTES_AT_ONCE = 32;

    private static final int STORAGE = Attributes.FIXED_TPM | Attributes.RESTRICTED | Attributes.DECRYPT;

    private final TpmAddress address;
    private final SecureRandom random;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Connection connection;
    private volatile int inputBufferBytes;
    private final TpmEntropy entropy = new TpmEntropy(this);

    /** What is open: all of it is of one TPM. */
    record Connection(Tpm tpm, Entity root, SaltKey salt, KeptSession session) {}

    /**
     * Describes the device; nothing is sent yet.
     *
     * @param address where it is
     * @param random makes authorization values, nonces and salts
     */
    public TpmDevice(TpmAddress address, SecureRandom random) {
        this.address = address;
        this.random = random;
    }

    /** @return where it is */
    public TpmAddress address() {
        return address;
    }

    private Connection open() {
        Connection open = connection;
        if (open != null) {
            return open;
        }
        lock.lock();
        try {
            Connection raced = connection;
            if (raced != null) {
                return raced;
            }
            Connection made = connect();
            connection = made;
            entropy.begin();
            return made;
        } finally {
            lock.unlock();
        }
    }

    private Connection connect() {
        Tpm tpm = new Tpm(address.transport(), random, BackOff.usual());
        boolean connected = false;
        try {
            Public area = storageRootKey(tpm, true);
            if ((area.attributes().bits() & STORAGE) != STORAGE) {
                throw new BackendException(new Refusal(
                        RefusalCode.TPM_FAILED,
                        "What the TPM at " + address + " has at " + STORAGE_ROOT_KEY
                                + " is no storage key of its own."));
            }
            Entity root = Entity.of(STORAGE_ROOT_KEY, area.name());
            SaltKey salt = SaltKey.pinned(root, area, area.name());
            connected = true;
            return new Connection(
                    tpm, root, salt, new KeptSession(tpm, salt, HashAlgorithm.SHA256, Symmetric.AES_128_CFB));
        } finally {
            if (!connected) {
                tpm.close();
            }
        }
    }

    private static Public storageRootKey(Tpm tpm, boolean startable) {
        try {
            return tpm.execute(new ReadPublic(Entity.unnamed(STORAGE_ROOT_KEY))).outPublic();
        } catch (TpmException e) {
            if (startable && e.responseCode().base() == RC_INITIALIZE) {
                tpm.execute(new Startup(STARTUP_CLEAR));
                return storageRootKey(tpm, false);
            }
            if (e.responseCode().base() != RC_HANDLE) {
                throw e;
            }
        }
        Entity owner = Entity.of(Handle.OWNER);
        try (LoadedObject made = tpm.createPrimary(owner, Template.srkP256(), Authorization.empty())) {
            tpm.execute(new EvictControl(owner, made, STORAGE_ROOT_KEY), Authorization.empty());
        } catch (TpmException e) {
            // Another process made it meanwhile, from the same template.
            if (e.responseCode().base() != RC_NV_DEFINED) {
                throw e;
            }
        }
        return tpm.execute(new ReadPublic(Entity.unnamed(STORAGE_ROOT_KEY))).outPublic();
    }

    /** Makes a key under the storage root key, with an authorization value that nobody else knows. */
    TpmBlob create(Public template) {
        return create(template, new byte[0]);
    }

    /** The same, around data from outside; empty for a key that the TPM makes. */
    TpmBlob create(Public template, byte[] data) {
        byte[] authValue = newValue();
        boolean done = false;
        try {
            TpmBlob made = use(open -> create(open, template, authValue, data));
            done = true;
            return made;
        } finally {
            if (!done) {
                Arrays.fill(authValue, (byte) 0);
            }
        }
    }

    /** Makes an authorization value; the caller wipes it. */
    byte[] newValue() {
        return randomBytes(AUTH_VALUE_BYTES);
    }

    /** Gives bytes of this process's generator; the caller wipes them. */
    byte[] randomBytes(int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        random.nextBytes(bytes);
        return bytes;
    }

    /** How many bytes of a message one command takes; asked once. Source: TPM 2.0 Part 2 §6.13 (TPM_PT_INPUT_BUFFER). */
    int inputBufferBytes() {
        int known = inputBufferBytes;
        if (known == 0) {
            known = use(open -> TpmProperties.inputBufferBytes(open.tpm()));
            inputBufferBytes = known;
        }
        return known;
    }

    private static TpmBlob create(Connection open, Public template, byte[] authValue, byte[] data) {
        try (SensitiveCreate sensitive = SensitiveCreate.of(authValue, data);
                Authorization parent = open.session().authorize(new byte[0])) {
            Create.Result made =
                    open.tpm().execute(new Create(open.root(), sensitive, template, new byte[0], List.of()), parent);
            if (!made.outPublic().isFrom(template)) {
                throw new TpmIntegrityException("created object: expected one of the template, got another");
            }
            return new TpmBlob(
                    authValue, made.outPublic(), made.outPrivate(), open.root().name());
        }
    }

    /** @return what the TPM gives to generators from the time on when it is connected */
    public DeviceEntropy entropy() {
        return entropy;
    }

    /**
     * Asks the TPM for random bytes, in the session that encrypts. Source: TPM 2.0 Part 3 §16.1.
     *
     * @param sizeBytes how many
     * @return the bytes; the caller's
     * @throws BackendException if it does not answer
     */
    public byte[] chipRandom(int sizeBytes) {
        ByteBuffer bytes = ByteBuffer.allocate(sizeBytes);
        while (bytes.hasRemaining()) {
            int wanted = Math.min(bytes.remaining(), RANDOM_BYTES_AT_ONCE);
            byte[] some = use(open -> {
                try (Authorization protection = open.session().protection()) {
                    return open.tpm().execute(new GetRandom(wanted), protection);
                }
            });
            if (some.length == 0 || some.length > wanted) {
                throw failed(
                        new TpmFormatException("randomBytes: expected 1 to " + wanted + " bytes, got " + some.length));
            }
            bytes.put(some);
            Arrays.fill(some, (byte) 0);
        }
        return bytes.array();
    }

    /**
     * Loads a key; the TPM has it until it is closed.
     *
     * @throws BackendException if it is another TPM's
     */
    LoadedObject load(TpmBlob blob) {
        return use(open -> {
            Name root = open.root().name();
            if (!blob.parent().equals(root)) {
                throw new BackendException(new Refusal(
                        RefusalCode.TPM_FAILED,
                        "The key is of a TPM whose storage root key is " + blob.parent() + "; the one at " + address
                                + " has " + root
                                + ". Keys of a TPM cannot move to another, or outlive its being cleared."));
            }
            return open.tpm()
                    .load(
                            open.root(),
                            blob.encrypted(),
                            blob.area(),
                            open.session().authorize(new byte[0]));
        });
    }

    /** What is done with a loaded key. */
    @FunctionalInterface
    interface Command<T> {
        T run(Tpm tpm, Authorization authorization);
    }

    /** Runs a command that a key's authorization value authorizes, in the session that encrypts. */
    <T> T authorized(byte[] authValue, Command<T> command) {
        return use(open -> {
            try (Authorization authorization = open.session().authorize(authValue)) {
                return command.run(open.tpm(), authorization);
            }
        });
    }

    /**
     * Seals bytes to this TPM.
     *
     * @param data up to 128 bytes; kept by the caller
     * @return what gives them back in this TPM alone
     */
    public SecretBytes seal(byte[] data) {
        return seal(sealedData(), data);
    }

    SecretBytes seal(Public template, byte[] data) {
        try (TpmBlob sealed = create(template, data)) {
            return sealed.toSecret();
        }
    }

    static Public sealedData() {
        return Template.sealed()
                .withAttributes(new Attributes(
                        Attributes.FIXED_TPM | Attributes.FIXED_PARENT | Attributes.USER_WITH_AUTH | Attributes.NO_DA));
    }

    /**
     * Gives back what was sealed.
     *
     * @param sealed what {@link #seal} gave; kept by the caller
     * @return the bytes; the caller closes them
     * @throws BackendException if this TPM did not seal them
     */
    public SecretBytes unseal(SecretBytes sealed) {
        try (TpmBlob blob = TpmBlob.read(sealed);
                LoadedObject item = load(blob)) {
            return SecretBytes.take(
                    authorized(blob.authValue(), (tpm, authorization) -> tpm.execute(new Unseal(item), authorization)));
        } catch (TpmFormatException e) {
            throw failed(e);
        }
    }

    /** Does something with what is open; says what fails in the provider's words. */
    <T> T use(Function<Connection, T> command) {
        try {
            return command.apply(open());
        } catch (TpmLockoutException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.TPM_LOCKOUT, "The TPM at " + address + ": " + e.getMessage() + "."), e);
        } catch (TpmException | TpmUnavailableException | TpmIntegrityException | TpmFormatException e) {
            throw failed(e);
        }
    }

    private BackendException failed(RuntimeException e) {
        return new BackendException(
                new Refusal(RefusalCode.TPM_FAILED, "The TPM at " + address + ": " + e.getMessage() + "."), e);
    }

    /**
     * Asks the TPM what it is; connects.
     *
     * @return names and values for people, in order; the last is the Name of the storage root key, which its keys are bound to
     * @throws BackendException if it does not answer
     */
    public Map<String, String> properties() {
        return use(open -> {
            Map<String, String> properties = new LinkedHashMap<>();
            properties.put("transport", address.toString());
            properties.putAll(TpmProperties.read(open.tpm()));
            properties.put("storage-root-key", open.root().name().toString());
            return properties;
        });
    }

    /** Flushes what is loaded and disconnects. */
    public void close() {
        lock.lock();
        try {
            Optional.ofNullable(connection).ifPresent(open -> {
                open.session().close();
                open.tpm().close();
            });
            connection = null;
            entropy.end();
        } finally {
            lock.unlock();
        }
    }
}
