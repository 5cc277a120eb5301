package org.wardkey.provider.hocon;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which keys a document and its includes have, and where each stands. */
final class HoconPlaces {
    private final Map<List<String>, Place> places = new LinkedHashMap<>();
    private final Set<List<String>> written = new HashSet<>();
    private final Map<String, String> includes = new HashMap<>();
    private final String file;
    private long bytes;

    /** A file and a line in it. */
    record Place(String file, int line) {}

    HoconPlaces(String file) {
        this.file = file;
    }

    /** Takes a key as the owner of what follows; a second time is a mistake. */
    void declare(List<String> key, Place place) throws HoconProblem {
        Place earlier = places.putIfAbsent(key, place);
        if (!written.add(key) || earlier != null) {
            throw new HoconProblem(
                    place.file(),
                    place.line(),
                    "expected each key once, got " + Printable.text(String.join(".", key)) + " a second time (first in "
                            + (earlier == null ? place : earlier).file() + ", line "
                            + (earlier == null ? place : earlier).line() + "); delete one of them.");
        }
    }

    /** Takes the front part of a dotted key; it may come again, unless it was written out as a key. */
    void pass(List<String> key, Place place) throws HoconProblem {
        if (written.contains(key)) {
            declare(key, place);
        }
        places.putIfAbsent(key, place);
    }

    Place of(List<String> key) {
        return places.getOrDefault(key, new Place(file, 0));
    }

    Set<List<String>> keys() {
        return places.keySet();
    }

    void include(String name, String text) {
        includes.put(name, text);
    }

    String included(String name) {
        return includes.getOrDefault(name, "");
    }

    /** Counts the text of all files together. */
    long add(long more) {
        bytes += more;
        return bytes;
    }
}
