package org.wardkey.conformance;

/**
 * How an application would make the calls of one test; fixed by the test's number, so that a run repeats exactly.
 *
 * @param split several {@code update} calls with pieces of odd sizes, instead of one call
 * @param reused the engine object that earlier tests used, instead of a new one
 */
record CallPattern(boolean split, boolean reused) {
    private static final int[] PIECES_BYTES = {1, 15, 16, 17, 0, 64, 3, 129, 4096};

    static CallPattern of(JsonObject test) throws VectorFormatException {
        long tcId = test.integer("tcId");
        return new CallPattern(tcId % 2 == 0, tcId / 2 % 2 == 0);
    }

    CallPattern inPieces() {
        return new CallPattern(true, reused);
    }

    CallPattern atOnce() {
        return new CallPattern(false, reused);
    }

    CallPattern onNewObject() {
        return new CallPattern(split, false);
    }

    /** Takes a piece of the input, as {@code update(byte[], int, int)} does. */
    @FunctionalInterface
    interface Sink {
        void update(byte[] input, int offset, int length) throws Exception;
    }

    /** Hands the data over in one piece or in several. */
    void feed(byte[] data, Sink sink) throws Exception {
        if (!split) {
            sink.update(data, 0, data.length);
            return;
        }
        int offset = 0;
        for (int i = 0; offset < data.length; i++) {
            int length = Math.min(PIECES_BYTES[i % PIECES_BYTES.length], data.length - offset);
            sink.update(data, offset, length);
            offset += length;
        }
    }
}
