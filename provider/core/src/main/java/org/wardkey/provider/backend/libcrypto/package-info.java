/**
 * OpenSSL's or AWS-LC's libcrypto as an engine.
 *
 * <p>May depend on {@code backend}, {@code operation}, {@code secret} and the native bridge.
 */
@NullMarked
package org.wardkey.provider.backend.libcrypto;

import org.jspecify.annotations.NullMarked;
