package org.wardkey.provider;

import java.util.Arrays;
import org.wardkey.provider.sealing.Protector;

/**
 * A variable of the process's environment whose value is a password.
 *
 * <p>The JVM keeps the environment as strings, which cannot be zeroed, and other processes of the same user can read it.
 *
 * @param name the variable
 */
record PasswordVariable(String name) implements PasswordSource {
    @Override
    public Protector.Password read(String token, boolean first) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw PasswordSource.unusable(
                    "The variable " + name + ", which is to have the password of token " + token + ",",
                    value == null ? "the environment of this process does not have it" : "it is empty");
        }
        char[] password = value.toCharArray();
        try {
            return new Protector.Password(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
