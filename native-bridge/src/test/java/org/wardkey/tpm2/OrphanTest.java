package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.command.PolicyGetDigest;
import org.wardkey.tpm2.command.PolicySecret;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.transport.TpmTransport;

/** What processes leave in a TPM without a resource manager when they end without closing; on the simulator swtpm. */
class OrphanTest {
    @TempDir
    private Path folder;

    @Test
    void connections_cutOffOneAfterTheOther_leaveNoObjectAndSessionInTheWay() throws IOException {
        try (Swtpm swtpm = Swtpm.start(folder)) {
            for (int process = 0; process < 8; process++) {
                // Only the wire is cut: nothing is flushed.
                try (TpmTransport wire = swtpm.transport()) {
                    Tpm tpm = new Tpm(wire);
                    List<LoadedObject> held = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        held.add(tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty()));
                    }
                    KeptSession session = new KeptSession(
                            tpm, TestKeys.saltKey(tpm, held.get(0)), HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
                    assertThat(tpm.execute(new GetRandom(16), session.protection()))
                            .hasSize(16);
                }
            }
        }
    }

    @Test
    void policySession_savedWhileOrphansAreFlushed_isNotTakenForOne() throws IOException {
        try (Swtpm swtpm = Swtpm.start(folder)) {
            for (int process = 0; process < 4; process++) {
                try (TpmTransport wire = swtpm.transport()) {
                    Tpm tpm = new Tpm(wire);
                    LoadedObject srk =
                            tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
                    SaltKey salt = TestKeys.saltKey(tpm, srk);
                    KeptSession session = new KeptSession(tpm, salt, HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
                    PolicySession policy = tpm.startPolicySession(salt, HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
                    for (int use = 0; use < 3; use++) {
                        Entity owner = Entity.of(Handle.OWNER);
                        byte[] none = new byte[0];
                        tpm.execute(new PolicySecret(owner, policy, none, none, none, 0), session.authorize(none));
                        assertThat(tpm.execute(new PolicyGetDigest(policy))).hasSize(32);
                    }
                }
            }
        }
    }
}
