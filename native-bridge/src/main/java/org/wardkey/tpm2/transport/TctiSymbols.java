package org.wardkey.tpm2.transport;

/**
 * The C functions of tpm2-tss' loader of transports, bound when the first transport of that kind is opened. C's {@code int} is {@code int};
 * pointers are {@code long}.
 *
 * <p>Source: tpm2-tss, include/tss2/tss2_tctildr.h.
 */
@SuppressWarnings("MemberName")
final class TctiSymbols {
    private TctiSymbols() {}

    static native int Tss2_TctiLdr_Initialize(long nameConf, long context);

    static native void Tss2_TctiLdr_Finalize(long context);
}
