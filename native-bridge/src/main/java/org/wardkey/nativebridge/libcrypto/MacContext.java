package org.wardkey.nativebridge.libcrypto;

/** A message authentication code under one key, of one message after another. Two threads at a time are refused. */
public sealed interface MacContext extends AutoCloseable permits HmacContext, CmacContext, KmacContext {
    /** Adds a part of the message. */
    void update(byte[] data, int offset, int length);

    /** Returns the code and starts the next message under the same key. */
    byte[] finish();

    /** Forgets what the message had so far. */
    void reset();

    /** Returns an independent copy with the same key and the message so far. */
    MacContext dup();

    @Override
    void close();
}
