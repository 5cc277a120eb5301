package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the applications of {@code src/test/applications}. */
final class Applications {
    private Applications() {}

    /** Compiles all sources of an application for Java 17. */
    static void compile(String application, Path classes, List<Path> libraries) throws IOException {
        String classPath = libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Path sources = Path.of(System.getProperty("wardkey.installations"), "src", "test", "applications", application);
        Stream<String> options = Stream.of(
                "--release", "17", "-Xlint:-options", "-parameters", "-cp", classPath, "-d", classes.toString());
        tool("javac", Stream.concat(options, Machine.list(sources).stream().map(Path::toString)));
    }

    /** A web application; its libraries are in {@code WEB-INF/lib}. */
    static Path war(String application, Path folder, Path api, List<Path> libraries) throws IOException {
        Path content = Files.createDirectories(folder.resolve(application + "-war"));
        compile(application, content.resolve("WEB-INF/classes"), List.of(api));
        for (Path library : libraries) {
            Machine.copy(library, content.resolve("WEB-INF/lib"));
        }
        Path war = folder.resolve(application + ".war");
        tool("jar", Stream.of("--create", "--file", war.toString(), "-C", content.toString(), "."));
        return war;
    }

    /** The server of the first recipe, as {@code /opt/app/app.jar}. */
    static void httpsHello(Machine machine) throws IOException {
        String source = "/opt/app/HttpsHello.java";
        Path file = machine.write(source, Recipe.of("java-security").block(source));
        Path classes = machine.path("/opt/app/classes");
        tool("javac", Stream.of("--release", "17", "-Xlint:-options", "-d", classes.toString(), file.toString()));
        String jar = machine.path("/opt/app/app.jar").toString();
        tool("jar", Stream.of("--create", "--file", jar, "--main-class", "HttpsHello", "-C", classes.toString(), "."));
    }

    static void tool(String name, Stream<String> arguments) {
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        assertThat(ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments.toArray(String[]::new)))
                .as(messages.toString())
                .isZero();
    }
}
