/**
 * Append-only record of operations in a signed Merkle tree, and its verification. No secrets, by type.
 *
 * <p>May depend on {@code operation}, {@code secret} and the JDK alone.
 */
@NullMarked
package org.wardkey.provider.audit;

import org.jspecify.annotations.NullMarked;
