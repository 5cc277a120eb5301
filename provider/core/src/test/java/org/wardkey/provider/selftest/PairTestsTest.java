package org.wardkey.provider.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.ProviderException;
import java.security.SignatureException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;

/** What becomes of an engine's reason when it cannot tell whether a new pair is one. */
class PairTestsTest {
    private final AtomicInteger closed = new AtomicInteger();

    /** An engine that signs nothing. */
    private final class Refusing implements KeyBackend {
        private final Function<BackendException, Exception> form;
        private final RefusalCode code;

        private Refusing(RefusalCode code, Function<BackendException, Exception> form) {
            this.code = code;
            this.form = form;
        }

        @Override
        public String name() {
            return "refusing";
        }

        @Override
        public String description() {
            return "refuses to sign";
        }

        @Override
        public boolean offers(Family family) {
            return true;
        }

        @Override
        public BackendKey adopt(KeyType type, String algorithm, SecretBytes material) {
            return closed::incrementAndGet;
        }

        @Override
        public BackendKey plain(Key key) {
            return () -> {};
        }

        @Override
        public SignOperation openSign(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
            return new SignOperation() {
                @Override
                public void update(byte[] input, int offset, int length) {}

                @Override
                public byte[] sign() throws SignatureException {
                    Exception refused = form.apply(new BackendException(new Refusal(code, "A test.")));
                    if (refused instanceof SignatureException checked) {
                        throw checked;
                    }
                    throw (RuntimeException) refused;
                }

                @Override
                public void close() {}
            };
        }
    }

    private boolean passes(RefusalCode code, Function<BackendException, Exception> form) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        try (GeneratedKey made =
                new GeneratedKey(SecretBytes.take(new byte[1]), pair.getPublic().getEncoded())) {
            return PairTests.passes(new Refusing(code, form), KeyType.EC_P256, Set.of(Purpose.SIGN), made);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TPM_FAILED", "TPM_LOCKOUT"})
    void passes_deviceThatIsLockedOrGone_saysItsReason(RefusalCode code) {
        assertThatThrownBy(() -> passes(code, e -> e))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.code()).isEqualTo(code));
        // As the engine of TPMs throws it.
        assertThatThrownBy(() -> passes(code, e -> new SignatureException(e.getMessage(), e)))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(closed).hasValue(2);
    }

    @Test
    void passes_engineThatFails_isNoPair() throws Exception {
        assertThat(passes(RefusalCode.ENGINE_FAILED, e -> e)).isFalse();
        assertThat(passes(RefusalCode.TPM_FAILED, e -> new ProviderException("Another.")))
                .isFalse();
        assertThat(closed).hasValue(2);
    }
}
