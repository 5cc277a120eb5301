package org.wardkey.tpm2.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.wardkey.tpm2.command.ContextSave;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.CreatePrimary;
import org.wardkey.tpm2.command.GetCapability;
import org.wardkey.tpm2.command.NV_ReadPublic;
import org.wardkey.tpm2.command.PCR_Read;
import org.wardkey.tpm2.command.PolicySigned;
import org.wardkey.tpm2.command.Quote;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.command.ReadPublic;
import org.wardkey.tpm2.command.StartAuthSession;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmFormatException;

/** Runs over the inputs in the tree; with JAZZER_FUZZ=1 in the environment it looks for new ones. */
class ResponseFuzzTest {
    private static final Entity OWNER = Entity.of(Handle.OWNER);
    private static final byte[] NONE = {};

    private static final List<TpmCommand<?>> COMMANDS = List.of(
            new GetCapability(6, 0, 1),
            new ReadPublic(OWNER),
            new ReadClock(),
            new PCR_Read(List.of()),
            new ContextSave(OWNER),
            new NV_ReadPublic(OWNER),
            new StartAuthSession(OWNER, OWNER, NONE, NONE, 0, Symmetric.NULL, HashAlgorithm.SHA256),
            new Create(OWNER, SensitiveCreate.of(NONE), Template.srkP256(), NONE, List.of()),
            new CreatePrimary(OWNER, SensitiveCreate.of(NONE), Template.srkP256(), NONE, List.of()),
            new Quote(OWNER, NONE, Scheme.NULL, List.of()),
            new PolicySigned(
                    OWNER,
                    OWNER,
                    NONE,
                    NONE,
                    NONE,
                    0,
                    new Signature.Hmac(Scheme.hmac(HashAlgorithm.SHA256), new byte[32])));

    /** The first octet chooses the command. Whatever the others: a response, a code, or a typed refusal. */
    @FuzzTest(maxDuration = "2m")
    void read_anyBytes_isAResponseOrTyped(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        TpmCommand<?> command = COMMANDS.get((bytes[0] & 0xFF) % COMMANDS.size());
        byte[] response = Arrays.copyOfRange(bytes, 1, bytes.length);
        List<Authorization> authorizations = command.authorizations() == 0 ? List.of() : List.of(Authorization.empty());
        try (CommandFrame<?> frame = CommandFrame.of(command, authorizations, new SecureRandom())) {
            if (CommandFrame.responseCode(response) == 0) {
                assertThat((Object) frame.read(response)).isNotNull();
            }
        } catch (TpmFormatException e) {
            assertThat(e).hasMessageContaining("expected ");
        }
    }
}
