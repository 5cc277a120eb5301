package org.wardkey.nativebridge.libcrypto;

import java.util.ArrayList;
import java.util.List;
import org.wardkey.nativebridge.NativeBuffer;

/**
 * An array of {@code OSSL_PARAM} for OpenSSL 3; it lives as long as its call.
 *
 * <table>
 * <caption>One entry on 64-bit machines, in their byte order; an entry without a name is the end</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>8</td><td>key, a C string</td></tr>
 * <tr><td>8</td><td>4</td><td>data_type</td></tr>
 * <tr><td>16</td><td>8</td><td>data</td></tr>
 * <tr><td>24</td><td>8</td><td>data_size</td></tr>
 * <tr><td>32</td><td>8</td><td>return_size</td></tr>
 * </table>
 *
 * <p>Source: OpenSSL 3.0 manual page OSSL_PARAM(3), include/openssl/core.h.
 */
final class Parameters {
    private static final int ENTRY_BYTES = 40;
    private static final int UNSIGNED_INTEGER = 2;
    private static final int OCTET_STRING = 5;

    private final Call call;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String name, int type, NativeBuffer data, int sizeBytes) {}

    private Parameters(Call call) {
        this.call = call;
    }

    static Parameters of(Call call) {
        return new Parameters(call);
    }

    /** A {@code size_t}. */
    Parameters size(String name, long value) {
        entries.add(new Entry(name, UNSIGNED_INTEGER, call.cell(value), Long.BYTES));
        return this;
    }

    /** Bytes; copied. None are left out. */
    Parameters octets(String name, byte[] bytes) {
        if (bytes.length > 0) {
            entries.add(new Entry(name, OCTET_STRING, call.in(bytes), bytes.length));
        }
        return this;
    }

    long address() {
        NativeBuffer array = call.out((entries.size() + 1) * ENTRY_BYTES);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            int at = i * ENTRY_BYTES;
            array.putLong(at, call.string(entry.name()));
            array.putInt(at + 8, entry.type());
            array.putLong(at + 16, entry.data().address());
            array.putLong(at + 24, entry.sizeBytes());
            array.putLong(at + 32, -1); // OSSL_PARAM_UNMODIFIED
        }
        return array.address();
    }
}
