/**
 * OpenSSL 3 and AWS-LC as thin Java operations: keys, signatures, agreement, AES-GCM, key wrapping, HMAC.
 *
 * <p>May depend on {@code org.wardkey.nativebridge} and the JDK. Knows no policy: every algorithm, key size and parameter that the library
 * takes is offered.
 */
@NullMarked
package org.wardkey.nativebridge.libcrypto;

import org.jspecify.annotations.NullMarked;
