package org.wardkey.tpm2.structure;

import java.util.List;

/** TPMU_ATTEST. Source: TPM 2.0 Part 2 §10.12. */
public sealed interface Attested extends TpmStructure {
    /** Returns the TPM_ST. Source: Part 2 §6.9. */
    int type();

    /** Reads what has this TPM_ST. */
    static Attested read(int type, TpmReader in) {
        return switch (type) {
            case Certify.TYPE ->
                new Certify(Name.read(in, "TPMS_CERTIFY_INFO.name"), Name.read(in, "TPMS_CERTIFY_INFO.qualifiedName"));
            case Quote.TYPE -> new Quote(PcrSelection.readList(in), in.sized(64, "TPMS_QUOTE_INFO.pcrDigest"));
            case Time.TYPE -> new Time(TimeInfo.read(in), in.u64("TPMS_TIME_ATTEST_INFO.firmwareVersion"));
            case Creation.TYPE ->
                new Creation(
                        Name.read(in, "TPMS_CREATION_INFO.objectName"),
                        in.sized(64, "TPMS_CREATION_INFO.creationHash"));
            case Nv.TYPE ->
                new Nv(
                        Name.read(in, "TPMS_NV_CERTIFY_INFO.indexName"),
                        in.u16("TPMS_NV_CERTIFY_INFO.offset"),
                        in.sized("TPMS_NV_CERTIFY_INFO.nvContents"));
            default ->
                throw new TpmFormatException(String.format(
                        "TPMS_ATTEST.type: expected NV, CERTIFY, QUOTE, TIME or CREATION, got 0x%04X", type));
        };
    }

    /**
     * TPMS_CERTIFY_INFO: the object is in this TPM.
     *
     * @param name its Name
     * @param qualifiedName its Qualified Name
     */
    record Certify(Name name, Name qualifiedName) implements Attested {
        private static final int TYPE = 0x8017;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(TpmWriter out) {
            out.put(name).put(qualifiedName);
        }
    }

    /**
     * TPMS_QUOTE_INFO: PCRs had these values.
     *
     * @param pcrs which
     * @param pcrDigest the digest over them
     */
    record Quote(List<PcrSelection> pcrs, byte[] pcrDigest) implements Attested {
        private static final int TYPE = 0x8018;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(TpmWriter out) {
            out.list(pcrs).sized(pcrDigest);
        }
    }

    /**
     * TPMS_TIME_ATTEST_INFO: what the clock says.
     *
     * @param time the time
     * @param firmwareVersion the vendor's number
     */
    record Time(TimeInfo time, long firmwareVersion) implements Attested {
        private static final int TYPE = 0x8019;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(TpmWriter out) {
            out.put(time).u64(firmwareVersion);
        }
    }

    /**
     * TPMS_CREATION_INFO: this TPM made the object.
     *
     * @param objectName its Name
     * @param creationHash the digest of its {@link CreationData}
     */
    record Creation(Name objectName, byte[] creationHash) implements Attested {
        private static final int TYPE = 0x801A;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(TpmWriter out) {
            out.put(objectName).sized(creationHash);
        }
    }

    /**
     * TPMS_NV_CERTIFY_INFO: the index held this.
     *
     * @param indexName its Name
     * @param offset where the contents start
     * @param contents the octets
     */
    record Nv(Name indexName, int offset, byte[] contents) implements Attested {
        private static final int TYPE = 0x8014;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(TpmWriter out) {
            out.put(indexName).u16(offset).sized(contents);
        }
    }
}
