package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Security;
import java.security.Signature;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program compiles, runs and does what its comments say. */
class ReadmeTest {
    private static final Path README = Path.of("../../README.md");

    @TempDir
    Path folder;

    private static String block(String language) throws Exception {
        Matcher blocks =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        assertThat(blocks.find()).as("a block of %s in the README", language).isTrue();
        return blocks.group(1);
    }

    @Test
    void snippet_asPrinted_compilesAndSigns() throws Exception {
        Path source = Files.writeString(
                folder.resolve("Snippet.java"),
                "import java.nio.charset.StandardCharsets;\nimport java.security.*;\nimport java.time.*;\n"
                        + "import org.wardkey.provider.operation.*;\npublic class Snippet {\n"
                        + "public static Object[] run() throws Exception {\n" + block("java")
                        + "return new Object[] {pair, value};\n}\n}\n");
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        int exit = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertThat(exit).as(messages.toString()).isZero();
        WardkeyProvider provider = TestHome.in(folder).provider();
        Security.addProvider(provider);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Object[] made =
                    (Object[]) loader.loadClass("Snippet").getMethod("run").invoke(null);

            KeyPair pair = (KeyPair) made[0];
            assertThat(pair.getPrivate().getEncoded()).isNull();
            Signature verification = Signature.getInstance("SHA256withECDSA", "SunEC");
            verification.initVerify(pair.getPublic());
            verification.update("dose 2.5 ml/h".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(verification.verify((byte[]) made[1])).isTrue();
        } finally {
            Security.removeProvider("Wardkey");
        }
        assertThat(provider.administration().show("pump-17").facts().alias()).isEqualTo("pump-17");
    }
}
