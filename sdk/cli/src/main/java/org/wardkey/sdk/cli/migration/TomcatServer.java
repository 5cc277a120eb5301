package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.sdk.cli.migration.Migration.KeyStoreFile;

/**
 * Tomcat's {@code server.xml}: the key stores of its connectors.
 *
 * <p>Source: Apache Tomcat 10.1 Configuration Reference, The HTTP Connector, SSL Support.
 */
final class TomcatServer {
    /** A comment, which is passed over, or an element that can name a key store. Possessive: elements may be long. */
    static final Pattern ELEMENT = Pattern.compile(
            "<!--.*?-->|<(?<name>Connector|Certificate|SSLHostConfig)\\b(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>",
            Pattern.DOTALL);

    static final Pattern ATTRIBUTE = Pattern.compile("\\s(?<name>[\\w.:-]+)\\s*=\\s*(\"[^\"]*+\"|'[^']*+')");

    /** How an element's attributes begin: those of a certificate, and of a connector before SSLHostConfig was there. */
    private enum Form {
        CERTIFICATE(
                "certificateKeystoreFile",
                "certificateKeystoreType",
                "certificateKeyAlias",
                "certificateKeystore(Password|PasswordFile|Provider)|certificateKey(Password|PasswordFile)"),
        CONNECTOR("keystoreFile", "keystoreType", "keyAlias", "keystore(Pass|Provider)|keyPass");

        private final String file;
        private final String type;
        private final String alias;
        private final String unneeded;

        Form(String file, String type, String alias, String unneeded) {
            this.file = file;
            this.type = type;
            this.alias = alias;
            this.unneeded = unneeded;
        }
    }

    private final String text;
    private final List<Change> changes = new ArrayList<>();
    private final List<KeyStoreFile> stores = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();

    private TomcatServer(String text) {
        this.text = text;
    }

    static Optional<Migration> migrate(String text) {
        TomcatServer server = new TomcatServer(text);
        Matcher element = ELEMENT.matcher(text);
        int number = 0;
        while (element.find()) {
            if (element.group("name") != null) {
                server.look(element.group("name"), server.attributes(element, number));
                number++;
            }
        }
        return server.changes.isEmpty() && server.steps.isEmpty()
                ? Optional.empty()
                : Optional.of(new Migration("Tomcat", server.changes, server.stores, server.steps));
    }

    private List<Setting> attributes(Matcher element, int number) {
        List<Setting> attributes = new ArrayList<>();
        Matcher attribute = ATTRIBUTE.matcher(element.group());
        while (attribute.find()) {
            String quoted = attribute.group(2);
            attributes.add(new Setting(
                    Migration.line(text, element.start() + attribute.start("name")),
                    number,
                    attribute.group("name"),
                    quoted.substring(1, quoted.length() - 1)));
        }
        return attributes;
    }

    private static Optional<Setting> find(List<Setting> attributes, String name) {
        return attributes.stream().filter(one -> one.path().equals(name)).findFirst();
    }

    private void look(String element, List<Setting> attributes) {
        for (Form form : Form.values()) {
            Optional<Setting> file = find(attributes, form.file);
            if (file.isPresent()) {
                move(element, attributes, form, file.get());
                return;
            }
        }
        find(attributes, "certificateKeyFile")
                .ifPresent(pem ->
                        steps.add("certificateKeyFile (line " + pem.line() + ") is a PEM key, which keytool cannot"
                                + " import: make a PKCS12 file of it (openssl pkcs12 -export -inkey KEY -in CHAIN -out server.p12),"
                                + " import that, and write the Certificate as the recipe says."));
    }

    private void move(String element, List<Setting> attributes, Form form, Setting file) {
        Optional<Setting> type = find(attributes, form.type);
        if (type.map(Setting::value).filter("Wardkey"::equalsIgnoreCase).isPresent()) {
            steps.add("The key store of line " + file.line() + " is Wardkey's" + Migration.ALREADY);
            return;
        }
        stores.add(new KeyStoreFile(file.value(), type.map(Setting::value).orElse("")));
        changes.add(Change.set(file, element + " " + form.file, "NONE"));
        changes.add(type.map(present -> Change.set(present, element + " " + form.type, "Wardkey"))
                .orElseGet(() -> Change.add(file, element + " " + form.type, "Wardkey")));
        attributes.stream()
                .filter(one -> one.path().matches(form.unneeded))
                .forEach(one -> changes.add(Change.remove(one, element + " " + one.path())));
        if (find(attributes, form.alias).isEmpty()) {
            changes.add(Change.alias(file, element + " " + form.alias));
        }
    }
}
