package org.wardkey.sdk.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.sdk.cli.migration.Migration.KeyStoreFile;
import org.wardkey.sdk.cli.migration.Migration.Target;

/** Settings files as programs' users write them, and what is to become of them. */
class MigrationTest {
    private static final Target TARGET = new Target("/etc/wardkey/wardkey.conf", "/opt/wardkey/lib/wardkey-agent.jar");

    private static Migration of(String name, String text) {
        Migration migration = Migration.of(name, text, TARGET).orElseThrow();
        assertThat(migration.toString()).doesNotContain("s3cret");
        return migration;
    }

    private static List<String> changes(Migration migration) {
        return migration.changes().stream()
                .map(change -> change.line() + " " + change.setting() + " " + change.what())
                .toList();
    }

    @Test
    void of_tomcatServer_changesTheCertificateAndNothingElse() {
        Migration migration = of("server.xml", """
                <Server port="8005" shutdown="SHUTDOWN">
                  <!-- <Connector port="1"><Certificate certificateKeystoreFile="old.p12"/></Connector> -->
                  <Connector port="8443" SSLEnabled="true">
                    <SSLHostConfig truststoreFile="conf/trust.p12" truststorePassword="s3cret-trust">
                      <Certificate certificateKeystoreFile="conf/server.p12"
                                   certificateKeystorePassword=
                                     "s3cret > 'all'"
                                   certificateKeyAlias="server" type="RSA" />
                    </SSLHostConfig>
                  </Connector>
                </Server>
                """);
        assertThat(migration.kind()).isEqualTo("Tomcat");
        assertThat(changes(migration))
                .containsExactly(
                        "5 Certificate certificateKeystoreFile set to NONE",
                        "5 Certificate certificateKeystoreType add, with Wardkey",
                        "6 Certificate certificateKeystorePassword remove");
        assertThat(migration.stores()).containsExactly(new KeyStoreFile("conf/server.p12", ""));
    }

    @Test
    void of_tomcatConnectorOfOldForm_changesItsAttributes() {
        Migration migration = of(
                "server.xml",
                "<Connector keystoreFile='${user.home}/.keystore' keystorePass='s3cret' keystoreType='JKS' />");
        assertThat(changes(migration))
                .containsExactly(
                        "1 Connector keystoreFile set to NONE",
                        "1 Connector keystoreType set to Wardkey",
                        "1 Connector keystorePass remove",
                        "1 Connector keyAlias add, with the key's alias, as the token may have others");
        assertThat(migration.stores()).containsExactly(new KeyStoreFile("${user.home}/.keystore", "JKS"));
    }

    @Test
    void of_tomcatWithPemKey_saysWhatToDo() {
        Migration migration =
                of("server.xml", "<SSLHostConfig><Certificate certificateKeyFile=\"key.pem\"/></SSLHostConfig>");
        assertThat(migration.changes()).isEmpty();
        assertThat(migration.steps()).singleElement().asString().contains("openssl pkcs12");
    }

    @Test
    void of_longElement_isRead() {
        String padding = "x".repeat(200_000);
        assertThat(of("server.xml", "<Connector a=\"" + padding + "\" " + padding + " keystoreFile='a.p12'/>")
                        .stores())
                .containsExactly(new KeyStoreFile("a.p12", ""));
    }

    @Test
    void of_springYaml_changesEachDocumentByItself() {
        Migration migration = of("application.yml", """
                # the ward's server
                server:
                  ssl:
                    key-store: classpath:server.p12   # from the hospital's authority
                    "key-store-password": s3cret word
                    keyPassword: s3cret two
                    key-store-type: PKCS12
                    key-alias: server
                ---
                spring.config.activate.on-profile: prod
                server:
                  ssl:
                    key-store: file:/etc/app/prod.p12
                    key-store-password: >-
                      s3cret three
                ---
                spring:
                  ssl.bundle.jks.server:
                    keystore:
                      location: file:/etc/app/server.jks
                      password: s3cret four
                """);
        assertThat(changes(migration))
                .containsExactly(
                        "4 server.ssl.key-store set to file:/dev/null",
                        "7 server.ssl.key-store-type set to Wardkey",
                        "5 server.ssl.key-store-password remove",
                        "6 server.ssl.keyPassword remove",
                        "13 server.ssl.key-store set to file:/dev/null",
                        "13 server.ssl.key-store-type add, with Wardkey",
                        "14 server.ssl.key-store-password remove",
                        "13 server.ssl.key-alias add, with the key's alias, as the token may have others",
                        "20 spring.ssl.bundle.jks.server.keystore.location set to file:/dev/null",
                        "20 spring.ssl.bundle.jks.server.keystore.type add, with Wardkey",
                        "21 spring.ssl.bundle.jks.server.keystore.password remove",
                        "20 spring.ssl.bundle.jks.server.key.alias add, with the key's alias, as the token may have"
                                + " others");
        assertThat(migration.stores())
                .containsExactly(
                        new KeyStoreFile("classpath:server.p12", "PKCS12"),
                        new KeyStoreFile("file:/etc/app/prod.p12", ""),
                        new KeyStoreFile("file:/etc/app/server.jks", ""));
    }

    @Test
    void of_springProperties_areReadAsSpringDoes() {
        Migration migration = of("application.properties", """
                server.ssl.keyStore=classpath:server.p12\r
                server.ssl.key_store_password=\\\r
                    s3cret\r
                server.ssl.key-alias=server\r
                #---\r
                spring.kafka.producer.ssl.key-store-location=file:client.p12\r
                spring.kafka.producer.ssl.key-store-password=s3cret""");
        assertThat(changes(migration))
                .containsExactly(
                        "1 server.ssl.keyStore set to file:/dev/null",
                        "1 server.ssl.key-store-type add, with Wardkey",
                        "2 server.ssl.key_store_password remove",
                        "6 spring.kafka.producer.ssl.key-store-location set to file:/dev/null",
                        "6 spring.kafka.producer.ssl.key-store-type add, with Wardkey",
                        "7 spring.kafka.producer.ssl.key-store-password set to unused");
    }

    @Test
    void of_kafkaProperties_keepsWhatKafkaWants() {
        Migration migration = of("server.properties", """
                listeners=SSL://:9093
                #ssl.keystore.location=/old.jks
                listener.name.internal.ssl.keystore.location = /etc/kafka/internal.p12
                ssl.keystore.location=/etc/kafka/server.jks
                \tssl.keystore.type: JKS
                \tssl.key.password s3cret
                ssl.truststore.password=s3cret-trust
                """);
        assertThat(changes(migration))
                .containsExactly(
                        "3 listener.name.internal.ssl.keystore.location set to /dev/null",
                        "3 listener.name.internal.ssl.keystore.type add, with Wardkey",
                        "3 listener.name.internal.ssl.keystore.password add, with unused",
                        "4 ssl.keystore.location set to /dev/null",
                        "5 ssl.keystore.type set to Wardkey",
                        "4 ssl.keystore.password add, with unused",
                        "6 ssl.key.password remove");
        assertThat(migration.steps())
                .contains("Kafka cannot name an alias: give it a token with one key, or with keys of which one fits.");
    }

    @Test
    void of_javaSecurity_putsWardkeyFirst() {
        Migration migration = of("java.security", """
                # providers
                security.provider.1=SUN
                security.provider.2=SunRsaSign
                ssl.KeyManagerFactory.algorithm=SunX509
                """);
        assertThat(changes(migration))
                .containsExactly(
                        "2 security.provider.1 add, with Wardkey /etc/wardkey/wardkey.conf, and add 1 to the number of"
                                + " each of the 2 others",
                        "4 ssl.KeyManagerFactory.algorithm set to WardkeyPKIX");
    }

    @Test
    void of_jvmArguments_nameStoreAndAgent() {
        Migration script = of("setenv.sh", """
                # -Djavax.net.ssl.keyStore=/old.p12 -Djavax.net.ssl.keyStoreType=Wardkey
                A="-Xmx1g -Djavax.net.ssl.keyStore=/a.p12 -Djavax.net.ssl.keyStorePassword=$(cat /run/s3cret)"
                B=("-Djavax.net.ssl.keyStore=/b.p12" "-Djavax.net.ssl.keyStorePassword=s3cret word" -Dx=y)
                """);
        assertThat(changes(script))
                .containsExactly(
                        "2 -Djavax.net.ssl.keyStore set to NONE",
                        "2 -Djavax.net.ssl.keyStoreType add, with Wardkey, instead of another type",
                        "2 -javaagent: add, with /opt/wardkey/lib/wardkey-agent.jar=/etc/wardkey/wardkey.conf, before it",
                        "2 -Djavax.net.ssl.keyStorePassword remove",
                        "3 -Djavax.net.ssl.keyStore set to NONE",
                        "3 -Djavax.net.ssl.keyStoreType add, with Wardkey, instead of another type",
                        "3 -javaagent: add, with /opt/wardkey/lib/wardkey-agent.jar=/etc/wardkey/wardkey.conf, before it",
                        "3 -Djavax.net.ssl.keyStorePassword remove");
        assertThat(script.stores()).containsExactly(new KeyStoreFile("/a.p12", ""), new KeyStoreFile("/b.p12", ""));
        Migration lines = of("jvm.options", """
                -Djavax.net.ssl.keyStore="/etc/my app/a.p12"
                -Djavax.net.ssl.keyStoreType=pkcs12
                """);
        assertThat(lines.stores()).containsExactly(new KeyStoreFile("/etc/my app/a.p12", "pkcs12"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.xml | <Connector><Certificate certificateKeystoreType='Wardkey' certificateKeystoreFile='NONE'/></Connector>",
                "application.properties | server.ssl.key-store-type=wardkey ~ server.ssl.key-store=file:/dev/null",
                "java.security | security.provider.1=Wardkey /etc/wardkey.conf",
                "setenv.sh | -Djavax.net.ssl.keyStore=NONE -Djavax.net.ssl.keyStoreType=Wardkey"
            })
    void of_wardkeyAlready_changesNothing(String name, String text) {
        Migration migration = of(name, text.replace(" ~ ", "\n"));
        assertThat(migration.changes()).isEmpty();
        assertThat(migration.steps()).singleElement().asString().contains("already");
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

    /** Whatever stands beside it in a file: what is known is found, at its line. */
    @Property(tries = 300)
    void of_anyTextBefore_findsWhatIsKnownBehindIt(@ForAll String noise) {
        String before = noise.replaceAll("[\"'<>\\\\]", "") + "\n";
        String text = before + "ssl.keystore.location=a.p12";
        long line = text.lines().count();
        assertThat(Migration.of("a.properties", text, TARGET).orElseThrow().changes())
                .anyMatch(change -> change.line() == line && change.setting().equals("ssl.keystore.location"));
    }
}
