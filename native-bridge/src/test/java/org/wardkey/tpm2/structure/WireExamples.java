package org.wardkey.tpm2.structure;

import java.util.List;
import java.util.function.Function;

/** One value of every wire structure, and how it is read. */
final class WireExamples {
    private WireExamples() {}

    record Example(String name, TpmStructure value, Function<TpmReader, ? extends TpmStructure> read) {
        byte[] bytes() {
            return value.toBytes();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Example> all() {
        ClockInfo clock = new ClockInfo(69835, 3, 1, true);
        Name name = Template.srkP256().name();
        List<PcrSelection> pcrs = List.of(PcrSelection.of(HashAlgorithm.SHA256, 0, 7, 23));
        byte[] digest = new byte[32];
        return List.of(
                new Example("TPM_HANDLE", Handle.OWNER, Handle::read),
                new Example("TPM2B_NAME", name, in -> Name.read(in, "name")),
                new Example("TPMS_ECC_POINT", new EccPoint(digest, digest), EccPoint::read),
                new Example("TPMT_SYM_DEF AES", Symmetric.AES_256_CFB, Symmetric::read),
                new Example("TPMT_SYM_DEF XOR", Symmetric.xor(HashAlgorithm.SHA384), Symmetric::read),
                new Example("TPMT_SYM_DEF NULL", Symmetric.NULL, Symmetric::read),
                new Example("TPMT_SIG_SCHEME", Scheme.rsapss(HashAlgorithm.SHA512), Scheme::read),
                new Example("TPMA_OBJECT", Attributes.BORN_HERE, Attributes::read),
                new Example("TPMT_PUBLIC SRK", Template.srkP256(), Public::read),
                new Example("TPMT_PUBLIC EK", Template.ekRsa2048(), Public::read),
                new Example("TPMT_PUBLIC EK P-384", Template.ekP384(), Public::read),
                new Example("TPMT_PUBLIC AK", Template.attestationP256(), Public::read),
                new Example("TPMT_PUBLIC HMAC", Template.hmac(HashAlgorithm.SHA256), Public::read),
                new Example("TPMT_PUBLIC sealed", Template.sealed(), Public::read),
                new Example("TPMT_PUBLIC AES", aes(), Public::read),
                new Example("TPMS_CLOCK_INFO", clock, ClockInfo::read),
                new Example("TPMS_TIME_INFO", new TimeInfo(5, clock), TimeInfo::read),
                new Example("TPMS_PCR_SELECTION", pcrs.get(0), PcrSelection::read),
                new Example("TPMT_TK", new Ticket(Ticket.VERIFIED, Handle.OWNER, digest), Ticket::read),
                new Example(
                        "TPMT_SIGNATURE RSA",
                        new Signature.Rsa(Scheme.rsassa(HashAlgorithm.SHA256), new byte[256]),
                        Signature::read),
                new Example(
                        "TPMT_SIGNATURE ECC",
                        new Signature.Ecc(Scheme.ecdsa(HashAlgorithm.SHA256), digest, digest),
                        Signature::read),
                new Example(
                        "TPMT_SIGNATURE HMAC",
                        new Signature.Hmac(Scheme.hmac(HashAlgorithm.SHA256), digest),
                        Signature::read),
                new Example(
                        "TPMS_CREATION_DATA",
                        new CreationData(pcrs, digest, 1, HashAlgorithm.SHA256.id(), name, name, new byte[3]),
                        CreationData::read),
                new Example(
                        "TPMS_NV_PUBLIC",
                        new NvPublic(
                                new Handle(0x01500010),
                                HashAlgorithm.SHA256,
                                new NvAttributes(NvAttributes.COUNTER | NvAttributes.AUTHREAD),
                                digest,
                                8),
                        NvPublic::read),
                new Example(
                        "TPMS_CONTEXT",
                        new SavedContext(7, new Handle(0x80000000), Handle.OWNER, new byte[20]),
                        SavedContext::read),
                attest("CERTIFY", new Attested.Certify(name, name), clock, name),
                attest("QUOTE", new Attested.Quote(pcrs, digest), clock, name),
                attest("TIME", new Attested.Time(new TimeInfo(9, clock), 1), clock, name),
                attest("CREATION", new Attested.Creation(name, digest), clock, name),
                attest("NV", new Attested.Nv(name, 2, new byte[8]), clock, name));
    }

    private static Public aes() {
        return new Public(
                HashAlgorithm.SHA256,
                Attributes.BORN_HERE.with(Attributes.DECRYPT | Attributes.SIGN_ENCRYPT),
                new byte[0],
                new PublicArea.SymCipher(Symmetric.AES_128_CFB, new byte[32]));
    }

    private static Example attest(String type, Attested attested, ClockInfo clock, Name name) {
        return new Example(
                "TPMS_ATTEST " + type,
                new Attest(name, new byte[20], clock, 0x2016_0511_0016_2800L, attested),
                Attest::read);
    }
}
