package org.wardkey.tpm2.attestation;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.GetCapability;
import org.wardkey.tpm2.command.NV_Read;
import org.wardkey.tpm2.command.NV_ReadPublic;
import org.wardkey.tpm2.crypto.JdkCrypto;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.CapabilityData;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.NvAttributes;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.TpmFormatException;

/**
 * Reads, on the device, the certificates that its manufacturer left in the TPM. What they are worth, {@link EndorsementVerifier} says. Source:
 * TCG EK Credential Profile for TPM Family 2.0, "NV Index Assignments".
 */
public final class EndorsementCertificates {
    private static final int FIRST_OF_CHAIN = 0x01C00100;
    private static final int LAST_OF_CHAIN = 0x01C001FF;

    /** TPM_PT_NV_BUFFER_MAX: the longest that NV_Read gives at a time. */
    private static final int NV_BUFFER_MAX = 0x100 + 44;

    /** No response has 4096 octets or more. */
    private static final int LONGEST_PART = 2048;

    private EndorsementCertificates() {}

    /**
     * Reads the certificate of an endorsement key, without what fills the NV index up behind it.
     *
     * @return nothing if the TPM has none
     * @throws TpmFormatException if something else is there, or only those who know a value may read it
     */
    public static Optional<X509Certificate> read(Tpm tpm, EndorsementTemplate template) {
        Handle index = template.certificateIndex();
        List<Handle> there = indices(tpm, index.value(), index.value());
        Optional<byte[]> octets = there.isEmpty() ? Optional.empty() : contents(tpm, index);
        return octets.map(bytes -> {
            int size = Der.at(bytes, 0).require(Der.SEQUENCE).sizeBytes();
            return certificate(Arrays.copyOf(bytes, size));
        });
    }

    /**
     * Reads the certificates of the authorities between the manufacturer's root and this TPM, as far as they are in it; the order is the TPM's.
     * They are one behind the other, in one NV index or several, and may go on in the next one.
     *
     * @throws TpmFormatException if something else is there
     */
    public static List<X509Certificate> readChain(Tpm tpm) {
        byte[] all = {};
        for (Handle index : indices(tpm, FIRST_OF_CHAIN, LAST_OF_CHAIN)) {
            byte[] part = contents(tpm, index).orElse(new byte[0]);
            int before = all.length;
            all = Arrays.copyOf(all, before + part.length);
            System.arraycopy(part, 0, all, before, part.length);
        }
        return split(all);
    }

    static List<X509Certificate> split(byte[] bytes) {
        List<X509Certificate> chain = new ArrayList<>();
        int offset = 0;
        while (offset < bytes.length) {
            if (bytes[offset] == 0 || bytes[offset] == (byte) 0xFF) {
                // What fills an index up; neither octet starts a certificate.
                offset++;
                continue;
            }
            int size = Der.at(bytes, offset).require(Der.SEQUENCE).sizeBytes();
            chain.add(certificate(Arrays.copyOfRange(bytes, offset, offset + size)));
            offset += size;
        }
        return List.copyOf(chain);
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return JdkCrypto.certificate(der);
        } catch (CertificateException e) {
            throw new TpmFormatException("NV index: expected a certificate, got what is none", e);
        }
    }

    /** The NV indices of a range that are defined; asking for one that is not would be an error. */
    private static List<Handle> indices(Tpm tpm, int first, int last) {
        List<Handle> found = new ArrayList<>();
        int next = first;
        while (next <= last) {
            GetCapability.Result answer = tpm.execute(new GetCapability(CapabilityData.HANDLES, next, last - next + 1));
            if (!(answer.capabilityData() instanceof CapabilityData.Handles some)) {
                throw new TpmFormatException("TPM2_GetCapability: expected handles, got another capability");
            }
            for (Handle handle : some.handles()) {
                if (handle.value() < next) {
                    throw new TpmFormatException(
                            "TPM2_GetCapability: expected handles in their order, got " + handle + " late");
                }
                next = handle.value() + 1;
                if (handle.value() <= last) {
                    found.add(handle);
                }
            }
            if (some.handles().isEmpty() || !answer.moreData()) {
                break;
            }
        }
        return found;
    }

    private static Optional<byte[]> contents(Tpm tpm, Handle index) {
        NvPublic area = tpm.execute(new NV_ReadPublic(Entity.unnamed(index))).nvPublic();
        if (!area.index().equals(index)) {
            throw new TpmFormatException(
                    "TPM2_NV_ReadPublic: expected the NV index " + index + ", got " + area.index());
        }
        if (!area.attributes().has(NvAttributes.WRITTEN)) {
            return Optional.empty();
        }
        Entity entity = Entity.of(index, area.name());
        return Optional.of(contents(tpm, entity, reader(area, entity), area.dataSize()));
    }

    private static Entity reader(NvPublic area, Entity index) {
        if (area.attributes().has(NvAttributes.AUTHREAD)) {
            return index;
        }
        if (area.attributes().has(NvAttributes.OWNERREAD)) {
            return Entity.of(Handle.OWNER);
        }
        throw new TpmFormatException(String.format(
                "NV index %s: expected one that anybody may read, got TPMA_NV 0x%08X",
                area.index(), area.attributes().bits()));
    }

    private static byte[] contents(Tpm tpm, Entity index, Entity reader, int size) {
        int most = longestPart(tpm);
        byte[] all = new byte[size];
        for (int offset = 0; offset < size; offset += most) {
            int wanted = Math.min(most, size - offset);
            byte[] part = tpm.execute(new NV_Read(reader, index, wanted, offset), Authorization.empty());
            if (part.length != wanted) {
                throw new TpmFormatException("TPM2_NV_Read: expected " + wanted + " bytes, got " + part.length);
            }
            System.arraycopy(part, 0, all, offset, wanted);
        }
        return all;
    }

    private static int longestPart(Tpm tpm) {
        GetCapability.Result answer = tpm.execute(new GetCapability(CapabilityData.TPM_PROPERTIES, NV_BUFFER_MAX, 1));
        int most = answer.capabilityData() instanceof CapabilityData.Properties properties
                ? properties.values().getOrDefault(NV_BUFFER_MAX, 0)
                : 0;
        if (most <= 0) {
            throw new TpmFormatException("TPM_PT_NV_BUFFER_MAX: expected a size, got " + most);
        }
        return Math.min(most, LONGEST_PART);
    }
}
