package org.wardkey.provider.policy;

import java.util.Optional;

/** Finds the documents that others extend. */
@FunctionalInterface
public interface PolicyLibrary {
    /**
     * Finds a document.
     *
     * @param name its name
     * @return the document, if there is one
     * @throws PolicyProblem if there is one that cannot be read
     */
    Optional<PolicyDocument> find(String name) throws PolicyProblem;
}
