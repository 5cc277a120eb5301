package org.wardkey.provider.backend.jdk;

import javax.crypto.Mac;
import org.wardkey.provider.backend.MacOperation;

/** A {@code Mac} of the JDK, initialised. */
final class JdkMacOperation implements MacOperation {
    private final Mac mac;

    JdkMacOperation(Mac mac) {
        this.mac = mac;
    }

    @Override
    public void update(byte[] input, int offset, int length) {
        mac.update(input, offset, length);
    }

    @Override
    public byte[] finish() {
        return mac.doFinal();
    }

    @Override
    public void reset() {
        mac.reset();
    }

    @Override
    public MacOperation copy() throws CloneNotSupportedException {
        return new JdkMacOperation((Mac) mac.clone());
    }

    @Override
    public void close() {
        mac.reset();
    }
}
