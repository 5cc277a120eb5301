package org.wardkey.sdk.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.sdk.cli.migration.Migration.KeyStoreFile;
import org.wardkey.sdk.cli.migration.Migration.Target;

/** Settings files as programs' users write them, and what becomes of them. */
class MigrationTest {
    private static final Target TARGET = new Target("/etc/wardkey/wardkey.conf", "/opt/wardkey/lib/wardkey-agent.jar");

    private static Migration of(String name, String text) {
        return Migration.of(name, text, TARGET).orElseThrow();
    }

    private static void assertNoSecret(Migration migration) {
        assertThat(migration.difference()).noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void of_tomcatServer_changesTheCertificateAndNothingElse() {
        String text = """
                <?xml version="1.0" encoding="UTF-8"?>
                <Server port="8005" shutdown="SHUTDOWN">
                  <!-- <Connector port="1"><Certificate certificateKeystoreFile="old.p12"/></Connector> -->
                  <Service name="Catalina">
                    <Connector port="8443" SSLEnabled="true"
                               maxThreads="150" >
                      <SSLHostConfig truststoreFile="conf/trust.p12" truststorePassword="s3cret-trust">
                        <Certificate certificateKeystoreFile="conf/server.p12"
                                     certificateKeystorePassword="s3cret > 'all'"
                                     certificateKeyAlias="server" type="RSA" />
                      </SSLHostConfig>
                    </Connector>
                  </Service>
                </Server>
                """;
        Migration migration = of("server.xml", text);
        assertThat(migration.kind()).isEqualTo("Tomcat");
        assertThat(migration.stores()).containsExactly(new KeyStoreFile("conf/server.p12", ""));
        assertThat(migration.after())
                .contains("<Certificate certificateKeystoreType=\"Wardkey\" certificateKeystoreFile=\"NONE\"\n"
                        + "                     certificateKeyAlias=\"server\" type=\"RSA\" />")
                .contains("certificateKeystoreFile=\"old.p12\"", "truststorePassword=\"s3cret-trust\"");
        assertThat(migration.difference())
                .containsExactly(
                        "-         <Certificate certificateKeystoreFile=\"conf/server.p12\"",
                        "-                      certificateKeystorePassword=********",
                        "+         <Certificate certificateKeystoreType=\"Wardkey\" certificateKeystoreFile=\"NONE\"");
        assertNoSecret(migration);
        assertThat(migration.steps()).isEmpty();
        Migration again = of("server.xml", migration.after());
        assertThat(again.changes()).isFalse();
    }

    @Test
    void of_tomcatConnectorOfOldForm_changesItsAttributes() {
        Migration migration = of(
                "server.xml",
                "<Connector keystoreFile='${user.home}/.keystore' keystorePass='s3cret' keystoreType='JKS' />");
        assertThat(migration.after()).isEqualTo("<Connector keystoreType=\"Wardkey\" keystoreFile=\"NONE\" />");
        assertThat(migration.stores()).containsExactly(new KeyStoreFile("${user.home}/.keystore", "JKS"));
        assertThat(migration.steps()).singleElement().asString().contains("keyAlias=");
    }

    @Test
    void of_tomcatWithPemKey_saysWhatToDoAndChangesNothing() {
        Migration migration =
                of("server.xml", "<SSLHostConfig><Certificate certificateKeyFile=\"key.pem\"/></SSLHostConfig>");
        assertThat(migration.changes()).isFalse();
        assertThat(migration.steps()).singleElement().asString().contains("openssl pkcs12");
    }

    @Test
    void of_springYaml_changesKeyStoreAndKeepsComments() {
        String text = """
                # the ward's server
                server:
                  port: 8443
                  ssl:
                    key-store: classpath:server.p12   # from the hospital's authority
                    key-store-password: "s3cret word"
                    keyPassword: s3cret two
                    key-store-type: PKCS12
                    trust-store: file:/etc/app/trust.p12
                ---
                spring:
                  ssl.bundle.jks.server:
                    key.alias: server
                    keystore:
                      location: file:/etc/app/server.jks
                      password: s3cret three
                """;
        Migration migration = of("application.yml", text);
        assertThat(migration.after()).isEqualTo("""
                # the ward's server
                server:
                  port: 8443
                  ssl:
                    key-store: file:/dev/null
                    key-store-type: Wardkey
                    trust-store: file:/etc/app/trust.p12
                ---
                spring:
                  ssl.bundle.jks.server:
                    key.alias: server
                    keystore:
                      location: file:/dev/null
                      type: Wardkey
                """);
        assertThat(migration.stores())
                .containsExactly(
                        new KeyStoreFile("classpath:server.p12", "PKCS12"),
                        new KeyStoreFile("file:/etc/app/server.jks", ""));
        assertThat(migration.steps()).singleElement().asString().contains("server.ssl.key-alias");
        assertNoSecret(migration);
        assertThat(of("application.yml", migration.after()).changes()).isFalse();
    }

    @Test
    void of_springProperties_areReadAsSpringDoes() {
        Migration migration = of("application.properties", """
                server.port=8443\r
                server.ssl.keyStore=classpath:server.p12\r
                server.ssl.key_store_password=\\\r
                    s3cret\r
                server.ssl.key-alias=server\r
                spring.kafka.producer.ssl.key-store-location=file:client.p12\r
                spring.kafka.producer.ssl.key-store-password=s3cret""");
        assertThat(migration.after()).isEqualTo("""
                server.port=8443\r
                server.ssl.keyStore=file:/dev/null\r
                server.ssl.keyStoreType=Wardkey\r
                server.ssl.key-alias=server\r
                spring.kafka.producer.ssl.key-store-location=file:/dev/null\r
                spring.kafka.producer.ssl.key-store-type=Wardkey\r
                spring.kafka.producer.ssl.key-store-password=unused
                """);
        assertNoSecret(migration);
    }

    @Test
    void of_kafkaProperties_keepsWhatKafkaWants() throws Exception {
        String text = """
                listeners=SSL://:9093
                #ssl.keystore.location=/old.jks
                listener.name.internal.ssl.keystore.location = /etc/kafka/internal.p12
                listener.name.internal.ssl.keystore.password = s3cret
                ssl.keystore.location=/etc/kafka/server.jks
                ssl.keystore.type: JKS
                ssl.key.password s3cret
                ssl.truststore.location=/etc/kafka/trust.jks
                ssl.truststore.password=s3cret-trust
                """;
        Migration migration = of("server.properties", text);
        Properties after = new Properties();
        after.load(new StringReader(migration.after()));
        assertThat(after)
                .containsEntry("ssl.keystore.location", "/dev/null")
                .containsEntry("ssl.keystore.type", "Wardkey")
                .containsEntry("ssl.keystore.password", "unused")
                .containsEntry("listener.name.internal.ssl.keystore.location", "/dev/null")
                .containsEntry("listener.name.internal.ssl.keystore.type", "Wardkey")
                .containsEntry("listener.name.internal.ssl.keystore.password", "unused")
                .containsEntry("ssl.truststore.password", "s3cret-trust")
                .doesNotContainKey("ssl.key.password");
        assertThat(migration.after()).startsWith("listeners=SSL://:9093\n#ssl.keystore.location=/old.jks\n");
        assertNoSecret(migration);
        assertThat(migration.difference()).contains("+ ssl.keystore.password=unused", "- ssl.key.password ********");
    }

    @Test
    void of_javaSecurity_putsWardkeyFirst() throws Exception {
        Migration migration = of("java.security", """
                # providers
                security.provider.1=SUN
                security.provider.2=SunRsaSign
                ssl.KeyManagerFactory.algorithm=SunX509
                """);
        assertThat(migration.after()).isEqualTo("""
                # providers
                security.provider.1=Wardkey /etc/wardkey/wardkey.conf
                security.provider.2=SUN
                security.provider.3=SunRsaSign
                ssl.KeyManagerFactory.algorithm=WardkeyPKIX
                """);
        assertThat(of("java.security", migration.after()).changes()).isFalse();
    }

    @Test
    void of_jvmArguments_nameStoreAndAgent() {
        Migration script = of("setenv.sh", """
                # -Djavax.net.ssl.keyStore=/old.p12
                JAVA_OPTS="-Xmx1g -Djavax.net.ssl.keyStore=/etc/app/a.p12 -Djavax.net.ssl.keyStorePassword=s3cret -Dx=y"
                """);
        assertThat(script.after()).isEqualTo("""
                # -Djavax.net.ssl.keyStore=/old.p12
                JAVA_OPTS="-Xmx1g -javaagent:/opt/wardkey/lib/wardkey-agent.jar=/etc/wardkey/wardkey.conf -Djavax.net.ssl.keyStore=NONE -Djavax.net.ssl.keyStoreType=Wardkey -Dx=y"
                """);
        assertNoSecret(script);
        assertThat(of("setenv.sh", script.after()).changes()).isFalse();
        Migration lines = of("jvm.options", """
                -Xmx1g
                -Djavax.net.ssl.keyStore="/etc/my app/a.p12"
                -Djavax.net.ssl.keyStorePassword='s3cret word'
                -Djavax.net.ssl.keyStoreType=pkcs12
                """);
        assertThat(lines.after()).isEqualTo("""
                -Xmx1g
                -javaagent:/opt/wardkey/lib/wardkey-agent.jar=/etc/wardkey/wardkey.conf
                -Djavax.net.ssl.keyStore=NONE
                -Djavax.net.ssl.keyStoreType=Wardkey
                """);
        assertThat(lines.stores()).containsExactly(new KeyStoreFile("/etc/my app/a.p12", "pkcs12"));
        assertNoSecret(lines);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application.yaml | server: { port: 8443 }",
                "application.properties | server.port=8443",
                "notes.txt | the key store is on the shelf",
                "server.xml | <Server port='8005'/>",
                "setenv.sh | # -Djavax.net.ssl.keyStore=a.p12"
            })
    void of_fileWithoutKeyStore_isNothing(String name, String text) {
        assertThat(Migration.of(name, text, TARGET)).isEmpty();
    }

    /** Whatever stands in a file: nothing breaks, and what is changed once needs no change again. */
    @Property(tries = 300)
    void of_anyText_changesItAtMostOnce(@ForAll String noise, @ForAll boolean before) {
        for (String name : new String[] {"application.yaml", "application.properties", "server.xml", "jvm.options"}) {
            String known = switch (name) {
                case "application.yaml" -> "server:\n  ssl:\n    key-store: a.p12\n";
                case "server.xml" -> "<Certificate certificateKeystoreFile=\"a.p12\"/><Connector/>";
                case "jvm.options" -> "-Djavax.net.ssl.keyStore=a.p12";
                default -> "server.ssl.key-store=a.p12";
            };
            String text = before ? noise + "\n" + known : known + "\n" + noise;
            Migration.of(name, text, TARGET).ifPresent(once -> {
                assertThat(once.difference()).hasSizeLessThan(10_000);
                Migration.of(name, once.after(), TARGET)
                        .ifPresent(twice -> assertThat(twice.after()).isEqualTo(once.after()));
            });
        }
    }
}
