package org.wardkey.provider.backend;

/**
 * Random bytes of a device, which a generator mixes with those of the system, never puts in their place. Both methods read memory:
 * they wait for nothing and do not fail, whatever became of the device. Thread-safe.
 */
public interface DeviceEntropy {
    /** Where there is no device. */
    DeviceEntropy NONE = new DeviceEntropy() {
        @Override
        public long generation() {
            return 0;
        }

        @Override
        public byte[] take() {
            return new byte[0];
        }
    };

    /** @return how often the device has given bytes; whoever mixed them in at another number may do so again */
    long generation();

    /** @return bytes that nobody else gets in this form; empty before the device gave some; the caller wipes them */
    byte[] take();
}
