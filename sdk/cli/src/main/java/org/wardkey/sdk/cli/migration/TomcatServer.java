package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.sdk.cli.migration.Migration.KeyStoreFile;

/**
 * Tomcat's {@code server.xml}: the key stores of its connectors. Edited as text, so that comments and layout stay.
 *
 * <p>Source: Apache Tomcat 10.1 Configuration Reference, The HTTP Connector, SSL Support.
 */
final class TomcatServer {
    /** A comment, which is passed over, or an element that can name a key store. */
    private static final Pattern ELEMENT = Pattern.compile(
            "<!--.*?-->|<(?:Connector|Certificate|SSLHostConfig)\\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", Pattern.DOTALL);

    /** How an element's attributes begin: those of a certificate, and of a connector before SSLHostConfig was there. */
    private enum Form {
        CERTIFICATE(
                "certificateKeystoreFile",
                "certificateKeystoreType",
                "certificateKeyAlias",
                "certificateKeystorePassword",
                "certificateKeystorePasswordFile",
                "certificateKeystoreProvider",
                "certificateKeyPassword",
                "certificateKeyPasswordFile"),
        CONNECTOR("keystoreFile", "keystoreType", "keyAlias", "keystorePass", "keystoreProvider", "keyPass");

        private final String file;
        private final String type;
        private final String alias;
        /** Separated by blanks: an enum holds nothing that could change. */
        private final String unneeded;

        Form(String file, String type, String alias, String... unneeded) {
            this.file = file;
            this.type = type;
            this.alias = alias;
            this.unneeded = String.join(" ", unneeded);
        }
    }

    private final List<KeyStoreFile> stores = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private boolean any;

    private TomcatServer() {}

    static Optional<Migration> migrate(String text) {
        TomcatServer server = new TomcatServer();
        String after =
                ELEMENT.matcher(text).replaceAll(match -> Matcher.quoteReplacement(server.element(match.group())));
        if (!server.any) {
            return Optional.empty();
        }
        return Optional.of(new Migration("Tomcat", text, after, server.stores, server.steps));
    }

    private String element(String element) {
        if (element.startsWith("<!--")) {
            return element;
        }
        for (Form form : Form.values()) {
            Optional<String> file = value(element, form.file);
            if (file.isPresent()) {
                return move(element, form, file.get());
            }
        }
        if (value(element, "certificateKeyFile").isPresent()) {
            any = true;
            steps.add(
                    "certificateKeyFile is a PEM key, which keytool cannot import: make a PKCS12 file of it (openssl pkcs12"
                            + " -export -inkey KEY -in CHAIN -out server.p12), import that, and write the Certificate as the recipe"
                            + " says.");
        }
        return element;
    }

    private String move(String element, Form form, String file) {
        any = true;
        Optional<String> type = value(element, form.type);
        if (type.filter("Wardkey"::equalsIgnoreCase).isPresent()) {
            steps.add("A connector's key store is Wardkey's already.");
            return element;
        }
        stores.add(new KeyStoreFile(file, type.orElse("")));
        if (value(element, form.alias).isEmpty()) {
            steps.add("Name the key, as the token may have others: " + form.alias + "=\"ALIAS\".");
        }
        String moved = attribute(form.type).matcher(element).replaceFirst("");
        for (String name : form.unneeded.split(" ", -1)) {
            moved = attribute(name).matcher(moved).replaceFirst("");
        }
        return attribute(form.file)
                .matcher(moved)
                .replaceFirst(match -> Matcher.quoteReplacement(
                        match.group(1) + form.type + "=\"Wardkey\" " + form.file + "=\"NONE\""));
    }

    /** The attribute with the white space before it. */
    private static Pattern attribute(String name) {
        return Pattern.compile("(\\s+)" + name + "\\s*=\\s*(\"[^\"]*\"|'[^']*')");
    }

    private static Optional<String> value(String element, String name) {
        Matcher attribute = attribute(name).matcher(element);
        return attribute.find()
                ? Optional.of(attribute.group(2).substring(1, attribute.group(2).length() - 1))
                : Optional.empty();
    }
}
