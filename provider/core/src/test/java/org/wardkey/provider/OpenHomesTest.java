package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.RefusalCode;

/** One home in a process, whatever number of configurations and ways to it there are. */
class OpenHomesTest {
    @TempDir
    Path folder;

    private WardkeyProvider configured(String file, String lines) throws Exception {
        Path config = Files.writeString(folder.resolve(file), "wardkey {\n" + lines + "}\n");
        return (WardkeyProvider) new WardkeyProvider().configure(config.toString());
    }

    private static KeyPair generate(WardkeyProvider provider, String alias) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(KeyGenParameters.builder(alias, Purpose.SIGN).build());
        return generator.generateKeyPair();
    }

    private static byte[] sign(WardkeyProvider provider, PrivateKey key) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        signature.update((byte) 1);
        return signature.sign();
    }

    @Test
    void home_twoConfigurationsAndALink_isOneWithOneLog() throws Exception {
        WardkeyProvider first = configured("one.conf", "home = home\n");
        PrivateKey key = generate(first, "shared").getPrivate();
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("home"));
        WardkeyProvider second = configured(
                "two.conf", "home = link\n tokens { local { type = software, key-file = home/local.key } }\n");

        // A key of one provider works in the other: they are of the same home.
        assertThat(sign(second, key)).isNotEmpty();
        second.administration().changeState("shared", KeyState.SUSPENDED, "test");

        assertThatThrownBy(() -> sign(first, key)).hasMessageContaining(RefusalCode.KEY_STATE.code());
        try (Stream<Path> logs = Files.list(folder.resolve("home/audit"))) {
            assertThat(logs.filter(Files::isDirectory)).hasSize(1);
        }
    }

    @Test
    void home_describedInAnotherWay_isRefusedWithBothFilesNamed() throws Exception {
        WardkeyProvider first = configured("one.conf", "home = home\n");
        assertThat(generate(first, "a").getPrivate()).isNotNull();
        WardkeyProvider second = configured("two.conf", "home = home\n audit { durability = durable }\n");

        assertThatThrownBy(() -> generate(second, "b"))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining(RefusalCode.LOCKED.code())
                .hasMessageContaining("one.conf")
                .hasMessageContaining("two.conf");
        KeyStore store = KeyStore.getInstance("Wardkey", first);
        store.load(null, null);
        assertThat(store.containsAlias("a")).isTrue();
        assertThat(store.containsAlias("b")).isFalse();
    }

    /** As a web application has them that brings Wardkey's jars, beside the JVM's. */
    @Test
    void home_openInAnotherCopyOfTheClasses_isRefused() throws Exception {
        WardkeyProvider first = configured("one.conf", "home = home\n");
        PrivateKey key = generate(first, "a").getPrivate();
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader copies =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> copy = copies.loadClass(WardkeyProvider.class.getName());
            assertThat(copy).isNotSameAs(WardkeyProvider.class);
            Provider second = ((Provider) copy.getConstructor().newInstance())
                    .configure(folder.resolve("one.conf").toString());
            KeyStore store = KeyStore.getInstance("Wardkey", second);

            assertThatThrownBy(() -> store.load(null, null))
                    .hasMessageContaining(RefusalCode.LOCKED.code())
                    .hasMessageContaining("Another copy of Wardkey");
        }
        assertThat(sign(first, key)).isNotEmpty();
    }
}
