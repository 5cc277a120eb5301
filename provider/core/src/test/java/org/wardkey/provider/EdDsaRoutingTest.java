package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdDSAParameterSpec;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;

/** EdDSA with a context string or pre-hash stays that, whatever happens to the object, and no other provider makes it. */
class EdDsaRoutingTest {
    private static final byte[] MESSAGE = new byte[40];
    private static final byte[] CONTEXT = {'p', 'u', 'm', 'p'};
    private static final EdDSAParameterSpec PRE_HASH = new EdDSAParameterSpec(true, CONTEXT);

    @TempDir
    private Path folder;

    private WardkeyProvider provider;

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    /** Pre-hash and a context string when it is asked first, and neither from then on. */
    private static final class Changing extends EdDSAParameterSpec {
        private boolean preHashAsked;
        private boolean contextAsked;

        Changing() {
            super(true, CONTEXT);
        }

        @Override
        public boolean isPrehash() {
            boolean first = !preHashAsked;
            preHashAsked = true;
            return first;
        }

        @Override
        public Optional<byte[]> getContext() {
            Optional<byte[]> now = contextAsked ? Optional.empty() : super.getContext();
            contextAsked = true;
            return now;
        }
    }

    /** As above, but it has a context string of any length. */
    private static final class Overlong extends EdDSAParameterSpec {
        Overlong() {
            super(true);
        }

        @Override
        public Optional<byte[]> getContext() {
            return Optional.of(new byte[256]);
        }
    }

    private boolean verifies(PublicKey key, EdDSAParameterSpec parameters, byte[] signature) throws Exception {
        Signature verification = Signature.getInstance("EdDSA", "SunEC");
        verification.setParameter(parameters);
        verification.initVerify(key);
        verification.update(MESSAGE);
        return verification.verify(signature);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448"})
    void reuse_parametersStay_throughInitAndFailure(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve, provider);
        KeyPair first = generator.generateKeyPair();
        KeyPair second = generator.generateKeyPair();
        Signature signing = Signature.getInstance(curve, provider);
        signing.setParameter(PRE_HASH);
        for (KeyPair pair : new KeyPair[] {first, first, second}) {
            signing.initSign(pair.getPrivate());
            for (int i = 0; i < 2; i++) {
                signing.update(MESSAGE);
                assertThat(verifies(pair.getPublic(), PRE_HASH, signing.sign())).isTrue();
            }
        }
        signing.update(MESSAGE);
        byte[] signature = signing.sign();
        signing.initVerify(second.getPublic());
        signing.update(MESSAGE);
        assertThatThrownBy(() -> signing.verify(new byte[3])).isInstanceOf(SignatureException.class);
        signing.update(MESSAGE);
        assertThat(signing.verify(signature)).isTrue();
    }

    @Test
    void eddsa_parametersBeforeTheKey_holdForEitherCurve() throws Exception {
        Signature signing = Signature.getInstance("EdDSA", provider);
        signing.setParameter(PRE_HASH);
        for (String curve : new String[] {"Ed448", "Ed25519", "Ed448"}) {
            KeyPair pair = KeyPairGenerator.getInstance(curve, provider).generateKeyPair();
            signing.initSign(pair.getPrivate());
            signing.update(MESSAGE);
            assertThat(verifies(pair.getPublic(), PRE_HASH, signing.sign()))
                    .as(curve)
                    .isTrue();
        }
    }

    @Test
    void parameters_thatChangeWhenAskedAgain_areTakenAsTheyWere() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519", provider).generateKeyPair();
        Signature signing = Signature.getInstance("Ed25519", provider);
        signing.initSign(pair.getPrivate());
        Changing changing = new Changing();
        signing.setParameter(changing);
        signing.update(MESSAGE);
        byte[] signature = signing.sign();
        EdDSAParameterSpec taken = new EdDSAParameterSpec(false, CONTEXT);
        assertThat(verifies(pair.getPublic(), taken, signature)).isTrue();
        assertThat(changing.isPrehash()).isFalse();
    }

    @Test
    void parameters_contextTooLong_areRefusedWithTheCheckedException() throws Exception {
        Signature signing = Signature.getInstance("Ed25519", provider);
        assertThatThrownBy(() -> signing.setParameter(new Overlong()))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("not usable");
    }

    /** The JDK's engine has no claim of constant time; SunEC, which is next, cannot take the key. */
    @ParameterizedTest
    @CsvSource({"Ed25519, true", "Ed25519, false", "Ed448, true", "EdDSA, false"})
    void managedKey_wantsConstantTime_isRefusedAtCompletionAndNotByTheNext(String name, boolean before)
            throws Exception {
        Security.insertProviderAt(provider, 1);
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(name.equals("EdDSA") ? "Ed25519" : name, provider);
            generator.initialize(KeyGenParameters.builder("steady", Purpose.SIGN)
                    .constantTimeRequired(true)
                    .build());
            KeyPair pair = generator.generateKeyPair();
            Signature signing = Signature.getInstance(name);
            if (before) {
                signing.setParameter(PRE_HASH);
            }
            signing.initSign(pair.getPrivate());
            if (!before) {
                signing.setParameter(PRE_HASH);
            }
            signing.update(MESSAGE);
            assertThat(signing.getProvider()).isSameAs(provider);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(signing::sign)
                        .isInstanceOf(PolicyDeniedSignatureException.class)
                        .hasMessageContaining("WK-E001")
                        .hasMessageContaining("constant time");
            }
        } finally {
            Security.removeProvider(provider.getName());
        }
    }
}
