package org.wardkey.provider.spi;

import java.security.SecureRandom;
import java.util.Optional;
import org.wardkey.provider.gate.KeyManagement;
import org.wardkey.provider.gate.OperationGate;

/**
 * What an SPI needs.
 *
 * @param gate the only way to a backend
 * @param keys makes and stores keys
 * @param random gives IVs
 * @param view the token that the provider's view is bound to, if it is
 */
public record SpiContext(OperationGate gate, KeyManagement keys, SecureRandom random, Optional<String> view) {}
