package org.wardkey.sdk.cli;

import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;

/** A program that prints the names of its JVM's providers. */
final class ProviderNames {
    private ProviderNames() {}

    @SuppressWarnings("SystemOut") // a program of its own
    public static void main(String[] arguments) {
        own().forEach(System.out::println);
    }

    static List<String> own() {
        return Arrays.stream(Security.getProviders()).map(Provider::getName).toList();
    }
}
