package org.wardkey.provider.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.hocon.HoconPlaces.Place;

/**
 * A block of a document: keys with words, lists of words, or further blocks. Immutable.
 *
 * <p>Whoever asks for something that is not there or of another kind gets a {@link HoconProblem} with
 * file and line.
 */
public final class HoconBlock {
    private final HoconPlaces places;
    private final List<String> path;
    private final ConfigObject object;

    private HoconBlock(HoconPlaces places, List<String> path, ConfigObject object) {
        this.places = places;
        this.path = path;
        this.object = object;
    }

    /** The largest document with all its includes, in bytes. */
    public static final int LARGEST_BYTES = HoconScanner.LARGEST_BYTES;

    /**
     * Reads a document.
     *
     * @param file its name, for messages
     * @param text its text
     * @param includes gives the text of included documents
     * @return its outermost block
     * @throws HoconProblem if it is not in the language, or larger or deeper than may be
     */
    public static HoconBlock read(String file, String text, HoconIncludes includes) throws HoconProblem {
        HoconPlaces places = HoconScanner.scan(file, text, includes);
        try {
            ConfigParseOptions options = ConfigParseOptions.defaults()
                    .setSyntax(ConfigSyntax.CONF)
                    .setAllowMissing(false)
                    .setOriginDescription(file)
                    .setIncluder(new ScannedIncludes(places));
            Config parsed = ConfigFactory.parseString(text, options).resolve(ConfigResolveOptions.noSystem());
            HoconBlock root = new HoconBlock(places, List.of(), parsed.root());
            root.requireSameKeys(file);
            return root;
        } catch (ConfigException e) {
            int line = e.origin() == null ? 0 : Math.max(0, e.origin().lineNumber());
            throw new HoconProblem(
                    file, line, "expected HOCON, got: " + Printable.text(String.valueOf(e.getMessage())));
        }
    }

    /** What one reader takes for a key and the other does not could hide a rule: such a document is refused. */
    private void requireSameKeys(String file) throws HoconProblem {
        Set<List<String>> read = new HashSet<>();
        collect(List.of(), object, read);
        if (!read.equals(places.keys())) {
            throw new HoconProblem(
                    file, 0, "expected keys that can be read in one way only; put unusual keys in \"\".");
        }
    }

    private static void collect(List<String> at, ConfigObject object, Set<List<String>> keys) {
        for (Map.Entry<String, ConfigValue> member : object.entrySet()) {
            List<String> key = new ArrayList<>(at);
            key.add(member.getKey());
            keys.add(key);
            if (member.getValue() instanceof ConfigObject inner) {
                collect(key, inner, keys);
            }
        }
    }

    /**
     * Refuses keys that are not known.
     *
     * @param keys the known ones
     * @throws HoconProblem if there is another
     */
    public void allow(Collection<String> keys) throws HoconProblem {
        for (String key : names()) {
            if (!keys.contains(key)) {
                throw problem(
                        key, "unknown key " + Printable.text(key) + "; expected some of " + new TreeSet<>(keys) + ".");
            }
        }
    }

    /**
     * Tells whether a key is there.
     *
     * @param key the key
     * @return whether it is
     */
    public boolean has(String key) {
        return object.containsKey(key);
    }

    /** @return the keys, in the order of the file */
    public List<String> names() {
        Comparator<String> byLine = Comparator.comparingInt(key -> place(key).line());
        return object.keySet().stream()
                .sorted(byLine.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /**
     * Gives an inner block.
     *
     * @param key its key
     * @return the block
     * @throws HoconProblem if it is missing or not a block
     */
    public HoconBlock block(String key) throws HoconProblem {
        if (value(key) instanceof ConfigObject inner) {
            return new HoconBlock(places, path(key), inner);
        }
        throw problem(
                key,
                "expected a block for " + Printable.text(key) + ", got a value; write " + Printable.text(key)
                        + " { ... }.");
    }

    /**
     * Gives a value as it is written.
     *
     * @param key its key
     * @return the text
     * @throws HoconProblem if it is missing, a block or a list
     */
    public String text(String key) throws HoconProblem {
        return text(key, value(key));
    }

    private String text(String key, ConfigValue value) throws HoconProblem {
        ConfigValueType type = value.valueType();
        if (type == ConfigValueType.OBJECT || type == ConfigValueType.LIST || type == ConfigValueType.NULL) {
            throw problem(
                    key,
                    "expected one value for " + Printable.text(key) + ", got "
                            + switch (type) {
                                case OBJECT -> "a block";
                                case LIST -> "a list";
                                case NULL, NUMBER, BOOLEAN, STRING -> "null";
                            }
                            + "; write " + Printable.text(key) + " = VALUE.");
        }
        return value.atKey("value").getString("value");
    }

    /**
     * Gives one value or a list of values as they are written.
     *
     * @param key their key
     * @return the texts, in the order of the file
     * @throws HoconProblem if it is missing, a block, or an empty list
     */
    public List<String> texts(String key) throws HoconProblem {
        ConfigValue value = value(key);
        if (!(value instanceof ConfigList list)) {
            return List.of(text(key, value));
        }
        List<String> texts = new ArrayList<>();
        for (ConfigValue element : list) {
            texts.add(text(key, element));
        }
        if (texts.isEmpty()) {
            throw problem(
                    key,
                    "expected at least one value for " + Printable.text(key) + ", got an empty list;"
                            + " list some, or delete the key.");
        }
        return texts;
    }

    /**
     * Gives a choice between true and false.
     *
     * @param key its key
     * @return the choice
     * @throws HoconProblem if it is missing or anything else
     */
    public boolean flag(String key) throws HoconProblem {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw problem(
                        key,
                        "expected " + Printable.text(key) + " = true or false, got " + Printable.text(text(key))
                                + "; write one of them.");
        };
    }

    private ConfigValue value(String key) throws HoconProblem {
        @Nullable ConfigValue value = object.get(key);
        if (value == null) {
            throw problem("expected " + Printable.text(key) + " in this block, found none; add it.");
        }
        return value;
    }

    /**
     * Says what is wrong with a key's value.
     *
     * @param key the key
     * @param problem what was expected, what came, what to do; text from the file is to be printable
     * @return the problem, with the key's file and line
     */
    public HoconProblem problem(String key, String problem) {
        Place place = place(key);
        return new HoconProblem(place.file(), place.line(), problem);
    }

    /**
     * Says what is wrong with the block as a whole.
     *
     * @param problem what was expected, what came, what to do
     * @return the problem, with the block's file and line
     */
    public HoconProblem problem(String problem) {
        Place place = places.of(path);
        return new HoconProblem(place.file(), place.line(), problem);
    }

    /**
     * Makes text from the file fit for a message.
     *
     * @param untrusted text from the file
     * @return the same in printable ASCII, cut short
     */
    public static String printable(String untrusted) {
        return Printable.text(untrusted);
    }

    /** @return the file in which the block begins */
    public String file() {
        return places.of(path).file();
    }

    /** @return the line in which the block begins, from 1; 0 for the outermost */
    public int line() {
        return places.of(path).line();
    }

    private Place place(String key) {
        return places.of(path(key));
    }

    private List<String> path(String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
