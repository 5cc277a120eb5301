/**
 * Reads Wycheproof, ACVP and CAVP vectors and runs them against any provider; depends on {@code java.security},
 * {@code javax.crypto} and a JSON tokenizer only.
 */
@NullMarked
package org.wardkey.conformance;

import org.jspecify.annotations.NullMarked;
