package org.wardkey.tpm2;

/**
 * The C functions of libtpms, and those of the C library that go with them. Has no counterpart for the foreign linker: tests over exploded classes alone
 * use it.
 *
 * <p>Source: libtpms manual pages, TPMLIB_MainInit(3), TPMLIB_Process(3).
 */
@SuppressWarnings("MemberName")
final class LibtpmsSymbols {
    private LibtpmsSymbols() {}

    static native int TPMLIB_ChooseTPMVersion(int version);

    static native int TPMLIB_MainInit();

    static native int TPMLIB_Process(long response, long responseSize, long capacity, long command, int commandSize);

    static native void TPMLIB_Terminate();

    static native int setenv(long name, long value, int overwrite);

    static native long memcpy(long target, long source, long size);

    static native void free(long memory);
}
