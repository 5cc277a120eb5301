package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.Key;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.backend.tpm.TpmAddress;
import org.wardkey.provider.backend.tpm.TpmBackend;
import org.wardkey.provider.backend.tpm.TpmDevice;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;

/** What becomes of a signature whose salt has not the length that was asked for, as older chips make them. */
class TpmPssSaltIT {
    @TempDir
    private Path folder;

    /** An engine to which no signature is one, as none with the longest salt is to those that want another. */
    private static final class Verifier implements KeyBackend {
        @Override
        public String name() {
            return "verifier";
        }

        @Override
        public String description() {
            return name();
        }

        @Override
        public boolean offers(Family family) {
            return true;
        }

        @Override
        public MessageDigest digest(Digest digest) {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public BackendKey plain(Key key) {
            return () -> {};
        }

        @Override
        public VerifyOperation openVerify(BackendKey key, Mechanism mechanism) {
            return new VerifyOperation() {
                @Override
                public void update(byte[] input, int offset, int length) {}

                @Override
                public boolean verify(byte[] signature) {
                    assertThat(signature).hasSize(256);
                    return false;
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void pss_thatNobodyWouldAccept_isNotGivenOut() throws Exception {
        try (SimulatedTpm tpm = SimulatedTpm.start(folder)) {
            TpmDevice device = new TpmDevice(new TpmAddress(tpm.address()), new SecureRandom());
            TpmBackend chip = new TpmBackend(device, Verifier::new, Optional.empty());
            try (GeneratedKey made = chip.generatePair(KeyType.RSA, 2048);
                    BackendKey key = chip.adopt(KeyType.RSA, "RSA", made.material());
                    SignOperation pss = chip.openSign(key, Mechanism.pss(Digest.SHA_256, Digest.SHA_256, 32));
                    SignOperation pkcs1 = chip.openSign(key, Mechanism.of(Family.RSA_PKCS1, Digest.SHA_256))) {
                assertThatThrownBy(pss::sign)
                        .isInstanceOf(SignatureException.class)
                        .hasMessageContaining("a salt of another length");
                assertThat(pkcs1.sign()).hasSize(256);
            } finally {
                device.close();
            }
        }
    }
}
