package org.wardkey.tpm2.structure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TPMS_CAPABILITY_DATA, as far as this library asks. Source: TPM 2.0 Part 2 §10.10. */
public sealed interface CapabilityData {
    /** TPM_CAP_ALGS. Source: Part 2 §6.12. */
    int ALGORITHMS = 0;

    /** TPM_CAP_HANDLES. */
    int HANDLES = 1;

    /** TPM_CAP_COMMANDS. */
    int COMMANDS = 2;

    /** TPM_CAP_PCRS. */
    int PCRS = 5;

    /** TPM_CAP_TPM_PROPERTIES. */
    int TPM_PROPERTIES = 6;

    /** TPM_CAP_ECC_CURVES. */
    int ECC_CURVES = 8;

    /** More than any TPM sends in one response of 4096 bytes. */
    private static int most() {
        return 1024;
    }

    /** Reads a TPMS_CAPABILITY_DATA. */
    static CapabilityData read(TpmReader in) {
        int capability = in.u32("TPMS_CAPABILITY_DATA.capability");
        return switch (capability) {
            case ALGORITHMS ->
                new Algorithms(pairs(in.list(most(), "TPML_ALG_PROPERTY", r ->
                        new int[] {r.u16("TPMS_ALG_PROPERTY"), r.u32("TPMA_ALGORITHM")})));
            case HANDLES -> new Handles(in.list(most(), "TPML_HANDLE", Handle::read));
            case COMMANDS -> new Commands(in.list(most(), "TPML_CCA", r -> r.u32("TPMA_CC")));
            case PCRS -> new Pcrs(PcrSelection.readList(in));
            case TPM_PROPERTIES ->
                new Properties(pairs(
                        in.list(most(), "TPML_TAGGED_TPM_PROPERTY", r -> new int[] {r.u32("TPM_PT"), r.u32("value")})));
            case ECC_CURVES -> new Curves(in.list(most(), "TPML_ECC_CURVE", r -> r.u16("TPM_ECC_CURVE")));
            default ->
                throw new TpmFormatException(
                        "TPMS_CAPABILITY_DATA.capability: expected one that was asked for, got " + capability);
        };
    }

    private static Map<Integer, Integer> pairs(List<int[]> pairs) {
        Map<Integer, Integer> map = new LinkedHashMap<>();
        pairs.forEach(pair -> map.put(pair[0], pair[1]));
        return map;
    }

    /**
     * TPML_ALG_PROPERTY.
     *
     * @param attributes the TPMA_ALGORITHM by TPM_ALG_ID
     */
    record Algorithms(Map<Integer, Integer> attributes) implements CapabilityData {}

    /**
     * TPML_HANDLE.
     *
     * @param handles the handles
     */
    record Handles(List<Handle> handles) implements CapabilityData {}

    /**
     * TPML_CCA.
     *
     * @param attributes a TPMA_CC each; the low 16 bits are the command's
     */
    record Commands(List<Integer> attributes) implements CapabilityData {}

    /**
     * TPML_PCR_SELECTION: the banks.
     *
     * @param banks a bank each
     */
    record Pcrs(List<PcrSelection> banks) implements CapabilityData {}

    /**
     * TPML_TAGGED_TPM_PROPERTY.
     *
     * @param values the value by TPM_PT
     */
    record Properties(Map<Integer, Integer> values) implements CapabilityData {}

    /**
     * TPML_ECC_CURVE.
     *
     * @param curves a TPM_ECC_CURVE each
     */
    record Curves(List<Integer> curves) implements CapabilityData {}
}
