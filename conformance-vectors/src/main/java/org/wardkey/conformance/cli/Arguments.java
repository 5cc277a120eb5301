package org.wardkey.conformance.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Options ({@code --name value} or {@code --name=value}, where {@code --} ends them), flags and the other arguments. */
final class Arguments {
    private final Map<String, List<String>> options = new HashMap<>();
    private final List<String> others = new ArrayList<>();
    private final Set<String> flags = new TreeSet<>();
    private final List<String> words;

    private Arguments(List<String> words) {
        this.words = List.copyOf(words);
    }

    static Arguments parse(List<String> words, Set<String> known, Set<String> flags) throws UsageException {
        Arguments arguments = new Arguments(words);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                arguments.others.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (!word.startsWith("--")) {
                arguments.others.add(word);
                continue;
            }
            if (flags.contains(word.substring(2))) {
                arguments.flags.add(word.substring(2));
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
            if (!known.contains(name)) {
                Set<String> all = new TreeSet<>(known);
                all.addAll(flags);
                throw new UsageException(
                        "unknown option --" + name + "; expected one of --" + String.join(", --", all));
            }
            if (equals < 0 && i + 1 == words.size()) {
                throw new UsageException("--" + name + " needs a value behind it");
            }
            String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
            arguments
                    .options
                    .computeIfAbsent(name, ignored -> new ArrayList<>())
                    .add(value);
        }
        return arguments;
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** The command line again, behind a command and without a flag. */
    List<String> words(String command, String flag) {
        return Stream.concat(Stream.of(command), words.stream().filter(word -> !word.equals("--" + flag)))
                .toList();
    }

    List<String> all(String name) {
        return options.getOrDefault(name, List.of());
    }

    Optional<String> option(String name) throws UsageException {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new UsageException("--" + name + " is given " + values.size() + " times; give it once");
        }
        return values.stream().findFirst();
    }

    String required(String name, String what) throws UsageException {
        Optional<String> value = option(name);
        if (value.isEmpty()) {
            throw new UsageException("--" + name + " is missing; give " + what);
        }
        return value.get();
    }

    Optional<Path> file(String name) throws UsageException {
        Optional<String> value = option(name);
        return value.isPresent() ? Optional.of(path(value.get())) : Optional.empty();
    }

    /** The arguments that are no options, as files. */
    List<Path> files(String what) throws UsageException {
        if (others.isEmpty()) {
            throw new UsageException("no " + what + " given; name at least one file or folder behind the options");
        }
        List<Path> files = new ArrayList<>();
        for (String other : others) {
            files.add(path(other));
        }
        return files;
    }

    void noFiles() throws UsageException {
        if (!others.isEmpty()) {
            throw new UsageException("unexpected argument " + others.get(0) + "; this command takes options only");
        }
    }

    private static Path path(String text) throws UsageException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException("not a path: " + text, e);
        }
    }
}
