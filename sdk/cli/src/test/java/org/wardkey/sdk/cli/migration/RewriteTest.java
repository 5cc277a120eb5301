package org.wardkey.sdk.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.sdk.cli.migration.Migration.Target;

/** Files as they become: the planned changes, every other byte as it was, and refusals where that is not sure. */
class RewriteTest {
    private static final Target TARGET = new Target("/etc/wardkey/wardkey.conf", "/opt/wardkey/lib/wardkey-agent.jar");
    private static final String JDK = """
            securerandom.source=file:/dev/random
            login.configuration.provider=sun.security.provider.ConfigFile
            keystore.type=pkcs12
            """;

    private static String apply(String name, String text) throws UnsafeEditException {
        Migration migration = Migration.of(name, text, TARGET).orElseThrow();
        byte[] after = Rewrite.of(name, text.getBytes(StandardCharsets.UTF_8), migration, Optional.of("server"));
        String changed = new String(after, StandardCharsets.UTF_8);
        // Whoever runs it again has nothing to do.
        assertThat(Migration.of(name, changed, TARGET).orElseThrow().changes()).isEmpty();
        return changed;
    }

    private static void refuses(String name, String text, String why) {
        assertThatThrownBy(() -> apply(name, text))
                .isInstanceOf(UnsafeEditException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void kafkaProperties_commentsOrderAndSeparators_stay() throws Exception {
        assertThat(apply("server.properties", """
                # ssl.keystore.location=/old.p12
                listeners = SSL://:9093
                  ssl.keystore.location : /etc/kafka/server.p12
                ! ssl.keystore.password=s3cret
                ssl.key.password=\\
                    s3cret
                umlaut=\u00e4\\u00e4
                """)).isEqualTo("""
                # ssl.keystore.location=/old.p12
                listeners = SSL://:9093
                  ssl.keystore.location : /dev/null
                  ssl.keystore.type : Wardkey
                  ssl.keystore.password : unused
                ! ssl.keystore.password=s3cret
                umlaut=\u00e4\\u00e4
                """);
    }

    @Test
    void kafkaProperties_valueThatGoesOn_isReplacedWhole() throws Exception {
        assertThat(apply("a.properties", "ssl.keystore.password=s3\\\r\n  cret\r\nssl.keystore.location=a.p12"))
                .isEqualTo(
                        "ssl.keystore.password=unused\r\nssl.keystore.location=/dev/null\r\nssl.keystore.type=Wardkey");
    }

    @Test
    void springProperties_eachDocument_hasItsOwn() throws Exception {
        assertThat(apply("application.properties", """
                server.ssl.keyStore=classpath:server.p12
                server.ssl.key_store_password=s3cret
                #---
                spring.kafka.ssl.key-store-location=file:client.p12""")).isEqualTo("""
                server.ssl.keyStore=file:/dev/null
                server.ssl.key-store-type=Wardkey
                server.ssl.key-alias=server
                #---
                spring.kafka.ssl.key-store-location=file:/dev/null
                spring.kafka.ssl.key-store-type=Wardkey
                spring.kafka.ssl.key-store-password=unused""");
    }

    @Test
    void yaml_quotesCommentsAndDocuments_stay() throws Exception {
        assertThat(apply("application.yml", """
                \uFEFF# key-store: old.p12
                server:
                  port: 8443
                  ssl:
                    key-store: "classpath:server.p12"   # from the authority
                    "key-store-password": 's3cret # two'
                    enabled-protocols: [TLSv1.3, TLSv1.2]
                ---
                spring.config.activate.on-profile: prod
                spring:
                  profiles:
                    include:
                      - a
                      - "b"
                  ssl.bundle.jks.server:
                    keystore:
                      location: file:/etc/app/server.jks
                      password: s3cret four
                    truststore:
                      location: file:/etc/app/trust.jks
                """)).isEqualTo("""
                \uFEFF# key-store: old.p12
                server:
                  port: 8443
                  ssl:
                    key-store: file:/dev/null   # from the authority
                    key-store-type: "Wardkey"
                    key-alias: "server"
                    enabled-protocols: [TLSv1.3, TLSv1.2]
                ---
                spring.config.activate.on-profile: prod
                spring:
                  profiles:
                    include:
                      - a
                      - "b"
                  ssl.bundle.jks.server:
                    key.alias: "server"
                    keystore:
                      location: file:/dev/null
                      type: "Wardkey"
                    truststore:
                      location: file:/etc/app/trust.jks
                """);
    }

    @Test
    void yaml_windowsLineEndsAndNoLast_stay() throws Exception {
        assertThat(apply("application.yaml", "server:\r\n  ssl.key-alias: a\r\n  ssl.key-store: a.p12"))
                .isEqualTo("server:\r\n  ssl.key-alias: a\r\n  ssl.key-store: file:/dev/null\r\n"
                        + "  ssl.key-store-type: \"Wardkey\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server:\n  ssl: &tls\n    key-store: a.p12\n",
                "server:\n  ssl:\n    <<: *tls\n    key-store: a.p12\n",
                "server: {port: 1}\nserver.ssl.key-store: a.p12\n",
                "server.ssl:\n  key-store: a.p12\n  key-store-password: >-\n    s3cret\n",
                "server.ssl:\n  key-store: a.p12\n  key-store-password: s3cret\n    more\n",
                "server.ssl:\n  key-store: a.p12\n  key-alias: !!str x\n",
                "server.ssl:\n  key-store: a.p12\n  key-store: b.p12\n",
                "server.ssl:\n  key-store: a.p12\n  keyStoreType: JKS\n  key-store-type: JKS\n",
                "server.ssl:\n  key-store: a.p12\n   key-alias: s3cret\n",
                "server.ssl:\n\tkey-store: a.p12\nserver.ssl.key-store: a.p12\n",
                "note: |\n  x: y\nserver.ssl.key-store: a.p12\n",
                "server.ssl:\n  key-store: a.p12\n...\n",
                "list:\n  - server.ssl.key-store: a.p12\nserver.ssl.key-store: b.p12\n",
                "spring.ssl.bundle.jks.a:\n  keystore:\n    location: a.p12\n  key:\n    password: s3cret\n",
            })
    void yaml_thatIsNotSureToBeUnderstood_isRefused(String text) {
        refuses("application.yaml", text, "");
    }

    @Test
    void tomcat_severalConnectors_changeInTheirAttributesAlone() throws Exception {
        assertThat(apply("server.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <Server port="8005" shutdown="SHUTDOWN">
                  <!-- <Connector port="1" keystoreFile="old.p12"/> -->
                  <Connector port="8443" SSLEnabled="true" address='a &amp; b'>
                    <SSLHostConfig truststoreFile="conf/trust.p12" truststorePassword="s3cret-trust">
                      <Certificate certificateKeystoreFile="conf/server.p12"
                                   certificateKeystorePassword=
                                     "s3cret > 'all'"
                                   certificateKeyAlias="first" type="RSA" />
                    </SSLHostConfig>
                  </Connector>
                  <note><![CDATA[ a < b ]]></note>
                  <Connector port='8444' keystoreType='JKS' keystoreFile='b.jks' keystorePass='s3cret'/>
                </Server>
                """)).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <Server port="8005" shutdown="SHUTDOWN">
                  <!-- <Connector port="1" keystoreFile="old.p12"/> -->
                  <Connector port="8443" SSLEnabled="true" address='a &amp; b'>
                    <SSLHostConfig truststoreFile="conf/trust.p12" truststorePassword="s3cret-trust">
                      <Certificate certificateKeystoreType="Wardkey" certificateKeystoreFile="NONE"
                                   certificateKeyAlias="first" type="RSA" />
                    </SSLHostConfig>
                  </Connector>
                  <note><![CDATA[ a < b ]]></note>
                  <Connector keyAlias="server" port='8444' keystoreType='Wardkey' keystoreFile='NONE'/>
                </Server>
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE Server [<!ENTITY p 's3cret'>]><Server><Connector keystoreFile='a' keystorePass='&p;'/></Server> | entities",
                "<Server><Connector keystoreFile='a'/><x><![CDATA[<Connector keystoreFile='b'/>]]></x></Server> | found it 0 times",
                "<Server><x><![CDATA[<Connector keystoreFile='b'/>]]></x><Connector keystoreFile='a'/></Server> | found it 0 times",
                "<Server><Connector keystoreFile='a' keystoreFile='b'/></Server> | well-formed",
                "<Server><Connector keystoreFile='a'/> | well-formed",
            })
    void tomcat_thatIsNotSureToBeUnderstood_isRefused(String text, String why) {
        refuses("server.xml", text, why);
    }

    @Test
    void javaSecurity_ofAJdk_hasWardkeyFirstAndTheOthersBehindIt() throws Exception {
        assertThat(apply("java.security", JDK + """
                # security.provider.1=SUN
                security.provider.1=SUN
                security.provider.2=SunRsaSign
                ssl.KeyManagerFactory.algorithm=SunX509
                """)).isEqualTo(JDK + """
                # security.provider.1=SUN
                security.provider.1=Wardkey /etc/wardkey/wardkey.conf
                security.provider.2=SUN
                security.provider.3=SunRsaSign
                ssl.KeyManagerFactory.algorithm=WardkeyPKIX
                """);
    }

    @Test
    void javaSecurity_ofThisJdk_isChangedInItsProvidersAlone() throws Exception {
        String text = Files.readString(Path.of(System.getProperty("java.home"), "conf", "security", "java.security"));
        String changed = apply("java.security", text);
        assertThat(changed.lines().filter(line -> !text.lines().toList().contains(line)))
                .hasSizeGreaterThan(5)
                .allMatch(line ->
                        line.matches("security\\.provider\\..*|ssl\\.KeyManagerFactory\\.algorithm=WardkeyPKIX"));
        assertThat(changed.lines().filter(line -> line.startsWith("#")).toList())
                .isEqualTo(text.lines().filter(line -> line.startsWith("#")).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.security | security.provider.1=SUN | whole",
                "java.security | ${jdk}~include other.properties~security.provider.1=SUN | whole",
                "java.security | ${jdk}~security.provider.1=SUN~security.provider.3=SunJCE | numbers from 1",
                "java.security | ${jdk}~security.provider.1=SUN~security.provider.1=SunJCE | numbers from 1",
                "a.properties | ssl.keystore.location=a~ssl.keystore.location=b | found it 2 times",
                "a.properties | ssl.keystore.location=a~ssl.keystore.passwor\\u0064=s3cret | found it 1 times",
                "a.properties | ssl.keystore.location=a~x=\\~  ssl.keystore.type=JKS~ssl.keystore.type=JKS | !ok",
                "a.properties | b=c~x=\\~ssl.keystore.location=a~ssl.keystore.location=b | !ok",
                "a.properties | \uFEFFa=b~ssl.keystore.location=a | byte order mark",
                "a.properties | ssl.keystore.location=a~#---~ssl.keystore.type=JKS | may separate",
                "application.properties | server.ssl.key-store=a~# x~#---~b=c | may separate",
                "application.properties | server.ssl.key-store=a~#---~server.ssl.keyStorePassword=s3cret | another document",
                "a.properties | ssl.keystore.location=a~b=\\u12 | escape",
                "setenv.sh | A='-Djavax.net.ssl.keyStore=a.p12' | by hand",
                "app.service | ssl.keystore.location=a.p12 | by hand",
                "kafka.yaml | ssl.keystore.location: a.p12 | by hand",
            })
    void file_thatIsNotSureToBeUnderstood_isRefused(String name, String text, String why) throws Exception {
        String whole = text.replace("~", "\n").replace("${jdk}", JDK.strip());
        if (why.equals("!ok")) {
            // What goes on from a line above is no setting, whatever it looks like.
            String kept = whole.substring(whole.indexOf("x="), whole.indexOf('\n', whole.indexOf("x=") + 4));
            assertThat(kept).contains("ssl.keystore");
            assertThat(apply(name, whole)).contains(kept + "\n");
        } else {
            refuses(name, whole, why);
        }
    }

    @Test
    void lineEndOfOldMacs_isRefused() {
        refuses("a.properties", "a=b\rssl.keystore.location=a.p12\n", "line ends");
    }

    @Test
    void argumentFile_oneOptionOnALine_isChanged() throws Exception {
        assertThat(apply("app.args", """
                # -Djavax.net.ssl.keyStore=/old.p12
                -Xmx1g
                -cp /opt/app/lib/*:/opt/app/classes
                -Djavax.net.ssl.keyStore=/etc/app/a.p12
                -Djavax.net.ssl.keyStorePassword=s3cret
                -Djavax.net.ssl.keyStoreType=JKS
                -Dx=y
                """)).isEqualTo("""
                # -Djavax.net.ssl.keyStore=/old.p12
                -Xmx1g
                -cp /opt/app/lib/*:/opt/app/classes
                -javaagent:/opt/wardkey/lib/wardkey-agent.jar=/etc/wardkey/wardkey.conf
                -Djavax.net.ssl.keyStore=NONE
                -Djavax.net.ssl.keyStoreType=Wardkey
                -Dx=y
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Djavax.net.ssl.keyStore=\"/a b.p12\"\n",
                "-Djavax.net.ssl.keyStore=/a.p12 -Dx=y\n",
                "-cp\n-Djavax.net.ssl.keyStore=/a.p12\n",
                "#!/bin/sh\n-Djavax.net.ssl.keyStore=/a.p12\n",
                "-Djavax.net.ssl.keyStore=$HOME/a.p12\n",
                "--module-path\n-Djavax.net.ssl.keyStore=/a.p12\n",
                "-jar app.jar\n-Djavax.net.ssl.keyStore=/a.p12\n",
                "-Djavax.net.ssl.keyStore=/a.p12\n-javaagent:/other.jar\n",
                "-Djavax.net.ssl.keyStore=/a.p12\n-Djavax.net.ssl.keyStore=/b.p12\n",
            })
    void argumentFile_ofAnotherForm_isRefused(String text) {
        refuses("app.args", text, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"b", "\u00e4", "a#b", "", "a\nb", "-a"})
    void alias_thatMayMeanSomething_isRefused(String alias) {
        byte[] file = "server.ssl.key-store=a.p12".getBytes(StandardCharsets.UTF_8);
        Migration migration = Migration.of("a.properties", "server.ssl.key-store=a.p12", TARGET)
                .orElseThrow();
        assertThatThrownBy(() -> Rewrite.of("a.properties", file, migration, Optional.of(alias)))
                .isInstanceOf(UnsafeEditException.class);
        assertThatThrownBy(() -> Rewrite.of("a.properties", file, migration, Optional.empty()))
                .hasMessageContaining("--alias");
    }

    /** An edit that goes wrong anywhere is not put in place. */
    @ParameterizedTest
    @ValueSource(strings = {"a=b", "a=b\nssl.keystore.type=Wardkey", "", "a=c\nssl.keystore.type=JKS"})
    void edit_thatDoesSomethingElse_isRefused(String edited) {
        String before = "a=b\nssl.keystore.type=JKS";
        Change change = Change.set(new Setting(2, 0, "ssl.keystore.type", ""), "ssl.keystore.type", "Wardkey");
        Format wrong = new WrongFormat(edited);
        if (edited.equals("a=b\nssl.keystore.type=Wardkey")) {
            assertThatCode(() -> Rewrite.rewritten(wrong, before, List.of(change)))
                    .doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> Rewrite.rewritten(wrong, before, List.of(change)))
                    .isInstanceOf(UnsafeEditException.class);
        }
    }

    /** Edits to whatever it is told. */
    private record WrongFormat(String edited) implements Format {
        @Override
        public List<Content> read(byte[] file) throws UnsafeEditException {
            return new PropertiesFormat(false).read(file);
        }

        @Override
        public String edit(String text, List<Change> changes) {
            return edited;
        }
    }
}
