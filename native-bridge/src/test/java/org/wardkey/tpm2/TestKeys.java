package org.wardkey.tpm2;

import java.util.List;
import org.wardkey.tpm2.command.GetCapability;
import org.wardkey.tpm2.command.ReadPublic;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.CapabilityData;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Public;

/** What tests ask of a simulator. */
public final class TestKeys {
    private TestKeys() {}

    /** Returns the public area of a loaded object. */
    public static Public publicOf(Tpm tpm, Entity entity) {
        return tpm.execute(new ReadPublic(entity)).outPublic();
    }

    /** Returns a loaded key as the one for salts, pinned to the Name that it was made with. */
    public static SaltKey saltKey(Tpm tpm, Entity entity) {
        return SaltKey.pinned(entity, publicOf(tpm, entity), entity.name());
    }

    /** Returns the transient handles that the TPM lists. */
    public static List<Handle> transientHandles(Tpm tpm) {
        return handles(tpm, 0x80000000);
    }

    /** Returns the loaded and saved sessions that the TPM lists. */
    public static List<Handle> sessionHandles(Tpm tpm) {
        List<Handle> all = new java.util.ArrayList<>(handles(tpm, 0x02000000));
        all.addAll(handles(tpm, 0x03000000));
        return all;
    }

    private static List<Handle> handles(Tpm tpm, int first) {
        GetCapability.Result answer = tpm.execute(new GetCapability(CapabilityData.HANDLES, first, 254));
        return ((CapabilityData.Handles) answer.capabilityData()).handles();
    }
}
