package org.wardkey.provider.backend.tpm;

import java.nio.ByteBuffer;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.Certify;
import org.wardkey.tpm2.command.GetTime;
import org.wardkey.tpm2.command.NV_Certify;
import org.wardkey.tpm2.command.Quote;
import org.wardkey.tpm2.command.ReadPublic;
import org.wardkey.tpm2.policy.EpochCounter;
import org.wardkey.tpm2.policy.RequestEvidence;
import org.wardkey.tpm2.policy.RequestEvidence.Statement;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attest;
import org.wardkey.tpm2.structure.Attested;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * Has a TPM sign its clock, a counter, which storage root key is its own, and values of PCRs where they are asked for, with an attestation key that it makes from one template again and again: a
 * primary key of the endorsement hierarchy, restricted, ECDSA on P-256, without an authorization value.
 */
final class WindowEvidence {
    private static final Entity ENDORSEMENT = Entity.of(Handle.ENDORSEMENT);

    private WindowEvidence() {}

    static WindowRequest request(TpmDevice.Connection open, WindowRequest.Subject subject) {
        Tpm tpm = open.tpm();
        byte[] question = subject.qualifyingData();
        Entity index = Entity.of(
                subject.epochIndex(),
                EpochCounter.at(subject.epochIndex()).written().name());
        try (LoadedObject key = tpm.createPrimary(ENDORSEMENT, template(), Authorization.empty());
                Authorization none = open.session().authorize(new byte[0])) {
            Public area = tpm.execute(new ReadPublic(key)).outPublic();
            GetTime.Result time =
                    tpm.execute(new GetTime(ENDORSEMENT, key, question, Scheme.NULL), Authorization.empty(), none);
            NV_Certify.Result counter = tpm.execute(
                    new NV_Certify(key, index, index, question, Scheme.NULL, EpochCounter.SIZE_BYTES, 0),
                    Authorization.empty(),
                    none);
            Certify.Result root =
                    tpm.execute(new Certify(open.root(), key, question, Scheme.NULL), Authorization.empty(), none);
            RequestEvidence evidence = new RequestEvidence(
                    area,
                    new Statement(time.attest(), time.signature()),
                    new Statement(counter.attest(), counter.signature()),
                    new Statement(root.attest(), root.signature()),
                    subject.pcrs().map(pcrs -> {
                        Quote.Result quote = tpm.execute(
                                new Quote(key, question, Scheme.NULL, pcrs.selection()), Authorization.empty(), none);
                        return new Statement(quote.attest(), quote.signature());
                    }));
            return new WindowRequest(
                    subject, counted(counter.attest()) + (subject.override() ? 1 : 0), clock(time.attest()), evidence);
        }
    }

    private static Public template() {
        Public restricted = Template.attestationP256();
        return restricted.withAttributes(restricted.attributes().with(Attributes.USER_WITH_AUTH | Attributes.NO_DA));
    }

    private static long clock(byte[] attest) {
        if (attested(attest) instanceof Attested.Time time) {
            return time.time().clockInfo().clock();
        }
        throw new TpmFormatException("TPM2_GetTime: expected TPM_ST_ATTEST_TIME, got another");
    }

    private static long counted(byte[] attest) {
        if (attested(attest) instanceof Attested.Nv nv && nv.contents().length == EpochCounter.SIZE_BYTES) {
            return ByteBuffer.wrap(nv.contents()).getLong();
        }
        throw new TpmFormatException("TPM2_NV_Certify: expected TPM_ST_ATTEST_NV of a counter, got another");
    }

    private static Attested attested(byte[] attest) {
        return TpmReader.readAll(attest, "TPMS_ATTEST", Attest::read).attested();
    }
}
