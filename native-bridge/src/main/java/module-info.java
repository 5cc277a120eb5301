/** Reaches C libraries and hardware from Java. Holds no key policy. */
module org.wardkey.nativebridge {
    // Only the linker for Java 17 to 21 needs JNA; without it every native capability is reported absent.
    requires static com.sun.jna;
    requires static org.jspecify;

    exports org.wardkey.nativebridge;
    exports org.wardkey.nativebridge.libcrypto;
    exports org.wardkey.tpm2;
    exports org.wardkey.tpm2.attestation;
    exports org.wardkey.tpm2.command;
    exports org.wardkey.tpm2.policy;
    exports org.wardkey.tpm2.session;
    exports org.wardkey.tpm2.structure;
    exports org.wardkey.tpm2.transport;
}
