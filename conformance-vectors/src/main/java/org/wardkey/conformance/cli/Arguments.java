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

/** Options ({@code --name value} or {@code --name=value}, where {@code --} ends them) and the other arguments. */
final class Arguments {
    private final Map<String, List<String>> options = new HashMap<>();
    private final List<String> others = new ArrayList<>();

    static Arguments parse(List<String> words, Set<String> known) throws UsageException {
        Arguments arguments = new Arguments();
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
            int equals = word.indexOf('=');
            String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
            if (!known.contains(name)) {
                throw new UsageException("unknown option --" + name + "; expected one of --"
                        + String.join(", --", new TreeSet<>(known)));
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
