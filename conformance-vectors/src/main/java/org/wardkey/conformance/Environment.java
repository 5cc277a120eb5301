package org.wardkey.conformance;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What tests ran on, in the form of the operational environments on certificates of CAVP and CMVP: "JDK on operating
 * system running on hardware with processor with PAA", where PAA are the processor's instructions for cryptography (processor
 * algorithm acceleration).
 *
 * <p>Whether they are in use is asked of the running JVM, not taken from its command line. Of a libcrypto only what its
 * environment variable takes from it is known.
 *
 * @param runtime version, build and vendor of the Java runtime
 * @param system name and version of the operating system, its kernel and the architecture
 * @param hardware vendor and product of the machine, as its firmware tells; empty where it does not
 * @param processor its name; family and model where the system tells them
 * @param features the instructions for cryptography that it has, by the system's names
 * @param jvm whether the JVM uses such instructions; empty where it does not tell
 * @param libcryptoMask how the environment restricts what libcrypto uses, as {@code NAME=VALUE}; empty if it does not
 */
public record Environment(
        String runtime,
        String system,
        Optional<String> hardware,
        String processor,
        List<String> features,
        Optional<Boolean> jvm,
        Optional<String> libcryptoMask) {
    /** What HotSpot calls what it uses of them, on every architecture. */
    private static final List<String> FLAGS = List.of("UseAES", "UseAESIntrinsics", "UseSHA");
    /** x86: flags; AArch64: Features. */
    private static final List<String> KNOWN = List.of(
            "aes",
            "pclmulqdq",
            "vaes",
            "vpclmulqdq",
            "sha_ni",
            "sha512ni",
            "gfni",
            "pmull",
            "sha1",
            "sha2",
            "sha3",
            "sha512");

    private static final List<String> MASKS = List.of("OPENSSL_ia32cap", "OPENSSL_armcap");
    private static final String PROCESSOR = "proc/cpuinfo";
    private static final String RELEASE = "etc/os-release";
    /** Vendor and product; no serial numbers, which other files there have. */
    private static final List<String> DMI = List.of("sys/class/dmi/id/sys_vendor", "sys/class/dmi/id/product_name");

    private static final String DEVICE_TREE = "proc/device-tree/model";
    /** What firmware says when nobody filled it in. */
    private static final Pattern UNFILLED = Pattern.compile(
            "(?i)to be filled by o\\.?e\\.?m\\.?|default string|not specified|not applicable|none|unknown|n/a|system"
                    + " (manufacturer|product name)|oem|0*");

    /** Copies the list. */
    public Environment {
        features = List.copyOf(features);
    }

    /** That of this process. */
    public static Environment current() {
        return of(Path.of("/"));
    }

    /** The same, with the system's files below a folder. */
    static Environment of(Path root) {
        try {
            List<String> processor = lines(root.resolve(PROCESSOR));
            String machine = System.getProperty("os.arch", "");
            return new Environment(
                    "Java " + Runtime.version() + " (" + property("java.vendor") + ", " + property("java.vm.name")
                            + ")",
                    release(lines(root.resolve(RELEASE)), property("os.name")) + " (" + property("os.name") + " "
                            + property("os.version") + ", " + machine + ")",
                    hardware(root),
                    processor(processor, machine),
                    features(processor),
                    jvmUses(),
                    mask(System.getenv()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether all that is known to be in use, is in use. */
    public boolean accelerated() {
        return !features.isEmpty() && jvm.orElse(true) && libcryptoMask.isEmpty();
    }

    /** In one line. */
    public String shown() {
        return runtime + " on " + system + " running on "
                + hardware.map(model -> model + " with ").orElse("") + processor + " " + acceleration();
    }

    private String acceleration() {
        if (features.isEmpty()) {
            return "without PAA (none is known of this processor)";
        }
        String has = String.join(" ", features);
        if (accelerated()) {
            return "with PAA (" + has + (jvm.isPresent() ? "" : "; whether this JVM uses it is not known") + ")";
        }
        boolean off = !jvm.orElse(true) && libcryptoMask.isPresent();
        return (off ? "without PAA (of " : "with PAA in part (of ") + has + ": JVM "
                + jvm.map(used -> used ? "on" : "off").orElse("not known") + ", libcrypto "
                + libcryptoMask.map(mask -> "restricted by " + mask).orElse("on") + ")";
    }

    private static String property(String name) {
        return System.getProperty(name, "(unknown)");
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    }

    /**
     * Vendor and product of SMBIOS, or the model of the device tree.
     *
     * <p>Source: Linux, Documentation/ABI/testing/sysfs-class-dmi; Devicetree Specification §2.3.2.
     */
    private static Optional<String> hardware(Path root) throws IOException {
        List<String> named = new ArrayList<>();
        for (String file : DMI) {
            String name = named(root.resolve(file));
            if (!UNFILLED.matcher(name).matches()) {
                named.add(name);
            }
        }
        String model = named.isEmpty() ? named(root.resolve(DEVICE_TREE)) : String.join(" ", named);
        return model.isEmpty() ? Optional.empty() : Optional.of(model);
    }

    /** A short text of one line; a device tree's ends with a zero byte. */
    private static String named(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return "";
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return Verdict.printable(text.replace("\0", " ").strip());
    }

    /** Source: os-release(5). */
    static String release(List<String> lines, String otherwise) {
        return lines.stream()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
                .findFirst()
                .orElse(otherwise);
    }

    static String processor(List<String> lines, String machine) {
        String name = value(lines, "model name").or(() -> value(lines, "Model")).orElse(machine);
        List<String> details = new ArrayList<>();
        for (String field : List.of("cpu family", "model", "stepping", "CPU implementer", "CPU part")) {
            value(lines, field).ifPresent(value -> details.add(field.replace("cpu ", "") + " " + value));
        }
        return details.isEmpty() ? name : name + " (" + String.join(", ", details) + ")";
    }

    static List<String> features(List<String> lines) {
        List<String> has = value(lines, "flags")
                .or(() -> value(lines, "Features"))
                .map(flags -> Arrays.asList(flags.split(" ")))
                .orElse(List.of());
        return KNOWN.stream().filter(has::contains).toList();
    }

    private static Optional<String> value(List<String> lines, String field) {
        return lines.stream()
                .filter(line -> line.contains(":")
                        && line.substring(0, line.indexOf(':')).strip().equals(field))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    static Optional<String> mask(Map<String, String> variables) {
        return MASKS.stream()
                .filter(variables::containsKey)
                .map(name -> name + "=" + variables.get(name))
                .findFirst();
    }

    /** One of them is enough for "on". */
    private static Optional<Boolean> jvmUses() {
        // A runtime image may be made without it.
        if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
            return Optional.empty();
        }
        HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return hotSpot == null ? Optional.empty() : Optional.of(FLAGS.stream().anyMatch(flag -> isSet(hotSpot, flag)));
    }

    private static boolean isSet(HotSpotDiagnosticMXBean hotSpot, String flag) {
        try {
            return hotSpot.getVMOption(flag).getValue().equals("true");
        } catch (IllegalArgumentException e) {
            return false; // this JVM has no such flag
        }
    }
}
