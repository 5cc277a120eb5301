package org.wardkey.provider.keystore.tpm;

import java.util.Map;
import java.util.Optional;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.KeyWindows;
import org.wardkey.provider.backend.tpm.TpmBackend;
import org.wardkey.provider.backend.tpm.TpmDevice;
import org.wardkey.provider.gate.Token;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.RecordAuthenticator;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.secret.SecretBytes;

/**
 * A token whose keys are made in a TPM and stay there. Its records are those of a software token: they hold what the TPM
 * encrypted for itself, and the value that authorizes its use. Thread-safe.
 */
public final class TpmToken implements Token {
    private final Token records;
    private final TpmBackend chip;
    private final TpmDevice device;
    private final Optional<KeyWindows> windows;

    /**
     * Sets the token up.
     *
     * @param records seals and authenticates the records
     * @param chip has the keys
     * @param device what it talks to
     * @param windows hold the use of its keys; empty if nothing but their authorization does
     */
    public TpmToken(Token records, TpmBackend chip, TpmDevice device, Optional<KeyWindows> windows) {
        this.records = records;
        this.chip = chip;
        this.device = device;
        this.windows = windows;
    }

    @Override
    public String name() {
        return records.name();
    }

    @Override
    public String type() {
        return "tpm2";
    }

    @Override
    public Optional<KeyBackend> chip() {
        return Optional.of(chip);
    }

    @Override
    public Map<String, String> device() {
        return device.properties();
    }

    @Override
    public Map<String, String> bounds(KeyRecord record) {
        if (windows.isEmpty() || !records.isOpen() || record.sealedMaterial().length == 0) {
            return Map.of();
        }
        try (SecretBytes material = records.unseal(record)) {
            return windows.get().bounds(material);
        }
    }

    @Override
    public Optional<KeyWindows> windows() {
        return windows;
    }

    @Override
    public byte[] deviceRandom(int sizeBytes) {
        return device.chipRandom(sizeBytes);
    }

    @Override
    public DeviceEntropy entropy() {
        return device.entropy();
    }

    @Override
    public boolean isOpen() {
        return records.isOpen();
    }

    @Override
    public void unlock() {
        records.unlock();
    }

    @Override
    public void unlock(char[] password) {
        records.unlock(password);
    }

    @Override
    public RecordAuthenticator authenticator() {
        return records.authenticator();
    }

    @Override
    public SecretBytes unseal(KeyRecord record) {
        return records.unseal(record);
    }

    @Override
    public byte[] seal(KeyFacts facts, SecretBytes material) {
        return records.seal(facts, material);
    }
}
