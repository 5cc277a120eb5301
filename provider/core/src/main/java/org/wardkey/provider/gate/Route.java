package org.wardkey.provider.gate;

import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.KeyBackend;

/**
 * The engine that serves a key for a mechanism, and the key in it.
 *
 * @param engine the engine
 * @param key the key in it
 * @param managed the managed key; null for a plain one
 */
record Route(KeyBackend engine, BackendKey key, @Nullable ActiveKey managed) {}
