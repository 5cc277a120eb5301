package org.wardkey.tpm2;

import java.time.Duration;
import java.util.Map;
import org.wardkey.tpm2.command.GetCapability;
import org.wardkey.tpm2.structure.CapabilityData;

/** Asks a TPM in lockout how long that lasts. */
final class Lockout {
    private static final int LOCKOUT_INTERVAL = 0x210;
    private static final int LOCKOUT_RECOVERY = 0x211;

    private Lockout() {}

    static TpmLockoutException exception(CommandRunner runner, String command, TpmResponseCode code) {
        Map<Integer, Integer> properties = properties(runner);
        return new TpmLockoutException(
                command, code, seconds(properties, LOCKOUT_INTERVAL), seconds(properties, LOCKOUT_RECOVERY));
    }

    private static Map<Integer, Integer> properties(CommandRunner runner) {
        GetCapability.Result answer = runner.run(new GetCapability(CapabilityData.TPM_PROPERTIES, LOCKOUT_INTERVAL, 2));
        return answer.capabilityData() instanceof CapabilityData.Properties listed ? listed.values() : Map.of();
    }

    private static Duration seconds(Map<Integer, Integer> properties, int property) {
        return Duration.ofSeconds(Integer.toUnsignedLong(properties.getOrDefault(property, 0)));
    }
}
