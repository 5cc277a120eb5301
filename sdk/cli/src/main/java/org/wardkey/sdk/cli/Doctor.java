package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;

/** Looks at the JVM, the provider and the home's files, and says what is lost. Opens no home. */
final class Doctor {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final WardkeyProvider provider;
    private final List<Hole> holes = new ArrayList<>();

    private Doctor(WardkeyProvider provider) {
        this.provider = provider;
    }

    static Diagnosis diagnose(WardkeyProvider provider) {
        return new Doctor(provider).run();
    }

    private Diagnosis run() {
        SelfTestProbe.run(provider);
        Administration.Report report = provider.administration().report();
        OptionalInt position = position();
        registration(position);
        state(report);
        engines(report);
        platform();
        files(report.home());
        return new Diagnosis(
                Runtime.version() + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home"),
                Arrays.stream(Security.getProviders())
                        .map(p -> p.getName() + " " + p.getVersionStr())
                        .toList(),
                position,
                nativeAccess(),
                report,
                holes);
    }

    private static OptionalInt position() {
        Provider[] providers = Security.getProviders();
        for (int i = 0; i < providers.length; i++) {
            if (providers[i].getName().equals(WardkeyProvider.NAME)) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }

    private void registration(OptionalInt position) {
        if (position.isEmpty()) {
            holes.add(
                    new Hole(
                            "WK-D001",
                            "Wardkey is not among the providers of this JVM.",
                            "Programs that do not name it use the JDK's own engines and key stores.",
                            "Administrator: java -Djava.security.properties=FILE, with FILE from `wardkey java-security print`."));
        } else if (position.getAsInt() > 1) {
            holes.add(new Hole(
                    "WK-D002",
                    "Wardkey stands at position " + position.getAsInt() + ", not 1.",
                    "Programs that do not name a provider get other engines for plain keys.",
                    "Administrator: make it security.provider.1; see `wardkey java-security print`."));
        }
    }

    private void state(Administration.Report report) {
        if (!report.state().equals("READY")) {
            holes.add(new Hole(
                    "WK-D003",
                    "The provider's state is " + report.state() + "."
                            + report.problem().map(p -> " " + p).orElse(""),
                    "Managed keys are refused.",
                    "Administrator: correct what the message names."));
        }
        for (Map.Entry<String, Boolean> test : report.selfTests().entrySet()) {
            if (!test.getValue()) {
                holes.add(new Hole(
                        "WK-D004",
                        "The self-test of " + test.getKey() + " failed.",
                        "This engine does not serve the algorithm; another one does, or nobody.",
                        "Operator: repair or replace the library; do not use results of this engine."));
            }
        }
    }

    private void engines(Administration.Report report) {
        if (!report.libcryptoPresent()) {
            holes.add(new Hole(
                    "WK-D005",
                    "libcrypto cannot be used: " + report.engines().getOrDefault("libcrypto", "not found") + ".",
                    "Public-key operations are slower, and their timing may depend on secrets.",
                    "Operator: install OpenSSL 3 (Debian: libssl3), or set libcrypto.path in wardkey.conf."));
        }
    }

    private void platform() {
        if (Security.getProperty("jdk.crypto.disabledAlgorithms") == null) {
            holes.add(new Hole(
                    "WK-D006",
                    "This JDK has no jdk.crypto.disabledAlgorithms.",
                    "A program may still name another provider for an algorithm that the policy denies: advisory only.",
                    "Operator: use JDK 25 or later where that matters."));
        }
    }

    private void files(String home) {
        Path folder = Path.of(home);
        if (home.isEmpty() || !Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> keyFiles = Files.list(folder)) {
            Stream.concat(Stream.of(folder), keyFiles.filter(f -> f.toString().endsWith(".key")))
                    .forEach(this::file);
        } catch (IOException e) {
            holes.add(unreadable(folder));
        }
    }

    private void file(Path file) {
        try {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
            if (granted.stream().anyMatch(OTHERS::contains)) {
                holes.add(new Hole(
                        "WK-D007",
                        file + " is open to other users.",
                        "Whoever reads a key file and the database has the keys.",
                        "Operator: chmod go= " + file + ", and treat the keys as exposed."));
            }
        } catch (UnsupportedOperationException e) {
            holes.add(new Hole(
                    "WK-D008",
                    "The permissions of " + file + " cannot be read on this file system.",
                    "Whether other users can read the key file is not known.",
                    "Operator: put the home on a file system with POSIX permissions."));
        } catch (IOException e) {
            holes.add(unreadable(file));
        }
    }

    private static Hole unreadable(Path file) {
        return new Hole(
                "WK-D009",
                file + " cannot be looked at by this user.",
                "Its permissions were not checked.",
                "Operator: run doctor as the user that runs the programs.");
    }

    private static String nativeAccess() {
        if (Runtime.version().feature() < 22) {
            return "unrestricted on this JDK (JNI)";
        }
        try {
            // Module.isNativeAccessEnabled is of Java 22.
            Object enabled = Module.class.getMethod("isNativeAccessEnabled").invoke(Doctor.class.getModule());
            return Boolean.TRUE.equals(enabled)
                    ? "enabled"
                    : "not enabled: the JVM warns, or refuses with --illegal-native-access=deny";
        } catch (ReflectiveOperationException e) {
            return "unknown (" + e.getClass().getSimpleName() + ")";
        }
    }
}
