package org.wardkey.provider.operation;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a managed key may be used for, until when, and how often. Whatever is not listed is refused.
 *
 * <p>The names are those of Android Keystore's key authorizations; the windows are those of SP
 * 800-57 Part 1 §5.3.
 *
 * @param purposes what the key may do; never empty
 * @param digests the hash functions that it may be used with; empty for any
 * @param paddings the RSA paddings that it may be used with; empty for any
 * @param origination when it may sign, encrypt, wrap, authenticate or agree
 * @param consumption when it may verify, decrypt or unwrap
 * @param maximumOperations how many operations it may run in its life
 * @param maximumBytes how many bytes it may process in its life
 * @param exportable whether it may be wrapped by another key
 * @param audit how its operations are recorded
 * @param continuity whether it goes on while the audit log is full, and who answers for that
 * @param constantTimeRequired whether only engines serve it whose timing does not depend on secrets
 * @param labels words of its owner by which rules of the policy choose keys; sorted
 */
public record KeyAuthorizations(
        Set<Purpose> purposes,
        Set<Digest> digests,
        Set<Padding> paddings,
        Window origination,
        Window consumption,
        OptionalLong maximumOperations,
        OptionalLong maximumBytes,
        boolean exportable,
        AuditGranularity audit,
        Optional<Continuity> continuity,
        boolean constantTimeRequired,
        Set<String> labels) {
    /** Without labels; what the first release wrote. */
    private static final String VERSION = "1";
    /** With a field {@code labels} at the end. */
    private static final String VERSION_WITH_LABELS = "2";

    /** The label of keys that go on to originate while the clock is behind: those that bring the right time. */
    public static final String TIME_BOOTSTRAP_LABEL = "time-bootstrap";

    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final int MOST_LABELS = 32;

    /**
     * Copies the sets and checks limits and labels.
     *
     * @throws IllegalArgumentException if no purpose is given, a limit is not positive, or a label is not
     *     1 to 63 characters of a-z, 0-9, dot, underscore and hyphen
     */
    public KeyAuthorizations {
        if (purposes.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one purpose: a key with none can do nothing.");
        }
        requirePositive("maximum operations", maximumOperations);
        requirePositive("maximum bytes", maximumBytes);
        purposes = immutable(purposes, Purpose.class);
        digests = immutable(digests, Digest.class);
        paddings = immutable(paddings, Padding.class);
        labels = checked(labels);
    }

    /**
     * Authorizations without labels.
     *
     * @param purposes what the key may do; never empty
     * @param digests the hash functions that it may be used with; empty for any
     * @param paddings the RSA paddings that it may be used with; empty for any
     * @param origination when it may sign, encrypt, wrap, authenticate or agree
     * @param consumption when it may verify, decrypt or unwrap
     * @param maximumOperations how many operations it may run in its life
     * @param maximumBytes how many bytes it may process in its life
     * @param exportable whether it may be wrapped by another key
     * @param audit how its operations are recorded
     * @param continuity whether it goes on while the audit log is full, and who answers for that
     * @param constantTimeRequired whether only engines serve it whose timing does not depend on secrets
     * @throws IllegalArgumentException if no purpose is given, or a limit is not positive
     */
    public KeyAuthorizations(
            Set<Purpose> purposes,
            Set<Digest> digests,
            Set<Padding> paddings,
            Window origination,
            Window consumption,
            OptionalLong maximumOperations,
            OptionalLong maximumBytes,
            boolean exportable,
            AuditGranularity audit,
            Optional<Continuity> continuity,
            boolean constantTimeRequired) {
        this(
                purposes,
                digests,
                paddings,
                origination,
                consumption,
                maximumOperations,
                maximumBytes,
                exportable,
                audit,
                continuity,
                constantTimeRequired,
                Set.of());
    }

    private static Set<String> checked(Set<String> labels) {
        if (labels.size() > MOST_LABELS) {
            throw new IllegalArgumentException(
                    "Expected at most " + MOST_LABELS + " labels, got " + labels.size() + ".");
        }
        if (!labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
            throw new IllegalArgumentException("Expected labels of 1 to 63 characters a-z, 0-9, '.', '_' and '-' that"
                    + " begin with a letter or digit, got another.");
        }
        return Collections.unmodifiableSet(new TreeSet<>(labels));
    }

    private static void requirePositive(String what, OptionalLong limit) {
        if (limit.isPresent() && limit.getAsLong() <= 0) {
            throw new IllegalArgumentException("Expected " + what + " of at least 1, got " + limit.getAsLong() + ".");
        }
    }

    private static <E extends Enum<E>> Set<E> immutable(Set<E> set, Class<E> type) {
        EnumSet<E> copy = EnumSet.noneOf(type);
        copy.addAll(set);
        return Collections.unmodifiableSet(copy);
    }

    /**
     * What a key gets that was made or imported without authorizations of its own: everything that
     * its type can do, no windows, no limits, not exportable; but a password, which nobody could use then.
     *
     * @param type the type of the key
     * @return the authorizations
     */
    public static KeyAuthorizations defaultsFor(KeyType type) {
        Set<Purpose> purposes = switch (type.kind()) {
            case EC -> EnumSet.of(Purpose.SIGN, Purpose.AGREE);
            case RSA -> EnumSet.of(Purpose.SIGN, Purpose.DECRYPT, Purpose.UNWRAP);
            case EDDSA, ML_DSA, SLH_DSA -> EnumSet.of(Purpose.SIGN);
            case XDH -> EnumSet.of(Purpose.AGREE);
            case ML_KEM -> EnumSet.of(Purpose.DECAPSULATE);
            case AES, CHACHA20 -> EnumSet.of(Purpose.ENCRYPT, Purpose.DECRYPT, Purpose.WRAP, Purpose.UNWRAP);
            case AES_XTS -> EnumSet.of(Purpose.ENCRYPT, Purpose.DECRYPT);
            case HMAC, KMAC -> EnumSet.of(Purpose.MAC);
            case PASSWORD -> EnumSet.of(Purpose.DECRYPT);
        };
        return new KeyAuthorizations(
                purposes,
                Set.of(),
                Set.of(),
                Window.ALWAYS,
                Window.ALWAYS,
                OptionalLong.empty(),
                OptionalLong.empty(),
                type == KeyType.PASSWORD,
                type.asymmetric() ? AuditGranularity.EACH : AuditGranularity.AGGREGATE,
                Optional.empty(),
                false);
    }

    /**
     * The canonical text of these authorizations: what is stored and authenticated.
     *
     * <p>One {@code name=value} pair a line, in a fixed order, UTF-8, lines end with {@code \n}; the
     * first line is the version: 1, or 2 if there are labels. What the first release stored stays as it
     * is, byte for byte.
     *
     * @return the text, which {@link #decode} reads
     */
    public String encode() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("version", labels.isEmpty() ? VERSION : VERSION_WITH_LABELS);
        fields.put("purposes", names(purposes));
        fields.put("digests", names(digests));
        fields.put("paddings", names(paddings));
        fields.put("origination-start", origination.start().toString());
        fields.put("origination-end", origination.end().toString());
        fields.put("consumption-start", consumption.start().toString());
        fields.put("consumption-end", consumption.end().toString());
        fields.put("maximum-operations", text(maximumOperations));
        fields.put("maximum-bytes", text(maximumBytes));
        fields.put("exportable", Boolean.toString(exportable));
        fields.put("audit", audit.name());
        fields.put("continuity-owner", continuity.map(Continuity::owner).orElse(""));
        fields.put("continuity-until", continuity.map(c -> c.until().toString()).orElse(""));
        fields.put("constant-time-required", Boolean.toString(constantTimeRequired));
        if (!labels.isEmpty()) {
            fields.put("labels", String.join(",", labels));
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String names(Set<? extends Enum<?>> set) {
        return set.stream().map(Enum::name).collect(Collectors.joining(","));
    }

    private static String text(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : "";
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param text the canonical text
     * @return the authorizations
     * @throws IllegalArgumentException if the text is of another version, or not complete
     */
    public static KeyAuthorizations decode(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        String version = field(fields, "version");
        if (!version.equals(VERSION) && !version.equals(VERSION_WITH_LABELS)) {
            throw new IllegalArgumentException("Expected key authorizations of version " + VERSION + " or "
                    + VERSION_WITH_LABELS + ", got a newer or unknown version.");
        }
        String owner = field(fields, "continuity-owner");
        return new KeyAuthorizations(
                constants(Purpose.class, field(fields, "purposes")),
                constants(Digest.class, field(fields, "digests")),
                constants(Padding.class, field(fields, "paddings")),
                new Window(instant(fields, "origination-start"), instant(fields, "origination-end")),
                new Window(instant(fields, "consumption-start"), instant(fields, "consumption-end")),
                limit(field(fields, "maximum-operations")),
                limit(field(fields, "maximum-bytes")),
                Boolean.parseBoolean(field(fields, "exportable")),
                AuditGranularity.valueOf(field(fields, "audit")),
                owner.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Continuity(owner, instant(fields, "continuity-until"))),
                Boolean.parseBoolean(field(fields, "constant-time-required")),
                version.equals(VERSION)
                        ? Set.of()
                        : Set.of(field(fields, "labels").split(",", -1)));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "Expected the field " + name + " in the key authorizations, found none.");
        }
        return value;
    }

    private static Instant instant(Map<String, String> fields, String name) {
        return Instant.parse(field(fields, name));
    }

    private static OptionalLong limit(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private static <E extends Enum<E>> Set<E> constants(Class<E> type, String names) {
        EnumSet<E> set = EnumSet.noneOf(type);
        for (String name : names.isEmpty() ? new String[0] : names.split(",", -1)) {
            set.add(Enum.valueOf(type, name));
        }
        return set;
    }
}
