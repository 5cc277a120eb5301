package org.wardkey.conformance.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wardkey.conformance.Environment;
import org.wardkey.conformance.ProviderGroup;

/** What was read, what was tested, and on what machine and JVM. */
final class Evidence {
    private static final List<String> PROPERTIES = List.of(
            "java.vendor",
            "java.vendor.version",
            "java.runtime.version",
            "java.vm.name",
            "java.vm.version",
            "os.name",
            "os.version",
            "os.arch");

    private final Subject subject;
    private final List<Input> inputs = new ArrayList<>();
    private final Map<Path, String> hashes = new HashMap<>();

    /** A file that was read. */
    private record Input(String set, String file, long bytes, String sha256) {}

    Evidence(Subject subject) {
        this.subject = subject;
    }

    void read(String set, List<Path> files) throws IOException {
        for (Path file : files) {
            String hash = hashes.get(file);
            if (hash == null) {
                hash = sha256(file);
                hashes.put(file, hash);
            }
            inputs.add(new Input(set, String.valueOf(file.getFileName()), Files.size(file), hash));
        }
    }

    void writeTo(Path folder) throws IOException {
        Environment environment = Environment.current();
        Json.write(folder, "evidence.json", json -> {
            json.writeStringField("tool", "wardkey-conformance " + version());
            json.writeObjectFieldStart("system");
            for (String property : PROPERTIES) {
                json.writeStringField(property, System.getProperty(property, ""));
            }
            json.writeStringField("cpu", environment.processor());
            json.writeArrayFieldStart("cpuFeatures");
            for (String feature : environment.features()) {
                json.writeString(feature);
            }
            json.writeEndArray();
            json.writeBooleanField("accelerated", environment.accelerated());
            json.writeEndObject();
            json.writeStringField("environment", environment.shown());
            json.writeStringField("capability", subject.capability().shown());
            json.writeArrayFieldStart("providerUnderTest");
            provider(json, subject.provider());
            json.writeEndArray();
            json.writeArrayFieldStart("secondProvider");
            provider(json, subject.second());
            json.writeEndArray();
            json.writeArrayFieldStart("inputs");
            for (Input input : inputs) {
                json.writeStartObject();
                json.writeStringField("set", input.set());
                json.writeStringField("file", input.file());
                json.writeNumberField("bytes", input.bytes());
                json.writeStringField("sha256", input.sha256());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static String version() {
        String version = Evidence.class.getPackage().getImplementationVersion();
        return version == null ? "(not packed)" : version;
    }

    private static void provider(JsonGenerator json, Provider provider) throws IOException {
        if (provider instanceof ProviderGroup group) {
            for (Provider member : group.members()) {
                provider(json, member);
            }
            return;
        }
        json.writeStartObject();
        json.writeStringField("name", provider.getName());
        json.writeStringField("version", provider.getVersionStr());
        json.writeStringField("info", provider.getInfo());
        json.writeStringField("class", provider.getClass().getName());
        Optional<Path> jar = jar(provider);
        if (jar.isPresent()) {
            json.writeStringField("jar", String.valueOf(jar.get().getFileName()));
            json.writeStringField("jarSha256", sha256(jar.get()));
        } else {
            json.writeStringField("jar", "(none: a part of the JVM, or a folder of classes)");
        }
        json.writeEndObject();
    }

    private static Optional<Path> jar(Provider provider) {
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            URI location = source.getLocation().toURI();
            return "file".equals(location.getScheme())
                    ? Optional.of(Path.of(location)).filter(Files::isRegularFile)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
