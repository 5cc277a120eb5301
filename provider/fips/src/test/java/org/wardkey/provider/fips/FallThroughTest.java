package org.wardkey.provider.fips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;

/** Nobody names a provider, Wardkey is the first, and what the module refuses is not served by those behind. */
class FallThroughTest {
    @TempDir
    private Path folder;

    private WardkeyProvider wardkey;

    @BeforeEach
    void first() {
        wardkey = ApprovedProvider.in(folder);
        Security.insertProviderAt(wardkey, 1);
    }

    @AfterEach
    void remove() {
        Security.removeProvider(wardkey.getName());
    }

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /** With a modulus that is even, which no module takes. */
    @Test
    void signature_keyThatTheModuleRejects_isRefusedAtCompletion() throws Exception {
        RSAPrivateCrtKey good = (RSAPrivateCrtKey) rsa().getPrivate();
        BigInteger even = good.getModulus().clearBit(0);
        KeyFactory factory = KeyFactory.getInstance("RSA", "SunRsaSign");
        PublicKey publicKey = factory.generatePublic(new RSAPublicKeySpec(even, good.getPublicExponent()));
        PrivateKey privateKey = factory.generatePrivate(new RSAPrivateCrtKeySpec(
                even,
                good.getPublicExponent(),
                good.getPrivateExponent(),
                good.getPrimeP(),
                good.getPrimeQ(),
                good.getPrimeExponentP(),
                good.getPrimeExponentQ(),
                good.getCrtCoefficient()));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(privateKey);
        assertThat(signature.getProvider()).isEqualTo(wardkey);
        assertThatThrownBy(signature::sign)
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-M002");
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(publicKey);
        assertThat(verifier.getProvider()).isEqualTo(wardkey);
        assertThatThrownBy(() -> verifier.verify(new byte[256]))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-M002");
    }

    @Test
    void pss_hashFunctionsThatNobodyServes_areRefusedAtCompletion() throws Exception {
        for (String digest : new String[] {"SHA-1", "SHA3-256"}) {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), 20, 1));
            signature.initSign(rsa().getPrivate());
            signature.update(new byte[3]);
            assertThat(signature.getProvider()).as(digest).isEqualTo(wardkey);
            assertThatThrownBy(signature::sign)
                    .isInstanceOf(SignatureException.class)
                    .hasMessageContaining(digest.equals("SHA-1") ? "WK-P002" : "WK-M002");
        }
    }

    @Test
    void keyWrap_initialValue_isRefusedAtCompletion() throws Exception {
        SecretKey key = new SecretKeySpec(new byte[16], "AES");
        Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
        cipher.init(Cipher.WRAP_MODE, key, new IvParameterSpec(new byte[8]));
        assertThat(cipher.getProvider()).isEqualTo(wardkey);
        assertThatThrownBy(() -> cipher.wrap(key)).isInstanceOf(Exception.class).hasMessageContaining("WK-M002");
    }

    @Test
    void keyPairGenerator_parametersThatTheModuleHasNot_makeNoPair() throws Exception {
        KeyPairGenerator exponent = KeyPairGenerator.getInstance("RSA", wardkey);
        exponent.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC", wardkey);
        curve.initialize(new ECGenParameterSpec("secp256k1"));
        for (KeyPairGenerator generator : new KeyPairGenerator[] {exponent, curve}) {
            assertThatThrownBy(generator::generateKeyPair)
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("WK-M002");
        }
        exponent.initialize(2048);
        assertThat(exponent.generateKeyPair().getPublic().getAlgorithm()).isEqualTo("RSA");
    }

    @Test
    void keyGenerator_moduleMissing_makesARefusedKey() throws Exception {
        Security.removeProvider(wardkey.getName());
        Path other = Files.createDirectory(folder.resolve("other"));
        wardkey = ApprovedProvider.with(other, "mode = fips\n  fips { module = missing.jar }");
        Security.insertProviderAt(wardkey, 1);
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(256, SecureRandom.getInstance("NativePRNG"));
        SecretKey key = generator.generateKey();
        assertThat(generator.getProvider()).isEqualTo(wardkey);
        assertThat(key.getEncoded()).isNull();
    }

    private SecretKey derived(String name, String password, int bits) throws Exception {
        SecretKeyFactory factory = SecretKeyFactory.getInstance(name);
        SecretKey key = factory.generateSecret(new PBEKeySpec(password.toCharArray(), new byte[16], 10_000, bits));
        assertThat(factory.getProvider()).isEqualTo(wardkey);
        return key;
    }

    @Test
    void pbkdf2_shortPasswords_areNotTakenForTheSame() throws Exception {
        SecretKey right = derived("PBKDF2WithHmacSHA256", "correct", 256);
        SecretKey wrong = derived("PBKDF2WithHmacSHA256", "wrong", 256);
        assertThat(right).isNotEqualTo(wrong);
        assertThatThrownBy(() -> MessageDigest.isEqual(right.getEncoded(), wrong.getEncoded()))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-M002")
                .hasMessageNotContaining("correct");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 129, 256})
    void pbkdf2_shortPassword_isRefusedWhateverTheLength(int bits) throws Exception {
        SecretKey key = derived("PBKDF2WithHmacSHA256", "password", bits);
        assertThatThrownBy(key::getEncoded)
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-");
    }

    @Test
    void pbkdf2_everyNameOfTheJdk_isWardkeys() throws Exception {
        for (Provider.Service row : Security.getProvider("SunJCE").getServices()) {
            if (row.getType().equals("SecretKeyFactory") && row.getAlgorithm().startsWith("PBKDF2")) {
                SecretKey key = derived(row.getAlgorithm(), "correct horse battery", 129);
                if (row.getAlgorithm().contains("/")) {
                    // Of these the module has none.
                    assertThatThrownBy(key::getEncoded).hasMessageContaining("WK-M002");
                } else {
                    assertThat(key.getEncoded()).hasSize(16);
                }
            }
        }
        for (String name : new String[] {"1.2.840.113549.1.5.12", "OID.1.2.840.113549.1.5.12"}) {
            assertThat(derived(name, "correct horse battery", 256).getAlgorithm())
                    .isEqualTo("PBKDF2WithHmacSHA1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X25519", "X448"})
    void agreement_withTheCurveAsParameters_isRefusedAtCompletion(String curve) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(curve, "SunEC").generateKeyPair();
        for (String name : new String[] {curve, "XDH"}) {
            for (String parameters : new String[] {"X25519", "X448"}) {
                KeyAgreement agreement = KeyAgreement.getInstance(name);
                agreement.init(pair.getPrivate(), new NamedParameterSpec(parameters));
                agreement.doPhase(pair.getPublic(), true);
                assertThat(agreement.getProvider()).isEqualTo(wardkey);
                assertThatThrownBy(agreement::generateSecret)
                        .isInstanceOf(ProviderException.class)
                        .hasMessageContaining("WK-");
            }
        }
    }

    @Test
    void ecdh_parameters_areRefusedAtCompletion() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("EC", "SunEC").generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(pair.getPrivate(), new NamedParameterSpec("X25519"));
        agreement.doPhase(pair.getPublic(), true);
        assertThat(agreement.getProvider()).isEqualTo(wardkey);
        assertThatThrownBy(agreement::generateSecret)
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-M002");
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, Ed25519", "Ed448, Ed448", "EdDSA, Ed25519", "EdDSA, Ed448", "SHA256withECDSA, EC"})
    void signature_parametersThatTheModuleHasNot_areRefusedAtCompletion(String name, String keys) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(keys, "SunEC").generateKeyPair();
        AlgorithmParameterSpec context = new EdDSAParameterSpec(true, new byte[1]);
        for (boolean before : new boolean[] {true, false}) {
            Signature signature = Signature.getInstance(name);
            if (before) {
                signature.setParameter(context);
            }
            signature.initSign(pair.getPrivate());
            if (!before) {
                signature.setParameter(context);
            }
            signature.update((byte) 1);
            assertThat(signature.getProvider()).isEqualTo(wardkey);
            assertThatThrownBy(() -> signature.setParameter(null))
                    .as("what came is not kept, and would be missing")
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("middle of a message");
            assertThatThrownBy(signature::sign)
                    .isInstanceOf(PolicyDeniedSignatureException.class)
                    .hasMessageContaining("WK-M002");
            signature.setParameter(null);
            signature.update((byte) 1);
            assertThat(signature.sign()).isNotEmpty();
        }
    }
}
