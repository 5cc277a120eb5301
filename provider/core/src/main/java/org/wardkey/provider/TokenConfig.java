package org.wardkey.provider;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A token of the configuration.
 *
 * @param name its name
 * @param keyFile the file that opens it; empty if a password does
 * @param password where the password comes from; empty if the key store's user gives it
 */
record TokenConfig(String name, Optional<Path> keyFile, Optional<PasswordSource> password) {}
