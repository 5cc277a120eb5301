package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.GetRandom;
import org.wardkey.tpm2.command.Unseal;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;

/** The packed jar against the simulator swtpm, on every JDK that is tested. */
class TpmIT {
    @TempDir
    Path folder;

    @Test
    void sealAndUnseal_everyKindOfSalt_givesTheData() throws IOException {
        try (Swtpm swtpm = Swtpm.start(folder);
                Tpm tpm = swtpm.connect()) {
            sealAndUnseal(tpm, Template.srkP256(), HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
            sealAndUnseal(tpm, Template.srkP384(), HashAlgorithm.SHA384, Symmetric.AES_256_CFB);
            sealAndUnseal(tpm, Template.srkRsa2048(), HashAlgorithm.SHA256, Symmetric.xor(HashAlgorithm.SHA256));
        }
    }

    private static void sealAndUnseal(Tpm tpm, Public parentTemplate, HashAlgorithm hash, Symmetric symmetric) {
        byte[] pin = {9, 9, 9};
        Public template = Template.sealed();
        template = template.withAttributes(template.attributes().with(Attributes.USER_WITH_AUTH));
        try (LoadedObject srk = tpm.createPrimary(Entity.of(Handle.OWNER), parentTemplate, Authorization.empty());
                KeptSession session = new KeptSession(tpm, TestKeys.saltKey(tpm, srk), hash, symmetric);
                SensitiveCreate sensitive = SensitiveCreate.of(pin, new byte[] {1, 2, 3})) {
            Create.Result made = tpm.execute(
                    new Create(srk, sensitive, template, new byte[0], List.of()), session.authorize(new byte[0]));
            try (LoadedObject sealed =
                    tpm.load(srk, made.outPrivate(), made.outPublic(), session.authorize(new byte[0]))) {
                assertThat(tpm.execute(new Unseal(sealed), session.authorize(pin)))
                        .containsExactly(1, 2, 3);
                assertThat(tpm.execute(new GetRandom(16), session.protection())).hasSize(16);
            }
        }
    }
}
