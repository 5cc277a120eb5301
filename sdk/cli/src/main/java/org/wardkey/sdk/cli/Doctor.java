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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.wardkey.provider.ConfigurationSummary;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.TrustedTime;

/** Looks at the JVM, the provider and the home, and says what is lost. Makes no home and asks for nothing. */
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
        HomeCondition home = HomeCondition.of(provider.administration());
        Administration.Report report = provider.administration().report();
        OptionalInt position = position();
        registration(position);
        state(report);
        engines(report);
        platform();
        strict(report, position);
        files(report.home());
        home(home);
        return new Diagnosis(
                Runtime.version() + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home"),
                Arrays.stream(Security.getProviders())
                        .map(p -> p.getName() + " " + p.getVersionStr())
                        .toList(),
                position,
                nativeAccess(),
                report,
                home,
                jvms(report.home()),
                holes);
    }

    private List<HostJvm> jvms(String home) {
        try {
            return HostJvms.of(home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home)))
                    .all();
        } catch (IOException e) {
            holes.add(unreadable(Path.of(home)));
            return List.of();
        }
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
            holes.add(new Hole(HoleCode.NOT_REGISTERED, "Wardkey is not among the providers of this JVM."));
        } else if (position.getAsInt() > 1) {
            holes.add(new Hole(HoleCode.NOT_FIRST, "Wardkey stands at position " + position.getAsInt() + ", not 1."));
        }
    }

    private void state(Administration.Report report) {
        if (report.state().equals("LOCKED")) {
            holes.add(new Hole(
                    HoleCode.LOCKED,
                    "The provider's state is " + report.state() + "."
                            + report.problem().map(p -> " " + p).orElse("")));
        }
        for (Map.Entry<String, Boolean> test : report.selfTests().entrySet()) {
            if (!test.getValue()) {
                holes.add(new Hole(HoleCode.SELFTEST_FAILED, "The self-test of " + test.getKey() + " failed."));
            }
        }
    }

    private void engines(Administration.Report report) {
        if (report.engines().containsKey("bcfips")) {
            if (!report.libcryptoPresent()) {
                holes.add(new Hole(
                        HoleCode.NO_MODULE,
                        "The validated module that is to serve alone does not run: "
                                + report.engines().get("bcfips")));
            }
            return;
        }
        if (!report.libcryptoPresent()) {
            holes.add(new Hole(
                    HoleCode.NO_LIBCRYPTO,
                    "libcrypto cannot be used: " + report.engines().getOrDefault("libcrypto", "not found") + "."));
        }
    }

    private void platform() {
        // JDK 25 knows the property and has it commented out: unset is not unsupported there.
        if (Security.getProperty("jdk.crypto.disabledAlgorithms") == null
                && Runtime.version().feature() < 25) {
            holes.add(new Hole(HoleCode.NO_DISABLED_ALGORITHMS, "This JDK has no jdk.crypto.disabledAlgorithms."));
        }
    }

    private void strict(Administration.Report report, OptionalInt position) {
        if (position.isPresent()
                && Security.getProperty(WardkeyProvider.STRICT) == null
                && saysStrict(Path.of(report.configuration()))) {
            holes.add(new Hole(
                    HoleCode.NOT_STRICT,
                    report.configuration() + " says strict = true, and this JVM's java.security has no "
                            + WardkeyProvider.STRICT + "=true."));
        }
    }

    private static boolean saysStrict(Path config) {
        try {
            return Files.isRegularFile(config)
                    && ConfigurationSummary.read(config).strict();
        } catch (PolicyProblem e) {
            // The provider's state says that already.
            return false;
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
                holes.add(new Hole(HoleCode.FILE_OPEN_TO_OTHERS, file + " is open to other users."));
            }
        } catch (UnsupportedOperationException e) {
            holes.add(new Hole(
                    HoleCode.PERMISSIONS_UNKNOWN,
                    "The permissions of " + file + " cannot be read on this file system."));
        } catch (IOException e) {
            holes.add(unreadable(file));
        }
    }

    private static Hole unreadable(Path file) {
        return new Hole(HoleCode.FILE_UNREADABLE, file + " cannot be looked at by this user.");
    }

    private void home(HomeCondition home) {
        home.unopened().ifPresent(why -> holes.add(new Hole(HoleCode.HOME_UNUSABLE, why)));
        home.time()
                .filter(time -> time.state() == TrustedTime.State.BEHIND)
                .ifPresent(time ->
                        holes.add(new Hole(HoleCode.TIME_BEHIND, time.problem().orElse("The clock is behind."))));
        home.log()
                .filter(log -> log.state() != AuditLog.State.AVAILABLE)
                .ifPresent(log -> holes.add(new Hole(
                        HoleCode.LOG_UNAVAILABLE,
                        "The audit log " + log.log() + " does not take every record: its state is " + log.state() + "."
                                + log.failure().map(why -> " " + why).orElse(""))));
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
