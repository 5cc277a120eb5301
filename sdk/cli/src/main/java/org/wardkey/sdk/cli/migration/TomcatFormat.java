package org.wardkey.sdk.cli.migration;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Tomcat's {@code server.xml}. */
final class TomcatFormat implements Format {
    private static final Set<String> NAMES = Set.of("Connector", "Certificate", "SSLHostConfig");

    /** A part of the text, and what comes into its place. */
    private record Replacement(int start, int end, String text) {}

    @Override
    public List<Content> read(byte[] file) throws UnsafeEditException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        List<Content> entries = new ArrayList<>();
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(file));
            int place = 0;
            while (reader.hasNext()) {
                place += take(reader, reader.next(), place, entries);
            }
            reader.close();
        } catch (XMLStreamException e) {
            // Its message may quote the file.
            throw new UnsafeEditException(e.getLocation().getLineNumber(), "is not well-formed XML.");
        }
        return entries;
    }

    /** How many elements it is further. */
    private static int take(XMLStreamReader reader, int event, int place, List<Content> entries)
            throws UnsafeEditException {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                entries.add(new Content(
                        -1, "<" + reader.getLocalName(), reader.getName().toString()));
                boolean counted = NAMES.contains(reader.getLocalName());
                Map<String, String> attributes = new TreeMap<>();
                for (int i = 0; i < reader.getAttributeCount(); i++) {
                    attributes.put(reader.getAttributeName(i).toString(), reader.getAttributeValue(i));
                }
                for (int i = 0; i < reader.getNamespaceCount(); i++) {
                    attributes.put("xmlns:" + reader.getNamespacePrefix(i), reader.getNamespaceURI(i));
                }
                attributes.forEach((name, value) ->
                        entries.add(new Content(counted ? place : -1, reader.getLocalName() + " " + name, value)));
                return counted ? 1 : 0;
            }
            case XMLStreamConstants.END_ELEMENT -> entries.add(new Content(-1, "</" + reader.getLocalName(), ""));
            case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                entries.add(new Content(-1, "<?" + reader.getPITarget(), String.valueOf(reader.getPIData())));
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                entries.add(new Content(-1, "#text", reader.getText()));
            case XMLStreamConstants.COMMENT -> entries.add(new Content(-1, "#comment", reader.getText()));
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw new UnsafeEditException(
                        reader.getLocation().getLineNumber(), "declares or uses entities of its own.");
            default -> {}
        }
        return 0;
    }

    @Override
    public String edit(String text, List<Change> changes) throws UnsafeEditException {
        TreeMap<Integer, Replacement> replacements = new TreeMap<>();
        Matcher element = TomcatServer.ELEMENT.matcher(text);
        int place = 0;
        while (element.find()) {
            if (element.group("name") != null) {
                int number = place;
                for (Change change :
                        changes.stream().filter(one -> one.place() == number).toList()) {
                    Replacement replacement = replacement(text, element, change);
                    // Several may be added at one place, which holds no text that goes.
                    replacements.merge(
                            replacement.start(),
                            replacement,
                            (one, other) -> new Replacement(
                                    one.start(), Math.max(one.end(), other.end()), one.text() + other.text()));
                }
                place++;
            }
        }
        StringBuilder edited = new StringBuilder(text);
        replacements.descendingMap().values().forEach(one -> edited.replace(one.start(), one.end(), one.text()));
        return edited.toString();
    }

    private static Replacement replacement(String text, Matcher element, Change change) throws UnsafeEditException {
        String name = change.setting().substring(change.setting().indexOf(' ') + 1);
        Matcher attribute = TomcatServer.ATTRIBUTE.matcher(element.group());
        int offset = element.start();
        while (attribute.find()) {
            int start = offset + attribute.start();
            boolean here = Migration.line(text, offset + attribute.start("name")) == change.line();
            switch (change.action()) {
                case SET -> {
                    if (attribute.group("name").equals(name)) {
                        return new Replacement(
                                offset + attribute.start(2) + 1, offset + attribute.end(2) - 1, change.value());
                    }
                }
                case REMOVE -> {
                    if (attribute.group("name").equals(name)) {
                        while (Character.isWhitespace(text.charAt(start - 1))) {
                            start--;
                        }
                        return new Replacement(start, offset + attribute.end(), "");
                    }
                }
                case ADD -> {
                    if (here) {
                        return new Replacement(start, start, " " + name + "=\"" + change.value() + "\"");
                    }
                }
                case ADD_ALIAS, ADD_FIRST_PROVIDER ->
                    throw new UnsafeEditException(change.line(), "wants a value that nobody gave.");
            }
        }
        throw new UnsafeEditException(change.line(), "no attribute " + name + ".");
    }
}
