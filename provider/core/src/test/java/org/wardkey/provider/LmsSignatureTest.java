package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.bouncycastle.jcajce.spec.LMSHSSKeyGenParameterSpec;
import org.bouncycastle.jcajce.spec.LMSKeyGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HSS and LMS: verified by the JDK's engine where it has one (21 and newer), signed by Bouncy Castle. */
class LmsSignatureTest {
    private static final String NAME = "HSS/LMS";
    private static final byte[] MESSAGE = "update 1.4.2 of the pump".getBytes(StandardCharsets.UTF_8);
    private static final boolean PRESENT = Runtime.version().feature() >= 21;

    @TempDir
    private Path folder;

    private WardkeyProvider provider;
    private final Provider bouncyCastle = new BouncyCastleProvider();

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    @AfterEach
    void clear() {
        Security.removeProvider(provider.getName());
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    private KeyPair pair(AlgorithmParameterSpec parameters) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("LMS", bouncyCastle);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    /** Two levels of the smallest trees. */
    private KeyPair twoLevels() throws Exception {
        LMSKeyGenParameterSpec level =
                new LMSKeyGenParameterSpec(LMSigParameters.lms_sha256_n32_h5, LMOtsParameters.sha256_n32_w8);
        return pair(new LMSHSSKeyGenParameterSpec(level, level));
    }

    private byte[] signed(KeyPair pair) throws Exception {
        Signature signer = Signature.getInstance("LMS", bouncyCastle);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        return signer.sign();
    }

    @Test
    void rows_everyJvm_arePresentOrReportedAbsent() {
        assertThat(provider.getService("Signature", NAME) != null).isEqualTo(PRESENT);
        assertThat(provider.getService("KeyFactory", NAME) != null).isEqualTo(PRESENT);
        assertThat(provider.administration().report().absent().getOrDefault(NAME, ""))
                .isEqualTo(PRESENT ? "" : "JDK 21 or later");
    }

    @Test
    void verify_whatBouncyCastleSigned_isTrueForThatAlone() throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyPair pair = twoLevels();
        byte[] made = signed(pair);
        PublicKey key = KeyFactory.getInstance("1.2.840.113549.1.9.16.3.17", provider)
                .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
        for (PublicKey form : new PublicKey[] {pair.getPublic(), key}) {
            Signature verifier = Signature.getInstance(NAME, provider);
            verifier.initVerify(form);
            verifier.update(MESSAGE[0]);
            verifier.update(ByteBuffer.wrap(MESSAGE, 1, MESSAGE.length - 1));
            assertThat(verifier.verify(made)).isTrue();
            verifier.update(MESSAGE, 1, MESSAGE.length - 1);
            assertThat(verifier.verify(made)).isFalse();
            made[made.length - 1] ^= 1;
            verifier.update(MESSAGE);
            assertThat(verifier.verify(made)).isFalse();
            made[made.length - 1] ^= 1;
            verifier.update(MESSAGE);
            assertThat(verifier.verify(made)).isTrue();
            verifier.update(MESSAGE);
            assertThatThrownBy(() -> verifier.verify(new byte[3])).isInstanceOf(SignatureException.class);
            verifier.update(MESSAGE);
            assertThat(verifier.verify(made)).isTrue();
        }
    }

    @Test
    void getInstance_ofNoProvider_findsTheRowByTheKey() throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyPair pair = twoLevels();
        Security.insertProviderAt(provider, 1);
        Signature verifier = Signature.getInstance(NAME);
        verifier.initVerify(pair.getPublic());
        assertThat(verifier.getProvider()).isSameAs(provider);
        verifier.update(MESSAGE);
        assertThat(verifier.verify(signed(pair))).isTrue();
    }

    @Test
    void init_whatIsNoPublicKeyOfIt_isRefused() throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyPair pair = twoLevels();
        KeyPair ec = KeyPairGenerator.getInstance("EC", "SunEC").generateKeyPair();
        Signature signature = Signature.getInstance(NAME, provider);
        assertThatThrownBy(() -> signature.initSign(pair.getPrivate()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("Expected to verify");
        assertThatThrownBy(() -> signature.initVerify(ec.getPublic()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("got EC");
        assertThatThrownBy(() -> signature.setParameter(NamedParameterSpec.X25519))
                .isInstanceOf(InvalidAlgorithmParameterException.class);
    }

    @Test
    void verify_selfTestFailed_isRefusedByCode() throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyPair pair = twoLevels();
        byte[] made = signed(pair);
        System.setProperty(WardkeyRuntime.FORCED_FAILURES, "LMS");
        Signature verifier = Signature.getInstance(
                NAME,
                TestHome.in(folder)
                        .provider()
                        .configure(folder.resolve("wardkey.conf").toString()));
        verifier.initVerify(pair.getPublic());
        verifier.update(MESSAGE);
        assertThatThrownBy(() -> verifier.verify(made))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-T001");
    }
}
