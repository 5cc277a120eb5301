package org.wardkey.provider.policy;

import org.wardkey.provider.operation.KeyFacts;

/**
 * A key as rules see it.
 *
 * @param key its facts, with the authorizations that it was made with
 * @param attributes what else rules may ask of it
 */
public record PolicySubject(KeyFacts key, KeyAttributes attributes) {}
