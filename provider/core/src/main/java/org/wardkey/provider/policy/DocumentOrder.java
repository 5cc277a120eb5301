package org.wardkey.provider.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the documents that others extend before them, each once. */
final class DocumentOrder {
    private final PolicyLibrary library;
    private final Map<String, PolicyDocument> ordered = new LinkedHashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    private DocumentOrder(PolicyLibrary library) {
        this.library = library;
    }

    static List<PolicyDocument> of(List<PolicyDocument> documents, PolicyLibrary library) throws PolicyProblem {
        if (documents.isEmpty()) {
            throw new PolicyProblem("The policy: expected at least one document, found none; name a pack or a file.");
        }
        DocumentOrder order = new DocumentOrder(given(documents, library));
        for (PolicyDocument document : documents) {
            order.add(document);
        }
        return List.copyOf(order.ordered.values());
    }

    /** A document that is given itself also serves those that extend it. */
    private static PolicyLibrary given(List<PolicyDocument> documents, PolicyLibrary library) {
        return name -> {
            for (PolicyDocument document : documents) {
                if (document.name().equals(name)) {
                    return java.util.Optional.of(document);
                }
            }
            return library.find(name);
        };
    }

    private void add(PolicyDocument document) throws PolicyProblem {
        String name = document.name();
        PolicyDocument known = ordered.get(name);
        if (known != null) {
            if (!known.equals(document)) {
                throw new PolicyProblem(document.file() + ": expected one document named " + name + ", got another in "
                        + known.file() + "; rename one of them.");
            }
            return;
        }
        if (open.contains(name)) {
            throw new PolicyProblem(document.file() + ": expected documents that do not extend each other, got a circle"
                    + " through " + name + "; delete one extends.");
        }
        open.push(name);
        for (String extended : document.extended()) {
            add(library.find(extended)
                    .orElseThrow(() -> new PolicyProblem(document.file() + ": expected a policy named " + extended
                            + " to extend, found none; name a shipped pack (" + String.join(", ", PolicyPack.NAMES)
                            + ") or list its file.")));
        }
        open.pop();
        ordered.put(name, document);
    }
}
