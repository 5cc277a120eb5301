package org.wardkey.provider.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.wardkey.provider.hocon.HoconBlock;
import org.wardkey.provider.hocon.HoconProblem;
import org.wardkey.provider.operation.KeyType;

/** Reads single keys of a document. */
final class Fields {
    private static final int LONGEST_SENTENCE = 500;
    private static final int MOST_WORDS = 64;

    private Fields() {}

    static int number(HoconBlock block, String key, int least, int most) throws HoconProblem {
        String text = block.text(key);
        if (text.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        throw block.problem(
                key,
                "expected " + key + " to be a whole number from " + least + " to " + most + ", got "
                        + HoconBlock.printable(text) + "; write one.");
    }

    static OptionalInt optionalNumber(HoconBlock block, String key) throws HoconProblem {
        return block.has(key) ? OptionalInt.of(number(block, key, 1, 1 << 20)) : OptionalInt.empty();
    }

    /** A day of UTC, or an instant. */
    static Instant date(HoconBlock block, String key) throws HoconProblem {
        String text = block.text(key);
        try {
            return text.length() == "2031-01-01".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw block.problem(
                    key,
                    "expected " + key + " to be a date such as 2031-01-01 or \"2031-01-01T12:00:00Z\", got "
                            + HoconBlock.printable(text) + "; write one.");
        }
    }

    static Optional<Instant> optionalDate(HoconBlock block, String key) throws HoconProblem {
        return block.has(key) ? Optional.of(date(block, key)) : Optional.empty();
    }

    /** A text for people that must say something. */
    static String sentence(HoconBlock block, String key) throws HoconProblem {
        String text = block.text(key).strip();
        if (text.isEmpty()
                || text.length() > LONGEST_SENTENCE
                || text.chars().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
            throw block.problem(
                    key,
                    "expected " + key + " to be a text of 1 to " + LONGEST_SENTENCE
                            + " characters on one line, got another; write who or why.");
        }
        return text;
    }

    static String optionalSentence(HoconBlock block, String key) throws HoconProblem {
        return block.has(key) ? sentence(block, key) : "";
    }

    /** Words of the vocabulary. */
    static <E extends Enum<E>> Set<E> constants(HoconBlock block, String key, Class<E> type) throws HoconProblem {
        EnumSet<E> constants = EnumSet.noneOf(type);
        if (!block.has(key)) {
            return constants;
        }
        for (String word : block.texts(key)) {
            E constant = Words.constant(type, word)
                    .orElseThrow(() -> block.problem(
                            key,
                            "expected " + key + " to be some of " + Words.all(type) + ", got "
                                    + HoconBlock.printable(word) + "; use these words."));
            constants.add(constant);
        }
        return constants;
    }

    /** A value that a parser of its own reads. */
    static <T> Optional<T> parsed(HoconBlock block, String key, Function<String, T> parser) throws HoconProblem {
        if (!block.has(key)) {
            return Optional.empty();
        }
        return Optional.of(parse(block, key, block.text(key), parser));
    }

    private static <T> T parse(HoconBlock block, String key, String text, Function<String, T> parser)
            throws HoconProblem {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw block.problem(key, key + ": " + e.getMessage() + " Got " + HoconBlock.printable(text) + ".");
        }
    }

    /** The block {@code when}; every key if there is none. */
    static Selector selector(HoconBlock rule) throws HoconProblem {
        if (!rule.has("when")) {
            return Selector.EVERY_KEY;
        }
        HoconBlock when = rule.block("when");
        when.allow(
                Set.of("token", "alias", "label", "certificate-issuer", "certificate-subject", "key-type", "imported"));
        if (when.names().isEmpty()) {
            throw when.problem("expected a choice of keys in when { }, found none; choose some, or delete it.");
        }
        return new Selector(
                words(when, "token", word -> word),
                words(when, "alias", Glob::new),
                words(when, "label", word -> word),
                words(when, "certificate-issuer", NamePattern::new),
                words(when, "certificate-subject", NamePattern::new),
                constants(when, "key-type", KeyType.class),
                when.has("imported") ? Optional.of(when.flag("imported")) : Optional.empty());
    }

    private static <T> List<T> words(HoconBlock block, String key, Function<String, T> parser) throws HoconProblem {
        List<T> words = new ArrayList<>();
        if (!block.has(key)) {
            return words;
        }
        for (String word : block.texts(key)) {
            if (word.isBlank() || word.length() > 255 || word.chars().anyMatch(Character::isISOControl)) {
                throw block.problem(key, "expected words of 1 to 255 characters for " + key + ", got another.");
            }
            words.add(parse(block, key, word, parser));
        }
        if (words.size() > MOST_WORDS) {
            throw block.problem(
                    key,
                    "expected at most " + MOST_WORDS + " words for " + key + ", got " + words.size()
                            + "; use a pattern or a label.");
        }
        return words;
    }
}
