package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.MlDsaParameters;

/** Parameters that are refused leave a signature object as it was: with its key, and with the parameters that it had. */
class RefusedParametersTest {
    private static final byte[] MESSAGE = new byte[100];

    @TempDir
    private Path folder;

    private WardkeyProvider provider;

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    private static PSSParameterSpec pss(int saltBytes) {
        return new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, saltBytes, 1);
    }

    private void requireUsable(Signature signing, Signature verifying, KeyPair pair) throws Exception {
        signing.update(MESSAGE);
        byte[] signature = signing.sign();
        verifying.initVerify(pair.getPublic());
        verifying.update(MESSAGE);
        assertThat(verifying.verify(signature)).isTrue();
    }

    @Test
    void pss_saltTooLongForTheKey_keepsTheOldSalt() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Signature signing = Signature.getInstance("RSASSA-PSS", provider);
        signing.setParameter(pss(20));
        signing.initSign(pair.getPrivate());
        assertThatThrownBy(() -> signing.setParameter(pss(250))).isInstanceOf(InvalidAlgorithmParameterException.class);
        assertThatThrownBy(() -> signing.setParameter(new EdDSAParameterSpec(true)))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("PSSParameterSpec")
                .hasMessageContaining("EdDSAParameterSpec");
        Signature verifying = Signature.getInstance("RSASSA-PSS", provider);
        verifying.setParameter(pss(20));
        requireUsable(signing, verifying, pair);
    }

    @Test
    @EnabledIf(value = "org.wardkey.provider.Lattices#present", disabledReason = "this JVM has no engine for ML-DSA")
    void mlDsa_hashFunctionTooWeak_staysPure() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-87", provider).generateKeyPair();
        Signature signing = Signature.getInstance("ML-DSA-87", provider);
        signing.initSign(pair.getPrivate());
        MlDsaParameters weak = MlDsaParameters.preHash(Digest.SHA_256, new byte[0]);
        assertThatThrownBy(() -> signing.setParameter(weak))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("hash function of 512 bits");
        assertThatThrownBy(() -> signing.setParameter(pss(20)))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("MlDsaParameters");
        requireUsable(signing, Signature.getInstance("ML-DSA-87", provider), pair);
    }

    @ParameterizedTest
    @CsvSource({
        "SHA256withECDSA, EC, the key's ECParameterSpec",
        "SHA256withRSA, RSA, no parameters",
        "Ed448, Ed448, EdDSAParameterSpec"
    })
    void otherAlgorithms_parametersOfAnother_sayWhatIsTaken(String name, String keys, String taken) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(keys, provider).generateKeyPair();
        Signature signing = Signature.getInstance(name, provider);
        signing.initSign(pair.getPrivate());
        AlgorithmParameterSpec other = pss(20);
        assertThatThrownBy(() -> signing.setParameter(other))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("Expected " + (taken.startsWith("Ed") ? "an " : "") + taken)
                .hasMessageContaining(PSSParameterSpec.class.getName());
        requireUsable(signing, Signature.getInstance(name, provider), pair);
    }
}
