package org.wardkey.tpm2.structure;

/**
 * Something that a command acts on: a handle, and the Name that its authorization covers. A handle may change (an object that was swapped
 * out comes back under another one), the Name does not. Source: TPM 2.0 Part 1 §16.
 */
public interface Entity {
    /** Returns the handle under which it is now known. */
    Handle handle();

    /** Returns its Name. */
    Name name();

    /** Says whether the Name is known, as authorizations want it. */
    default boolean isNamed() {
        return !name().equals(Name.EMPTY);
    }

    /** Returns a hierarchy, PCR or session, whose Name is its handle. */
    static Entity of(Handle handle) {
        return new Fixed(handle, Name.of(handle));
    }

    /** Returns a persistent object or NV index with the Name that the caller knows it by. */
    static Entity of(Handle handle, Name name) {
        return new Fixed(handle, name);
    }

    /** Returns something whose Name is not known yet; it serves in commands without sessions only. */
    static Entity unnamed(Handle handle) {
        return new Fixed(handle, Name.EMPTY);
    }

    /**
     * What keeps its handle.
     *
     * @param handle the handle
     * @param name the Name
     */
    record Fixed(Handle handle, Name name) implements Entity {}
}
